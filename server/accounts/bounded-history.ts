/** How much is kept, in entries. */
export type HistoryBounds = {
  readonly perAccount: number;
  /** Of all accounts together. */
  readonly total: number;
};

type Kept<Entry> = {
  entries: Entry[];
  /** Entries that fell away here and still have a place in the common order. */
  dropped: number;
};

/**
 * The newest entries of each account. Who has many does not push out those of others, and many
 * accounts do not fill the memory: beyond the total the oldest entry of all falls away.
 */
export class BoundedHistory<Entry> {
  readonly #bounds: HistoryBounds;
  readonly #accounts = new Map<number, Kept<Entry>>();
  /** The account of each entry, the oldest first, those that fell away in their account among them. */
  #order: number[] = [];
  /** What is before this in the order is gone. */
  #head = 0;
  #count = 0;

  constructor(bounds: HistoryBounds) {
    this.#bounds = bounds;
  }

  add(account: number, entry: Entry): void {
    const { perAccount, total } = this.#bounds;
    const kept = this.#of(account);
    kept.entries.push(entry);
    this.#order.push(account);
    this.#count += 1;
    // Cutting off half of them now and then costs less than moving all up with each entry.
    if (kept.entries.length >= 2 * perAccount) this.#cut(kept);
    while (this.#count > total) this.#dropOldest();
    if (this.#order.length >= 4 * total) this.#compact();
  }

  /** The newest entries of an account, at most `limit`, the newest last. */
  newest(account: number, limit: number): readonly Entry[] {
    const count = Math.min(limit, this.#bounds.perAccount);
    return count < 1 ? [] : (this.#accounts.get(account)?.entries.slice(-count) ?? []);
  }

  #of(account: number): Kept<Entry> {
    const known = this.#accounts.get(account);
    if (known !== undefined) return known;
    const kept = { entries: [], dropped: 0 };
    this.#accounts.set(account, kept);
    return kept;
  }

  #cut(kept: Kept<Entry>): void {
    const excess = kept.entries.length - this.#bounds.perAccount;
    kept.entries = kept.entries.slice(excess);
    kept.dropped += excess;
    this.#count -= excess;
  }

  #dropOldest(): void {
    const account = this.#order[this.#head] as number;
    const kept = this.#of(account);
    this.#head += 1;
    if (kept.dropped > 0) {
      kept.dropped -= 1;
      return;
    }
    kept.entries.shift();
    this.#count -= 1;
    if (kept.entries.length === 0) this.#accounts.delete(account);
  }

  /** Leaves out of the order what is not kept any more. */
  #compact(): void {
    const order: number[] = [];
    for (let at = this.#head; at < this.#order.length; at += 1) {
      const account = this.#order[at] as number;
      const kept = this.#of(account);
      if (kept.dropped > 0) kept.dropped -= 1;
      else order.push(account);
    }
    this.#order = order;
    this.#head = 0;
  }
}
