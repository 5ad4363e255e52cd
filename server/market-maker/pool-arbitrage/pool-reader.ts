import type { ChainClient } from '#lib/chain/create-chain-client.ts';
import { findPools } from '#lib/chain/find-pools.ts';
import { loadPools, type PoolSnapshot } from '#lib/chain/load-pools.ts';
import { refreshPools } from '#lib/chain/refresh-pools.ts';
import type { Address } from '#lib/domain/address.ts';
import type { Pool } from '#lib/domain/amm/pool.ts';

/** After so many reads it is looked for pools that were created since. */
const READS_BETWEEN_SEARCHES = 120;

/** Reads the pools as they are at the newest block. */
export type PoolReader = () => Promise<readonly Pool[]>;

/**
 * A reader of all pools between some tokens, which reads them whole once and then only what changed.
 * It rejects with a ChainError while they cannot be read, and reads them whole again after that.
 */
export function createPoolReader({
  client,
  multicall3,
  v2Factory,
  v3Factory,
  tokens,
}: {
  readonly client: ChainClient;
  readonly multicall3: Address;
  readonly v2Factory: Address | undefined;
  readonly v3Factory: Address | undefined;
  readonly tokens: readonly Address[];
}): PoolReader {
  const context = { client, multicall3 };
  let snapshot: PoolSnapshot | null = null;
  let reads = 0;

  async function next(): Promise<PoolSnapshot> {
    const known = snapshot;
    if (known !== null && reads % READS_BETWEEN_SEARCHES !== 0) {
      return await refreshPools(context, known);
    }
    return await loadPools(context, await findPools({ context, v2Factory, v3Factory, tokens }));
  }

  return async () => {
    try {
      snapshot = await next();
      reads += 1;
      return snapshot.pools;
    } catch (error) {
      snapshot = null;
      throw error;
    }
  };
}
