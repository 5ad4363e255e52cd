/** A settled batch, as far as its trades need it. */
export type SettledBatchEntry = {
  readonly batch: number;
  readonly through: number;
  readonly transaction: string;
};

/** Trades that were settled later than their numbers say: they had been left out. */
const MOST_LATE = 10_000;

/** Which batch settled a trade, of the newest batches. */
export class SettledBatches {
  readonly #most: number;
  /** Ascending. */
  readonly #entries: SettledBatchEntry[] = [];
  readonly #late = new Map<number, number>();

  /** @param most batches that are remembered */
  constructor(most: number) {
    this.#most = most;
  }

  add(entry: SettledBatchEntry): void {
    this.#entries.push(entry);
    // Rarely, and many at once: taking one from the front costs as much as taking a thousand.
    if (this.#entries.length > 2 * this.#most) this.#entries.splice(0, this.#most);
  }

  /** A trade that comes before those of its batch. */
  addLate(tradeId: number, batch: number): void {
    this.#late.set(tradeId, batch);
    const [oldest] = this.#late.keys();
    if (this.#late.size > MOST_LATE && oldest !== undefined) this.#late.delete(oldest);
  }

  /** `null` for a trade of a batch that is not remembered. */
  of(tradeId: number): SettledBatchEntry | null {
    const late = this.#late.get(tradeId);
    if (late !== undefined) return this.#entries.find(({ batch }) => batch === late) ?? null;
    let [low, high] = [0, this.#entries.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#entries[middle]?.through ?? 0) < tradeId) low = middle + 1;
      else high = middle;
    }
    // The first one that is remembered may hold trades of others before it.
    return low === 0 && this.#entries[0]?.batch !== 1 ? null : (this.#entries[low] ?? null);
  }
}
