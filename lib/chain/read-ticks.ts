import { hexToBigInt, toFunctionSelector } from 'viem';
import type { Address } from '#lib/domain/address.ts';
import { MAX_TICK, MIN_TICK } from '#lib/domain/amm/tick-ratio.ts';
import { type ContractRead, contractRead } from './contract-read.ts';
import { v3PoolAbi } from './pool-abis.ts';
import { type ReadContext, readMany } from './read-many.ts';

/** A pool of which ticks are read. */
export type TickSource = {
  readonly address: Address;
  readonly tickSpacing: number;
};

/** The net liquidity of ticks by index; `null` where the tick is not initialised. */
export type TickNets = ReadonlyMap<number, bigint | null>;

const WORD_BITS = 256;
const TICK_BITMAP = toFunctionSelector('tickBitmap(int16)');

/**
 * All initialised ticks of pools: the words of their bitmaps, then the ticks whose bits are set.
 *
 * @returns Net liquidities by tick, a map for each pool in order.
 * @throws ChainError as `readMany`.
 */
export async function readAllTicks(
  context: ReadContext,
  pools: readonly TickSource[],
): Promise<readonly TickNets[]> {
  const words = pools.flatMap((pool) => wordsOf(pool).map((word) => ({ pool, word })));
  const bitmaps = await readMany(
    context,
    words.map(({ pool, word }) => readWord(pool.address, word)),
  );
  const ticks = new Map<TickSource, number[]>(pools.map((pool) => [pool, []]));
  for (const [index, { pool, word }] of words.entries()) {
    ticks.get(pool)?.push(...ticksOfWord(bitmaps[index] ?? 0n, word, pool.tickSpacing));
  }
  return await readTicks(
    context,
    pools.map((pool) => ({ address: pool.address, indexes: ticks.get(pool) ?? [] })),
  );
}

/**
 * Some ticks of pools.
 *
 * @returns Net liquidities by tick, a map for each pool in order.
 * @throws ChainError as `readMany`.
 */
export async function readTicks(
  context: ReadContext,
  wanted: readonly { readonly address: Address; readonly indexes: readonly number[] }[],
): Promise<readonly TickNets[]> {
  const flat = wanted.flatMap(({ address, indexes }) =>
    indexes.map((index) => ({ address, index })),
  );
  const answers = await readMany(
    context,
    flat.map(({ address, index }) =>
      contractRead({ address, abi: v3PoolAbi, functionName: 'ticks', args: [index] }),
    ),
  );
  let position = 0;
  return wanted.map(({ indexes }) => {
    const nets = new Map<number, bigint | null>();
    for (const index of indexes) {
      const tick = answers[position];
      position += 1;
      // The last member says whether the tick is initialised, the second is its net liquidity.
      nets.set(index, tick?.[7] === true ? tick[1] : null);
    }
    return nets;
  });
}

/** The numbers of all words that can have a bit set. */
function wordsOf({ tickSpacing }: TickSource): readonly number[] {
  const first = Math.ceil(MIN_TICK / tickSpacing) >> 8;
  const last = Math.floor(MAX_TICK / tickSpacing) >> 8;
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}

/** Encoded by hand: a pool with a spacing of one tick has seven thousand words. */
function readWord(address: Address, word: number): ContractRead<bigint> {
  const twosComplement = BigInt.asUintN(256, BigInt(word)).toString(16).padStart(64, '0');
  return {
    target: address,
    data: `${TICK_BITMAP}${twosComplement}`,
    decode: (answer) => hexToBigInt(answer, { size: 32 }),
  };
}

function ticksOfWord(bitmap: bigint, word: number, spacing: number): readonly number[] {
  const ticks: number[] = [];
  for (let rest = bitmap, bit = 0; rest !== 0n; rest >>= 1n, bit += 1) {
    if ((rest & 1n) === 1n) ticks.push((word * WORD_BITS + bit) * spacing);
  }
  return ticks;
}
