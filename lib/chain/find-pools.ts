import { zeroAddress } from 'viem';
import { type Address, sameAddress, sortsBefore } from '#lib/domain/address.ts';
import { contractRead } from './contract-read.ts';
import { v2FactoryAbi, v3FactoryAbi } from './pool-abis.ts';
import { type ReadContext, readMany } from './read-many.ts';

/** Where a pool is and what never changes about it. */
export type PoolRef =
  | {
      readonly kind: 'v2';
      readonly address: Address;
      readonly token0: Address;
      readonly token1: Address;
    }
  | {
      readonly kind: 'v3';
      readonly address: Address;
      readonly token0: Address;
      readonly token1: Address;
      readonly feePpm: number;
      readonly tickSpacing: number;
    };

export type FindPoolsQuery = {
  readonly context: ReadContext;
  /** A factory that a chain does not have is left out. */
  readonly v2Factory?: Address | undefined;
  readonly v3Factory?: Address | undefined;
  /** Pools between any two of these are found; a token given twice counts once. */
  readonly tokens: readonly Address[];
};

/** The fee tiers that pools are looked for in, parts per million. */
const V3_FEE_TIERS = [100, 500, 3000, 10_000] as const;

type Pair = { readonly token0: Address; readonly token1: Address };

/**
 * Finds the V2 pairs and V3 pools (of all enabled fee tiers) between tokens. Pools without liquidity
 * are found as well: some may come.
 *
 * @throws ChainError as `readMany`.
 */
export async function findPools(query: FindPoolsQuery): Promise<readonly PoolRef[]> {
  const pairs = pairsOf(query.tokens);
  if (pairs.length === 0) return [];
  const [v2, v3] = await Promise.all([findV2Pools(query, pairs), findV3Pools(query, pairs)]);
  return [...v2, ...v3];
}

/** All pairs of different tokens, each in the order of its pool: by address. */
function pairsOf(tokens: readonly Address[]): readonly Pair[] {
  const distinct = tokens.filter(
    (token, index) => tokens.findIndex((other) => sameAddress(other, token)) === index,
  );
  const sorted = distinct.toSorted((a, b) => (sortsBefore(a, b) ? -1 : 1));
  return sorted.flatMap((token0, index) =>
    sorted.slice(index + 1).map((token1) => ({ token0, token1 })),
  );
}

async function findV2Pools(
  { context, v2Factory }: FindPoolsQuery,
  pairs: readonly Pair[],
): Promise<readonly PoolRef[]> {
  if (v2Factory === undefined) return [];
  const addresses = await readMany(
    context,
    pairs.map(({ token0, token1 }) =>
      contractRead({
        address: v2Factory,
        abi: v2FactoryAbi,
        functionName: 'getPair',
        args: [token0, token1],
      }),
    ),
  );
  return pairs.flatMap((pair, index) => {
    const address = addresses[index] ?? zeroAddress;
    return address === zeroAddress ? [] : [{ kind: 'v2' as const, address, ...pair }];
  });
}

async function findV3Pools(
  { context, v3Factory }: FindPoolsQuery,
  pairs: readonly Pair[],
): Promise<readonly PoolRef[]> {
  if (v3Factory === undefined) return [];
  const spacings = await readMany(
    context,
    V3_FEE_TIERS.map((feePpm) =>
      contractRead({
        address: v3Factory,
        abi: v3FactoryAbi,
        functionName: 'feeAmountTickSpacing',
        args: [feePpm],
      }),
    ),
  );
  const wanted = V3_FEE_TIERS.flatMap((feePpm, tier) => {
    const tickSpacing = spacings[tier] ?? 0;
    return tickSpacing > 0 ? pairs.map((pair) => ({ ...pair, feePpm, tickSpacing })) : [];
  });
  const addresses = await readMany(
    context,
    wanted.map(({ token0, token1, feePpm }) =>
      contractRead({
        address: v3Factory,
        abi: v3FactoryAbi,
        functionName: 'getPool',
        args: [token0, token1, feePpm],
      }),
    ),
  );
  return wanted.flatMap((pool, index) => {
    const address = addresses[index] ?? zeroAddress;
    return address === zeroAddress ? [] : [{ kind: 'v3' as const, address, ...pool }];
  });
}
