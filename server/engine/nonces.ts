/** Nonces in one range: a word of bits and another one. */
export const RANGE_NONCES = 64;
/** Ranges of one account that may be open at a time; the oldest falls away for another one. */
export const OPEN_RANGES = 32;
/** Number of the last range: nonces have 48 bits. */
export const LAST_RANGE = 2 ** 42 - 1;

/** Every bit of a word. */
const ALL_USED = 0xffff_ffff;

/** Nonces that one signer of an account may use for resting orders, each once. */
export type NonceRange = {
  /** A multiple of 64. */
  readonly first: number;
  /** 0 = the owner, else the number of an agent. */
  readonly agent: number;
  /** Bit n stands for the nonce n, or 32 + n, behind the first: it has been used. */
  readonly usedLow: number;
  readonly usedHigh: number;
};

/** Of one account. */
type Spent = {
  epoch: number;
  oneShot: number;
  /** Number of the last range that was reserved or passed over; the next begins at 64 · (this + 1). */
  reserved: number;
  /** Ascending. */
  ranges: Mutable<NonceRange>[];
};

type Mutable<Fields> = { -readonly [Name in keyof Fields]: Fields[Name] };

const NOTHING_SPENT = { epoch: 0, oneShot: 0, reserved: 0, ranges: [] } as const;

/**
 * What of the accounts' signatures is used up, so that none can be sent twice: epochs, and two spaces
 * of nonces. One-shot nonces grow. Those of resting orders are dense, since a few of them share a slot
 * on chain; they are reserved in ranges by signer, so that signers do not get into each other's way.
 */
export class Nonces {
  readonly #spent: (Spent | undefined)[] = [];

  /** A signature counts only in the epoch for which it was made. */
  epoch(account: number): number {
    return this.#of(account).epoch;
  }

  setEpoch(account: number, epoch: number): void {
    this.#begin(account).epoch = epoch;
  }

  /** The last nonce of a one-shot order; 0 before the first. The next one is larger. */
  oneShotNonce(account: number): number {
    return this.#of(account).oneShot;
  }

  spendOneShot(account: number, nonce: number): void {
    this.#begin(account).oneShot = nonce;
  }

  /** Ranges with nonces that are still free, ascending. */
  ranges(account: number): readonly NonceRange[] {
    return this.#of(account).ranges;
  }

  /** Number of the last range that the account reserved or passed over; 0 before the first. */
  reserved(account: number): number {
    return this.#of(account).reserved;
  }

  /** Reserves the next range for a signer, and gives its first nonce. */
  reserve(account: number, agent: number): number {
    const spent = this.#begin(account);
    spent.reserved += 1;
    const first = spent.reserved * RANGE_NONCES;
    if (spent.ranges.length === OPEN_RANGES) spent.ranges.shift();
    spent.ranges.push({ first, agent, usedLow: 0, usedHigh: 0 });
    return first;
  }

  /** Passes over the ranges up to this one: none of them will be reserved. */
  passOver(account: number, range: number): void {
    this.#begin(account).reserved = range;
  }

  /** Why a signer cannot use a nonce for a resting order; `null` when it can. */
  fault(
    account: number,
    agent: number,
    nonce: number,
  ): 'auth/nonce-used' | 'auth/nonce-not-reserved' | null {
    const range = this.#rangeOf(account, nonce);
    if (range === undefined) {
      const wasReserved =
        nonce >= RANGE_NONCES && nonce < (this.reserved(account) + 1) * RANGE_NONCES;
      return wasReserved ? 'auth/nonce-used' : 'auth/nonce-not-reserved';
    }
    if (range.agent !== agent) return 'auth/nonce-not-reserved';
    return isUsed(range, nonce - range.first) ? 'auth/nonce-used' : null;
  }

  /** Uses a nonce that is free; a range without free ones is forgotten. */
  spend(account: number, nonce: number): void {
    const range = this.#rangeOf(account, nonce);
    if (range === undefined) return;
    const place = nonce - range.first;
    if (place < 32) range.usedLow = (range.usedLow | (1 << place)) >>> 0;
    else range.usedHigh = (range.usedHigh | (1 << (place - 32))) >>> 0;
    if (!isUsedUp(range)) return;
    const spent = this.#begin(account);
    spent.ranges = spent.ranges.filter((other) => other !== range);
  }

  /** Forgets the ranges of a signer who will not sign again. */
  forget(account: number, agent: number): void {
    if (this.#spent[account] === undefined) return;
    const spent = this.#begin(account);
    spent.ranges = spent.ranges.filter((range) => range.agent !== agent);
  }

  /** Puts back what an account had used: for a snapshot. */
  restore(
    account: number,
    kept: Omit<Spent, 'ranges'> & { readonly ranges: readonly NonceRange[] },
  ): void {
    this.#spent[account] = { ...kept, ranges: kept.ranges.map((range) => ({ ...range })) };
  }

  #of(account: number): Readonly<Omit<Spent, 'ranges'>> & { ranges: readonly NonceRange[] } {
    return this.#spent[account] ?? NOTHING_SPENT;
  }

  #begin(account: number): Spent {
    const spent = this.#spent[account] ?? { epoch: 0, oneShot: 0, reserved: 0, ranges: [] };
    this.#spent[account] = spent;
    return spent;
  }

  #rangeOf(account: number, nonce: number): Mutable<NonceRange> | undefined {
    const first = nonce - (nonce % RANGE_NONCES);
    return this.#spent[account]?.ranges.find((range) => range.first === first);
  }
}

/** Whether a range has no nonce that is free. */
export function isUsedUp({ usedLow, usedHigh }: NonceRange): boolean {
  return usedLow === ALL_USED && usedHigh === ALL_USED;
}

function isUsed({ usedLow, usedHigh }: NonceRange, place: number): boolean {
  const word = place < 32 ? usedLow : usedHigh;
  return ((word >>> (place & 31)) & 1) === 1;
}
