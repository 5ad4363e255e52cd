import type { Hash } from '#lib/domain/address.ts';
import type { Block } from '#lib/domain/block.ts';
import { type ChainFault, finalityFault, genesisFault } from './chain-fault.ts';
import type { ChainReader } from './chain-reader.ts';
import {
  followHead,
  type HeadChange,
  type HeadHistory,
  type Reorganisation,
} from './head-history.ts';
import type { HeadStore } from './head-store.ts';
import { shortMessage } from './short-message.ts';

export type ChainStatus = {
  readonly reachable: boolean;
  /** Why the chain did not answer last; `null` while it does. */
  readonly error: string | null;
  readonly head: Block | null;
  /** What no waiting repairs: the chain is not the one that was known. It stays until a reset. */
  readonly fault: ChainFault | null;
};

/** Events of the chain. A listener that throws stops the watcher. */
export type HeadListener = {
  /** The chain has a new head. Of several new blocks each one is told, oldest first. */
  block?(block: Block): void;
  reorganisation?(reorganisation: Reorganisation): void;
  /** What was known of the chain and what is there do not belong together. */
  fault?(fault: ChainFault): void;
  /** The chain answers again, or does so no longer. */
  reachable?(reachable: boolean, error: string | null): void;
  /** The hashes could not be written down: a restart would not notice lost blocks. */
  notSaved?(error: unknown): void;
};

export type HeadWatcherOptions = {
  readonly reader: ChainReader;
  readonly store: HeadStore;
  readonly chainId: number;
  /** Depth in blocks below the head at which a block counts as final. */
  readonly finality: number;
  readonly pollMs: number;
  readonly maxBackoffMs: number;
  /** Waits, and gives up waiting when the signal is aborted. */
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
};

type KnownHead = { readonly genesisHash: Hash; readonly blocks: HeadHistory };

/** Follows the head of a chain by polling, through outages and reorganisations. */
export class HeadWatcher {
  readonly #options: HeadWatcherOptions;
  readonly #listeners = new Set<HeadListener>();
  readonly #stopped = new AbortController();
  #status: ChainStatus = { reachable: false, error: null, head: null, fault: null };
  #known: KnownHead | null = null;
  #failures = 0;

  constructor(options: HeadWatcherOptions) {
    this.#options = options;
  }

  status(): ChainStatus {
    return this.#status;
  }

  /** Returns the function that ends the subscription. */
  listen(listener: HeadListener): () => void {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }

  /** Polls until it is stopped. */
  async run(): Promise<void> {
    const { signal } = this.#stopped;
    while (!signal.aborted) {
      await this.poll();
      await this.#options.sleep(this.#waitMs(), signal);
    }
  }

  stop(): void {
    this.#stopped.abort();
  }

  /** One look at the chain. Resolves to whether it answered. */
  async poll(): Promise<boolean> {
    const { reader, finality } = this.#options;
    let change: HeadChange;
    let fault: ChainFault | null;
    let known: KnownHead;
    try {
      known = this.#known ?? (await this.#recall());
      change = await followHead({ reader, history: known.blocks, finality });
      fault = await this.#faultOf(known, change);
    } catch (error) {
      this.#failures += 1;
      this.#setReachable(false, shortMessage(error));
      return false;
    }
    this.#failures = 0;
    this.#setReachable(true, null);
    if (fault !== null) this.#setFault(fault);
    await this.#apply(known, change);
    return true;
  }

  async #recall(): Promise<KnownHead> {
    const { reader, store, chainId } = this.#options;
    const genesisHash = await genesisHashOf(reader);
    const remembered = await store.load();
    const ours = remembered !== null && remembered.chainId === chainId;
    const sameChain = ours && remembered.genesisHash === genesisHash;
    if (ours && !sameChain) this.#setFault(genesisFault(remembered.genesisHash, genesisHash));
    this.#known = { genesisHash, blocks: sameChain ? remembered.blocks : [] };
    return this.#known;
  }

  async #faultOf(known: KnownHead, change: HeadChange): Promise<ChainFault | null> {
    if (change.reorganisation?.beyondFinality !== true) return null;
    const genesisHash = await genesisHashOf(this.#options.reader);
    if (genesisHash !== known.genesisHash) return genesisFault(known.genesisHash, genesisHash);
    return finalityFault(change.reorganisation, this.#options.finality);
  }

  async #apply({ genesisHash }: KnownHead, change: HeadChange): Promise<void> {
    const { head, history, reorganisation } = change;
    const changed = head.hash !== this.#status.head?.hash;
    // A head may be new although its block is not: after a restart, and when the chain went back.
    const blocks = changed && change.blocks.length === 0 ? [head] : change.blocks;
    this.#known = { genesisHash, blocks: history };
    this.#status = { ...this.#status, head };
    if (reorganisation !== null) this.#tell((each) => each.reorganisation?.(reorganisation));
    for (const block of blocks) this.#tell((each) => each.block?.(block));
    // With a fault the file keeps what was known, so that the next start finds the fault again.
    if (!changed || this.#status.fault !== null) return;
    try {
      const { store, chainId } = this.#options;
      await store.save({ chainId, genesisHash, blocks: history });
    } catch (error) {
      this.#tell((each) => each.notSaved?.(error));
    }
  }

  #setFault(fault: ChainFault): void {
    if (this.#status.fault !== null) return;
    this.#status = { ...this.#status, fault };
    this.#tell((each) => each.fault?.(fault));
  }

  #setReachable(reachable: boolean, error: string | null): void {
    const first = this.#status.error === null && error !== null;
    const changed = first || reachable !== this.#status.reachable;
    this.#status = { ...this.#status, reachable, error };
    if (changed) this.#tell((each) => each.reachable?.(reachable, error));
  }

  #tell(event: (listener: HeadListener) => void): void {
    for (const listener of this.#listeners) event(listener);
  }

  #waitMs(): number {
    const { pollMs, maxBackoffMs } = this.#options;
    if (this.#failures === 0) return pollMs;
    return Math.min(maxBackoffMs, pollMs * 2 ** Math.min(this.#failures, 20));
  }
}

async function genesisHashOf(reader: ChainReader): Promise<Hash> {
  const genesis = await reader.blockByNumber(0);
  if (genesis === null) throw new Error('the chain has no genesis block');
  return genesis.hash;
}
