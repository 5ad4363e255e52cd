import { IdleWhenAhead } from '#server/snapshot/index.ts';

/** Rows of one batch from which on the store is behind: several seconds of a busy exchange. */
const ROWS_BEHIND = 20_000;
/** A batch that took so long was not given the processor: others keep all cores busy. */
const STARVED_MS = 5_000;
/** Batches for which the thread keeps its share when somebody asked, or when it had none. */
const HURRIED_BATCHES = 8;

/** Whatever takes a thread's share of the processor away, and gives it back from an amount of work on. */
type Share = { has(work: number): void };

/**
 * How much of the processor the store's thread takes. While the exchange starts, it is waited for and
 * takes its share. Then it steps aside for everybody else while it only writes along; but who asks it
 * something is not kept waiting, and on a machine that is always busy it must not starve.
 */
export class StoreTurns {
  readonly #share: Share;
  readonly #now: () => number;
  /** Batches that are still written in a hurry. */
  #hurried = Number.POSITIVE_INFINITY;

  constructor(
    share: Share = new IdleWhenAhead(ROWS_BEHIND),
    now: () => number = () => performance.now(),
  ) {
    this.#share = share;
    this.#now = now;
  }

  /** Nobody waits for the start any more. */
  stepAside(): void {
    this.#hurried = 0;
  }

  /** Somebody waits for an answer. */
  asked(): void {
    this.#hurry();
  }

  /** Runs what writes a batch of so many rows, with as much of the processor as it needs. */
  async write(rows: number, run: () => Promise<void>): Promise<void> {
    this.#share.has(this.#hurried > 0 ? ROWS_BEHIND : rows);
    this.#hurried = Math.max(0, this.#hurried - 1);
    const begin = this.#now();
    await run();
    if (this.#now() - begin > STARVED_MS) this.#hurry();
  }

  #hurry(): void {
    this.#hurried = Math.max(this.#hurried, HURRIED_BATCHES);
    this.#share.has(ROWS_BEHIND);
  }
}
