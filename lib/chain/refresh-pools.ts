import { getLogs } from 'viem/actions';
import type { Address } from '#lib/domain/address.ts';
import type { Pool } from '#lib/domain/amm/pool.ts';
import { type TickTable, updateTickTable } from '#lib/domain/amm/tick-table.ts';
import { ChainError } from './chain-error.ts';
import { chainFailure } from './chain-failure.ts';
import type { ChainClient } from './create-chain-client.ts';
import type { PoolRef } from './find-pools.ts';
import { assemblePool, isV3PoolRef, loadPools, type PoolSnapshot } from './load-pools.ts';
import { v3PoolAbi } from './pool-abis.ts';
import { type BlockRef, readBlock, untilCanonical } from './read-block.ts';
import type { ReadContext } from './read-many.ts';
import { type PoolState, readPoolStates } from './read-pool-states.ts';
import { readTicks, type TickNets } from './read-ticks.ts';

/** After a longer gap everything is read anew: nodes bound the range of logs they search. */
const LONGEST_GAP = 200n;

const LIQUIDITY_EVENTS = v3PoolAbi.filter((entry) => entry.type === 'event');

/**
 * Brings a snapshot to the latest block with a few reads: prices, liquidity and reserves of all
 * pools, and the ticks at which liquidity was added or removed since. Pools that did not change
 * remain the same objects. After a reorganisation, or a long gap, everything is read anew.
 *
 * @returns The same snapshot when there is no new block.
 * @throws ChainError as `loadPools`.
 */
export async function refreshPools(
  context: Omit<ReadContext, 'blockHash'>,
  snapshot: PoolSnapshot,
): Promise<PoolSnapshot> {
  return await untilCanonical(async () => {
    const block = await readBlock(context.client);
    if (block.hash === snapshot.block.hash) return snapshot;
    if (!(await continues(context.client, { from: snapshot.block, to: block }))) {
      return await loadPools(context, snapshot.refs);
    }
    return await advance(context, { snapshot, block });
  });
}

/** Whether `to` comes after `from` on the same chain, and not too long after. */
async function continues(
  client: ChainClient,
  { from, to }: { readonly from: BlockRef; readonly to: BlockRef },
): Promise<boolean> {
  const gap = to.number - from.number;
  if (gap <= 0n || gap > LONGEST_GAP) return false;
  if (gap === 1n) return to.parentHash === from.hash;
  const { hash } = await readBlock(client, from.number);
  return hash === from.hash;
}

async function advance(
  context: Omit<ReadContext, 'blockHash'>,
  { snapshot, block }: { readonly snapshot: PoolSnapshot; readonly block: BlockRef },
): Promise<PoolSnapshot> {
  const at = { ...context, blockHash: block.hash };
  const [touched, states] = await Promise.all([
    touchedTicks(context.client, { snapshot, block }),
    readPoolStates(at, snapshot.refs),
  ]);
  const changes = await readTicks(at, touched);
  const changesOf = new Map(
    touched.map(({ address }, index) => [address.toLowerCase(), changes[index]]),
  );
  try {
    const pools = snapshot.pools.map((pool, index) =>
      updatePool(pool, {
        ref: snapshot.refs[index],
        state: states[index],
        changes: changesOf.get(pool.address.toLowerCase()),
      }),
    );
    const changed = pools.some((pool, index) => pool !== snapshot.pools[index]);
    return { ...snapshot, block, pools: changed ? pools : snapshot.pools };
  } catch (error) {
    // Logs that do not explain the liquidity are logs that the node does not have all of.
    if (error instanceof ChainError || error instanceof RangeError) {
      return await loadPools(context, snapshot.refs);
    }
    throw error;
  }
}

/** The ends of the ranges in which liquidity was added or removed since the snapshot. */
async function touchedTicks(
  client: ChainClient,
  { snapshot, block }: { readonly snapshot: PoolSnapshot; readonly block: BlockRef },
): Promise<readonly { readonly address: Address; readonly indexes: readonly number[] }[]> {
  const addresses = snapshot.refs.filter(isV3PoolRef).map(({ address }) => address);
  if (addresses.length === 0) return [];
  const ticks = new Map<Address, Set<number>>();
  for (const { address, args } of await liquidityLogs(client, {
    addresses,
    from: snapshot.block,
    to: block,
  })) {
    const known = ticks.get(address) ?? new Set();
    ticks.set(address, known.add(args.tickLower).add(args.tickUpper));
  }
  return [...ticks].map(([address, indexes]) => ({ address, indexes: [...indexes] }));
}

async function liquidityLogs(
  client: ChainClient,
  range: { readonly addresses: readonly Address[]; readonly from: BlockRef; readonly to: BlockRef },
) {
  const { addresses, from, to } = range;
  const strict = true as const;
  const wanted = { address: [...addresses], events: LIQUIDITY_EVENTS, strict };
  try {
    // By its hash a node either knows the block or says that it does not; asked by numbers, one that lags
    // behind, or has another block of that number, answers with too few logs and no error.
    return from.hash === to.parentHash
      ? await getLogs(client, { ...wanted, blockHash: to.hash })
      : await getLogs(client, { ...wanted, fromBlock: from.number + 1n, toBlock: to.number });
  } catch (cause) {
    throw chainFailure(cause);
  }
}

/** The pool with what was read of it; the same object when nothing is different. */
function updatePool(
  pool: Pool,
  read: {
    readonly ref: PoolRef | undefined;
    readonly state: PoolState | undefined;
    readonly changes: TickNets | undefined;
  },
): Pool {
  const { ref, state, changes } = read;
  if (ref === undefined || state === undefined) {
    throw new RangeError('every pool of a snapshot has its reference and its state');
  }
  const moved = changes !== undefined && changes.size > 0;
  if (!moved && hasState(pool, state)) return pool;
  return assemblePool(ref, { state, ticks: ticksAfter(pool, moved ? changes : undefined) });
}

function hasState(pool: Pool, state: PoolState): boolean {
  if (pool.kind === 'v2') {
    return (
      state.kind === 'v2' && pool.reserve0 === state.reserve0 && pool.reserve1 === state.reserve1
    );
  }
  return (
    state.kind === 'v3' &&
    pool.sqrtPriceX96 === state.sqrtPriceX96 &&
    pool.tick === state.tick &&
    pool.liquidity === state.liquidity
  );
}

function ticksAfter(pool: Pool, changes: TickNets | undefined): TickTable | undefined {
  if (pool.kind === 'v2') return undefined;
  return changes === undefined ? pool.ticks : updateTickTable(pool.ticks, changes);
}
