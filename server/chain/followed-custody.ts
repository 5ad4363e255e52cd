import { setTimeout as delay } from 'node:timers/promises';
import type { Address } from '#lib/domain/address.ts';
import type { ChainEndpoints } from './chain-endpoints.ts';
import { createChainReader } from './chain-reader.ts';
import { createCustodyCursor } from './custody-cursor.ts';
import type { CustodyEvent } from './custody-event.ts';
import { createCustodyReader } from './custody-reader.ts';
import { type CustodyListener, CustodyWatcher } from './custody-watcher.ts';
import type { FollowedChain } from './followed-chain.ts';

export type FollowedCustodyOptions = {
  readonly endpoints: ChainEndpoints;
  /** Its head is followed. */
  readonly chain: Pick<FollowedChain, 'listen' | 'status'>;
  /** The clearing house. */
  readonly contract: Address;
  /** The block before the first one with its events; 0 where nobody knows a later one. */
  readonly before: number;
  /** Blocks that make an event final, its own among them; from 1. */
  readonly confirmations: number;
  /** Where the cursor is kept. */
  readonly networkDir: string;
  readonly limits: { readonly custodyBlocks: number; readonly custodyRetryMs: number };
  readonly logger: {
    warn(facts: object, message: string): void;
    error(facts: object, message: string): void;
  };
};

/** The clearing house's events, as the chain has them. */
export type FollowedCustody = {
  /** Returns the function that ends the subscription. Listen before `run`, to miss nothing. */
  listen(listener: CustodyListener): () => void;
  /** Reads what was told in some blocks once more; rejects while the chain does not answer. */
  read(range: { readonly from: number; readonly to: number }): Promise<readonly CustodyEvent[]>;
  /** Blocks that make an event final, its own among them: the m of "n of m". */
  readonly confirmations: number;
  /** How many of those a block has, from 0 (not on the chain) to `confirmations`. */
  confirmationsOf(block: number): number;
  /** The last block told as final; `null` before the first. */
  finalBlock(): number | null;
  /** Blocks by which it is behind; `null` while the head is unknown. */
  blocksBehind(): number | null;
  /** What no waiting repairs: the chain gave up what was told as final. `null` while it has not. */
  fault(): string | null;
  /** Follows until the signal is aborted. */
  run(signal: AbortSignal): Promise<void>;
};

/** Follows the events of the clearing house on the followed chain, over restarts. */
export function followCustody(options: FollowedCustodyOptions): FollowedCustody {
  const { endpoints, chain, contract, before, confirmations, networkDir, limits, logger } = options;
  const reader = createCustodyReader({
    contract,
    blocks: createChainReader(endpoints),
    logs: {
      getLogs: async ({ toBlock, ...query }) =>
        await endpoints.onOne(async ({ client, reaches }) => {
          // An endpoint gives no logs of blocks that it has not seen, and does not say so.
          reaches(Number(await client.getBlockNumber({ cacheTime: 0 })));
          return await client.getLogs({ toBlock, ...query });
        }),
    },
  });
  const watcher = new CustodyWatcher({
    reader,
    cursor: createCustodyCursor({ networkDir, contract }),
    before,
    confirmations: confirmations - 1,
    mostBlocks: limits.custodyBlocks,
    retryMs: limits.custodyRetryMs,
    sleep: async (ms, signal) => {
      await delay(ms, undefined, { signal }).catch(() => undefined);
    },
    onFailure: (error) => logger.warn({ error }, 'the clearing house could not be read'),
    onFault: (fault) => logger.error({}, fault),
  });
  chain.listen(watcher.headListener);
  // On a quiet chain the next block may take long.
  const { head } = chain.status();
  if (head !== null) watcher.headListener.block?.(head);
  return {
    listen: (listener) => watcher.listen(listener),
    read: async (range) => await reader.events(range),
    confirmations,
    confirmationsOf: (block) => watcher.confirmationsOf(block),
    finalBlock: () => watcher.finalBlock,
    blocksBehind: () => watcher.blocksBehind,
    fault: () => watcher.fault,
    run: async (signal) => await watcher.run(signal),
  };
}
