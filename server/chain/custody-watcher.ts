import type { Hash } from '#lib/domain/address.ts';
import type { Block } from '#lib/domain/block.ts';
import type { CustodyEvent } from './custody-event.ts';
import type { HeadListener } from './head-watcher.ts';
import { shortMessage } from './short-message.ts';

/** A block that is deep enough to be taken as final. */
export type FinalBlock = {
  readonly number: number;
  readonly hash: Hash;
  readonly timestampMs: number;
};

export type CustodyListener = {
  /** Told by the present chain, not final yet; they may be undone. */
  seen?(events: readonly CustodyEvent[]): void;
  /** The chain gave up its blocks from this number on: what was seen there is undone. */
  undone?(fromBlock: number): void;
  /**
   * Up to this block all is final. Blocks come in order, those without events only when they are the
   * newest. When it throws it is called again with the same; after a restart some come once more.
   */
  final(block: FinalBlock, events: readonly CustodyEvent[]): Promise<void>;
};

/** What is read of the chain; each method rejects while the chain does not answer. */
export type CustodyReader = {
  /** Events of blocks `from` … `to`, in order. */
  events(range: { readonly from: number; readonly to: number }): Promise<readonly CustodyEvent[]>;
  /** `null` where the chain has no such block. */
  blockByNumber(number: number): Promise<Block | null>;
};

type BlockRef = Pick<FinalBlock, 'number' | 'hash'>;

/** How far all was told as final. */
export type CustodyCursor = {
  readonly block: BlockRef;
  /** The last block with events that were told; `null` before the first. */
  readonly told: BlockRef | null;
};

/** Remembers over a restart how far all was told. */
export type CursorStore = {
  load(): Promise<CustodyCursor | null>;
  save(cursor: CustodyCursor): Promise<void>;
};

export type CustodyWatcherOptions = {
  readonly reader: CustodyReader;
  readonly cursor: CursorStore;
  /** The block before the first one with events. */
  readonly before: number;
  /** Blocks on top of a block that make it final; 0 = it is final as soon as it is seen. */
  readonly confirmations: number;
  /** Blocks that are asked for at a time. */
  readonly mostBlocks: number;
  readonly retryMs: number;
  /** Waits, and gives up waiting when the signal is aborted. */
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
  readonly onFailure: (error: string) => void;
  /** The chain gave up what was told as final: what, and what to do. */
  readonly onFault: (fault: string) => void;
};

/**
 * Tells what the clearing house logs, block by block: as soon as it is seen, and once more when it is
 * final. It follows the head that others watch (`headListener`), fills in what was missed while it was
 * away, and starts over with what was seen when blocks are given up.
 */
export class CustodyWatcher {
  readonly #options: CustodyWatcherOptions;
  readonly #listeners = new Set<CustodyListener>();
  /** The newest block of the chain; what is final follows from it. */
  #head: number | null = null;
  /** Up to here all was told as seen. */
  #seenTo: number;
  /** Up to here all was told as final. */
  #finalTo: number | null = null;
  /** The last block of which events were told as final. */
  #told: BlockRef | null = null;
  #fault: string | null = null;
  #changed = Promise.withResolvers<void>();

  constructor(options: CustodyWatcherOptions) {
    this.#options = options;
    this.#seenTo = options.before;
  }

  /** What it wants to hear of the head. */
  readonly headListener: HeadListener = {
    block: ({ number }) => {
      this.#head = number;
      this.#changed.resolve();
    },
    reorganisation: ({ ancestor, to }) => {
      const from = (ancestor?.number ?? 0) + 1;
      this.#head = to.number;
      if (this.#told !== null && from <= this.#told.number) this.#giveUp(this.#told.number);
      // Where nothing was told, the chain may have it otherwise.
      if (this.#finalTo !== null && from <= this.#finalTo) this.#finalTo = from - 1;
      if (from <= this.#seenTo) {
        this.#seenTo = from - 1;
        for (const listener of this.#listeners) listener.undone?.(from);
      }
      this.#changed.resolve();
    },
  };

  listen(listener: CustodyListener): () => void {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }

  /** The last block that was told as final; `null` before the first. */
  get finalBlock(): number | null {
    return this.#finalTo;
  }

  /** Blocks by which it is behind what it could have told; `null` while the head is unknown. */
  get blocksBehind(): number | null {
    if (this.#head === null || this.#finalTo === null) return null;
    return Math.max(0, this.#head - this.#options.confirmations - this.#finalTo);
  }

  /** How many blocks make this one final as yet, its own among them; 0 = the chain lacks it. */
  confirmationsOf(block: number): number {
    const most = this.#options.confirmations + 1;
    return this.#head === null ? 0 : Math.max(0, Math.min(most, this.#head - block + 1));
  }

  /** The chain gave up what was told as final: nothing is told any more. `null` while it did not. */
  get fault(): string | null {
    return this.#fault;
  }

  /** Follows until the signal is aborted. */
  async run(signal: AbortSignal): Promise<void> {
    const { retryMs, sleep, onFailure } = this.#options;
    const aborted = new Promise<void>((resolve) => {
      signal.addEventListener('abort', () => resolve(), { once: true });
    });
    while (!signal.aborted) {
      const { promise } = this.#changed;
      try {
        this.#finalTo ??= await this.#recall();
        this.#seenTo = Math.max(this.#seenTo, this.#finalTo);
        await this.#catchUp(signal);
        await Promise.race([promise, aborted]);
        this.#changed = Promise.withResolvers<void>();
      } catch (error) {
        onFailure(shortMessage(error));
        await sleep(retryMs, signal);
      }
    }
  }

  /** Where it was; or at the last block with events, when the chain has others behind that. */
  async #recall(): Promise<number> {
    const { cursor, reader, before } = this.#options;
    const known = await cursor.load();
    if (known === null) return before;
    const { block, told } = known;
    if (told !== null) {
      const found = await reader.blockByNumber(told.number);
      if (found === null) throw new Error(`the chain has no block ${told.number} yet`);
      this.#told = told;
      if (found.hash !== told.hash) this.#giveUp(told.number);
    }
    const found = await reader.blockByNumber(block.number);
    return found?.hash === block.hash ? block.number : (told?.number ?? before);
  }

  #giveUp(from: number): void {
    if (this.#fault !== null) return;
    this.#fault =
      `The chain gave up block ${from}, which counted as final: what was credited may be gone. ` +
      'Settlement stays halted. On the local network begin anew with `npm start -- --reset`; ' +
      'elsewhere raise CONFIRMATIONS, and compare ledger and chain before you go on.';
    this.#options.onFault(this.#fault);
  }

  async #catchUp(signal: AbortSignal): Promise<void> {
    const { confirmations, mostBlocks } = this.#options;
    while (!signal.aborted && this.#head !== null && this.#finalTo !== null) {
      if (this.#fault !== null) return;
      const final = this.#head - confirmations;
      if (this.#finalTo < final) {
        await this.#tellFinal(this.#finalTo + 1, Math.min(final, this.#finalTo + mostBlocks));
      } else if (this.#seenTo < this.#head) {
        await this.#tellSeen(this.#seenTo + 1, Math.min(this.#head, this.#seenTo + mostBlocks));
      } else {
        return;
      }
    }
  }

  /** Only of blocks that are still the chain's when they have been read. */
  async #tellSeen(from: number, to: number): Promise<void> {
    const events = await this.#options.reader.events({ from, to });
    // A reorganisation came in between: what was read may be of the old chain.
    if (this.#seenTo !== from - 1) return;
    this.#seenTo = to;
    if (events.length === 0) return;
    for (const listener of this.#listeners) listener.seen?.(events);
  }

  async #tellFinal(from: number, to: number): Promise<void> {
    const events = await this.#options.reader.events({ from, to });
    for (const number of new Set([...events.map(({ block }) => block), to])) {
      const block = await this.#options.reader.blockByNumber(number);
      if (block === null) throw new Error(`the chain has no block ${number}`);
      const own = events.filter((event) => event.block === number);
      if (own.some(({ blockHash }) => blockHash !== block.hash)) {
        throw new Error(`block ${number} changed while it was read`);
      }
      if (!(await this.#tellBlock(block, own))) return;
    }
  }

  /** Resolves to whether it counts: not when the chain gave up blocks below it meanwhile. */
  async #tellBlock(block: FinalBlock, events: readonly CustodyEvent[]): Promise<boolean> {
    const { number, hash, timestampMs } = block;
    const before = this.#finalTo;
    if (before === null || before >= number || this.#fault !== null) return false;
    if (events.length > 0) this.#told = { number, hash };
    for (const listener of this.#listeners) {
      await listener.final({ number, hash, timestampMs }, events);
    }
    if (this.#finalTo !== before) return false;
    this.#finalTo = number;
    this.#seenTo = Math.max(this.#seenTo, number);
    await this.#options.cursor.save({ block: { number, hash }, told: this.#told });
    return true;
  }
}
