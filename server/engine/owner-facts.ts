/** Nonces that are remembered as canceled on chain before their range was reserved, of one owner. */
export const MOST_VOIDS = 64;
/** Trading keys of which a nonce is remembered by itself, of one owner. */
export const MOST_KEY_FACTS = 64;
/** Addresses of which anything is remembered; those that have an account are not refused. */
export const MOST_OWNERS = 4_194_304;

/** What is known of one trading key of an owner, whether it is approved here or not. */
export type KeyFact = {
  /** The key's address. */
  readonly key: string;
  /** The highest nonce with which the chain was seen to change the key, or with which it ended here. */
  readonly nonce: number;
  /** Whether it was its end: then no approval with this nonce counts either. */
  readonly ended: boolean;
};

/** What an owner did on chain that is not to be lost here. */
export type ChainFacts = {
  /** The epoch that an address without account has begun; 0 once it has one, which then says it. */
  readonly epoch: number;
  /** Ranges of nonces that an address without account will not get; 0 once it has one. */
  readonly skipped: number;
  /** Canceled nonces of ranges that were not reserved yet, ascending. */
  readonly voids: readonly number[];
  /** No approval of any key counts up to this nonce: what was remembered of keys was more. */
  readonly keyFloor: number;
  /** Ascending by address; each nonce is above the floor. */
  readonly keys: readonly KeyFact[];
};

const NO_FACTS: ChainFacts = { epoch: 0, skipped: 0, voids: [], keyFloor: 0, keys: [] };

/**
 * What owners narrowed on chain, by their address: it has to be known before there is an account, a
 * range of nonces or a key that it is about. Each owner's part is bounded; what would be too much
 * narrows further.
 */
export class OwnerFacts {
  readonly #facts = new Map<string, ChainFacts>();
  readonly #most: number;

  constructor(most: number = MOST_OWNERS) {
    this.#most = most;
  }

  of(owner: string): ChainFacts {
    return this.#facts.get(owner) ?? NO_FACTS;
  }

  has(owner: string): boolean {
    return this.#facts.has(owner);
  }

  /** Whether nothing can be remembered of another address that has no account. */
  get isFull(): boolean {
    return this.#facts.size >= this.#most;
  }

  /** Addresses of which anything is known, in no order that means anything. */
  owners(): Iterable<string> {
    return this.#facts.keys();
  }

  /** Replaces what is said of an owner; where nothing is left, the owner is forgotten. */
  set(owner: string, changed: Partial<ChainFacts>): void {
    const facts = { ...this.of(owner), ...changed };
    const { epoch, skipped, voids, keyFloor, keys } = facts;
    if (epoch + skipped + voids.length + keyFloor + keys.length === 0) this.#facts.delete(owner);
    else this.#facts.set(owner, facts);
  }

  /** The nonce that an approval of a key which its owner signed has to be above. */
  floor(owner: string, key: string): number {
    return this.#known(owner, key)?.nonce ?? this.of(owner).keyFloor;
  }

  /** Whether the chain's approval of a key with this nonce was followed by another one, or its end. */
  isOvertaken(owner: string, { key, nonce }: Pick<KeyFact, 'key' | 'nonce'>): boolean {
    const known = this.#known(owner, key);
    if (known === undefined) return false;
    return nonce < known.nonce || (nonce === known.nonce && known.ended);
  }

  /**
   * Remembers a nonce of a key. When it is one key too many, the smallest nonce becomes the floor of
   * all keys: an owner who has changed so many has signed newer ones since.
   */
  note(owner: string, { key, nonce, ended }: KeyFact): void {
    const { keyFloor, keys } = this.of(owner);
    if (nonce <= keyFloor) return;
    const before = this.#known(owner, key);
    if (before !== undefined && !isNewer({ nonce, ended }, before)) return;
    const others = keys.filter((other) => other !== before);
    const noted = [...others, { key, nonce, ended }].sort((a, b) => (a.key < b.key ? -1 : 1));
    if (noted.length <= MOST_KEY_FACTS) {
      this.set(owner, { keys: noted });
      return;
    }
    const floor = Math.min(...noted.map((one) => one.nonce));
    this.set(owner, { keyFloor: floor, keys: noted.filter((one) => one.nonce > floor) });
  }

  #known(owner: string, key: string): KeyFact | undefined {
    return this.of(owner).keys.find((known) => known.key === key);
  }
}

function isNewer(
  one: Pick<KeyFact, 'nonce' | 'ended'>,
  other: Pick<KeyFact, 'nonce' | 'ended'>,
): boolean {
  return one.nonce > other.nonce || (one.nonce === other.nonce && one.ended && !other.ended);
}
