import type { Pool } from '#lib/domain/amm/pool.ts';
import { createTickTable, type Tick, type TickTable } from '#lib/domain/amm/tick-table.ts';
import { V2_FEE_PPM } from '#lib/domain/amm/v2-pool.ts';
import { isConsistentV3Pool, type V3Pool } from '#lib/domain/amm/v3-pool.ts';
import { ChainError } from './chain-error.ts';
import type { PoolRef } from './find-pools.ts';
import { type BlockRef, readBlock, untilCanonical } from './read-block.ts';
import type { ReadContext } from './read-many.ts';
import { type PoolState, readPoolStates } from './read-pool-states.ts';
import { readAllTicks, type TickNets } from './read-ticks.ts';

export type V3PoolRef = Extract<PoolRef, { kind: 'v3' }>;

/** Pools as they all were at one block. */
export type PoolSnapshot = {
  readonly block: BlockRef;
  readonly refs: readonly PoolRef[];
  /** In the order of `refs`. The same array as before while no pool has changed. */
  readonly pools: readonly Pool[];
};

/**
 * Reads pools whole at the latest block: reserves, prices, liquidity, every initialised tick. All
 * reads name the same block by its hash, so that they fit together.
 *
 * @throws ChainError as `readMany`; `chain/unexpected-answer` when a pool contradicts itself.
 */
export async function loadPools(
  context: Omit<ReadContext, 'blockHash'>,
  refs: readonly PoolRef[],
): Promise<PoolSnapshot> {
  return await untilCanonical(async () => {
    const block = await readBlock(context.client);
    const at = { ...context, blockHash: block.hash };
    const v3 = refs.filter(isV3PoolRef);
    const [states, nets] = await Promise.all([readPoolStates(at, refs), readAllTicks(at, v3)]);
    const tables = new Map<PoolRef, TickTable>();
    for (const [index, ref] of v3.entries()) {
      tables.set(ref, tickTableOf(ref, nets[index]));
    }
    const pools = refs.map((ref, index) =>
      assemblePool(ref, { state: states[index], ticks: tables.get(ref) }),
    );
    return { block, refs, pools };
  });
}

/** Whether a reference is to a V3 pool. */
export function isV3PoolRef(ref: PoolRef): ref is V3PoolRef {
  return ref.kind === 'v3';
}

/**
 * Puts together what was read of a pool.
 *
 * @throws ChainError `chain/unexpected-answer` when price, liquidity and ticks of a V3 pool do not fit
 * together.
 */
export function assemblePool(
  ref: PoolRef,
  read: { readonly state: PoolState | undefined; readonly ticks: TickTable | undefined },
): Pool {
  const { state, ticks } = read;
  const { address, token0, token1 } = ref;
  if (ref.kind === 'v2' && state?.kind === 'v2') {
    const { reserve0, reserve1 } = state;
    return { kind: 'v2', address, token0, token1, feePpm: V2_FEE_PPM, reserve0, reserve1 };
  }
  if (ref.kind === 'v3' && state?.kind === 'v3' && ticks !== undefined) {
    const { feePpm } = ref;
    const pool: V3Pool = { ...state, address, token0, token1, feePpm, ticks };
    if (isConsistentV3Pool(pool)) return pool;
    const message = `Price, liquidity and ticks of ${address} do not fit together.`;
    throw new ChainError('chain/unexpected-answer', message);
  }
  throw new RangeError('a pool is assembled from a state of its own version');
}

function tickTableOf(ref: V3PoolRef, nets: TickNets | undefined): TickTable {
  try {
    return createTickTable(ref.tickSpacing, initialisedTicks(nets));
  } catch (cause) {
    throw unusableTicks(ref, cause);
  }
}

function unusableTicks({ address }: V3PoolRef, cause: unknown): ChainError {
  const message = `The ticks of ${address} are not those of a pool.`;
  return new ChainError('chain/unexpected-answer', message, { cause });
}

function initialisedTicks(nets: TickNets | undefined): readonly Tick[] {
  const ticks: Tick[] = [];
  for (const [index, liquidityNet] of nets ?? []) {
    if (liquidityNet !== null) ticks.push({ index, liquidityNet });
  }
  return ticks;
}
