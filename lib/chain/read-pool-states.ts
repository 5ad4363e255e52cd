import { type ContractRead, contractRead } from './contract-read.ts';
import type { PoolRef } from './find-pools.ts';
import { v2PairAbi, v3PoolAbi } from './pool-abis.ts';
import { type ReadContext, readMany } from './read-many.ts';

/** What of a pool moves with every swap. */
export type PoolState =
  | { readonly kind: 'v2'; readonly reserve0: bigint; readonly reserve1: bigint }
  | {
      readonly kind: 'v3';
      readonly sqrtPriceX96: bigint;
      readonly tick: number;
      readonly liquidity: bigint;
    };

/**
 * Reads what moves with every swap, of all pools in one go.
 *
 * @returns States in the order of the references.
 * @throws ChainError as `readMany`.
 */
export async function readPoolStates(
  context: ReadContext,
  refs: readonly PoolRef[],
): Promise<readonly PoolState[]> {
  const reads = refs.flatMap((ref): readonly ContractRead<PartOfState>[] =>
    ref.kind === 'v2' ? [readReserves(ref)] : [readSlot0(ref), readLiquidity(ref)],
  );
  const parts = (await readMany(context, reads)).values();
  return refs.map((ref): PoolState => {
    const first = parts.next().value;
    if (ref.kind === 'v2' && first?.kind === 'v2') return first;
    const second = parts.next().value;
    if (first?.kind === 'slot0' && second?.kind === 'liquidity') {
      const { sqrtPriceX96, tick } = first;
      return { kind: 'v3', sqrtPriceX96, tick, liquidity: second.liquidity };
    }
    throw new RangeError('answers come in the order of the calls');
  });
}

type PartOfState =
  | Extract<PoolState, { kind: 'v2' }>
  | { readonly kind: 'slot0'; readonly sqrtPriceX96: bigint; readonly tick: number }
  | { readonly kind: 'liquidity'; readonly liquidity: bigint };

function readReserves({ address }: PoolRef): ContractRead<PartOfState> {
  const read = contractRead({ address, abi: v2PairAbi, functionName: 'getReserves', args: [] });
  return {
    ...read,
    decode: (answer) => {
      const [reserve0, reserve1] = read.decode(answer);
      return { kind: 'v2', reserve0, reserve1 };
    },
  };
}

function readSlot0({ address }: PoolRef): ContractRead<PartOfState> {
  const read = contractRead({ address, abi: v3PoolAbi, functionName: 'slot0', args: [] });
  return {
    ...read,
    decode: (answer) => {
      const [sqrtPriceX96, tick] = read.decode(answer);
      return { kind: 'slot0', sqrtPriceX96, tick };
    },
  };
}

function readLiquidity({ address }: PoolRef): ContractRead<PartOfState> {
  const read = contractRead({ address, abi: v3PoolAbi, functionName: 'liquidity', args: [] });
  return {
    ...read,
    decode: (answer) => ({ kind: 'liquidity', liquidity: read.decode(answer) }),
  };
}
