import { invariant } from './invariant.ts';
import { NONE } from './order-pool.ts';

/** How many of an account's orders that are done keep their client order id. */
const REMEMBERED = 1_000;

const FIRST_CAPACITY = 1_024;
const FIRST_ACCOUNTS = 64;
const TWO_32 = 4_294_967_296;

/** Doubles of one entry. */
const NUMBERS = 4;
const CLIENT_ID = 0;
const ORDER_ID = 1;
const DIGEST = 2;
const ACCOUNT = 3;

/** Words of one entry. */
const LINKS = 2;
/** The next entry of its hash bucket; the next free one of a free entry. */
const CHAIN = 0;
/** The account's next younger order that is done, or `NONE`; `OPEN` while the order is open. */
const YOUNGER = 1;
const OPEN = -2;

/** Words of one account's list of orders that are done. */
const LISTS = 3;
const OLDEST = 0;
const YOUNGEST = 1;
const COUNT = 2;

/**
 * The client order ids that accounts have used: those of open orders, and those of each account's
 * last orders that are done, the oldest of which is forgotten first (docs/matching.md, Remembered
 * client order ids).
 *
 * An *entry* is a small number, valid until it is forgotten. Entries lie in two typed arrays, are
 * found by an intrusive hash chain on (account, client order id) and, once done, form a list by
 * account. Nothing is allocated while the arrays are large enough; they double when full. An account
 * costs 12 bytes from its first client order id on, and nothing else until then.
 */
export class ClientIds {
  readonly #remembered: number;
  readonly #seed: number;
  #numbers: Float64Array;
  #links: Int32Array;
  /** First entry of each bucket plus 1; 0 = empty. There are as many buckets as entries fit. */
  #buckets: Int32Array;
  /** By account: first and last entry of its list plus 1, and how many there are. */
  #lists = new Int32Array(FIRST_ACCOUNTS * LISTS);
  #free = NONE;
  #used = 0;
  #size = 0;

  /**
   * `capacity` is a power of two. Clients choose their ids: without a secret `seed` they could choose
   * ids that all fall into one bucket, and make everybody wait. It decides nothing else.
   */
  constructor(remembered = REMEMBERED, capacity = FIRST_CAPACITY, seed = 0) {
    this.#remembered = remembered;
    this.#seed = seed;
    this.#numbers = new Float64Array(capacity * NUMBERS);
    this.#links = new Int32Array(capacity * LINKS);
    this.#buckets = new Int32Array(capacity);
  }

  /** How many ids are remembered. */
  get size(): number {
    return this.#size;
  }

  /** The entry of an account's client order id; `NONE` when it is not remembered. */
  find(account: number, clientOrderId: number): number {
    let entry = this.#first(this.#bucketOf(account, clientOrderId));
    while (entry !== NONE) {
      if (this.#number(entry, CLIENT_ID) === clientOrderId && this.account(entry) === account)
        break;
      entry = this.#link(entry, CHAIN);
    }
    return entry;
  }

  account(entry: number): number {
    return this.#number(entry, ACCOUNT);
  }

  clientOrderId(entry: number): number {
    return this.#number(entry, CLIENT_ID);
  }

  /** The order for which the id was used. */
  orderId(entry: number): number {
    return this.#number(entry, ORDER_ID);
  }

  /** The digest of the command that used the id. */
  digest(entry: number): number {
    return this.#number(entry, DIGEST);
  }

  /** Whether the id's order is not done yet. */
  isOpen(entry: number): boolean {
    return this.#link(entry, YOUNGER) === OPEN;
  }

  /** Remembers an id, not remembered yet, of an order that is open. Returns its entry. */
  add(account: number, clientOrderId: number, orderId: number, digest: number): number {
    const entry = this.#take();
    const at = entry * NUMBERS;
    this.#numbers[at + CLIENT_ID] = clientOrderId;
    this.#numbers[at + ORDER_ID] = orderId;
    this.#numbers[at + DIGEST] = digest;
    this.#numbers[at + ACCOUNT] = account;
    this.#setLink(entry, YOUNGER, OPEN);
    this.#enchain(entry);
    this.#size += 1;
    return entry;
  }

  /** The entry's order is done. The account's oldest such entry is forgotten if there are too many. */
  finish(entry: number): void {
    invariant(this.isOpen(entry), 'a client order id is finished once');
    const account = this.account(entry);
    if ((account + 1) * LISTS > this.#lists.length) this.#growLists(account);
    this.#appendDone(account, entry);
    if (this.#list(account, COUNT) > this.#remembered) this.#forgetOldest(account);
  }

  /** Remembers an order that is already done as the youngest of its account: for a snapshot. */
  restoreDone(account: number, clientOrderId: number, orderId: number, digest: number): void {
    this.finish(this.add(account, clientOrderId, orderId, digest));
  }

  /** Visits the entries of an account's orders that are done, the oldest first. */
  visitDone(account: number, visit: (entry: number) => void): void {
    if ((account + 1) * LISTS > this.#lists.length) return;
    let entry = this.#list(account, OLDEST) - 1;
    while (entry !== NONE) {
      visit(entry);
      entry = this.#link(entry, YOUNGER);
    }
  }

  #appendDone(account: number, entry: number): void {
    const youngest = this.#list(account, YOUNGEST) - 1;
    this.#setLink(entry, YOUNGER, NONE);
    if (youngest === NONE) this.#setList(account, OLDEST, entry + 1);
    else this.#setLink(youngest, YOUNGER, entry);
    this.#setList(account, YOUNGEST, entry + 1);
    this.#setList(account, COUNT, this.#list(account, COUNT) + 1);
  }

  #forgetOldest(account: number): void {
    const entry = this.#list(account, OLDEST) - 1;
    const next = this.#link(entry, YOUNGER);
    this.#setList(account, OLDEST, next + 1);
    if (next === NONE) this.#setList(account, YOUNGEST, 0);
    this.#setList(account, COUNT, this.#list(account, COUNT) - 1);
    this.#unchain(entry);
    this.#setLink(entry, CHAIN, this.#free);
    this.#free = entry;
    this.#size -= 1;
  }

  #take(): number {
    const entry = this.#free;
    if (entry !== NONE) {
      this.#free = this.#link(entry, CHAIN);
      return entry;
    }
    if (this.#used === this.#buckets.length) this.#growEntries();
    this.#used += 1;
    return this.#used - 1;
  }

  #enchain(entry: number): void {
    const bucket = this.#bucketOf(this.account(entry), this.clientOrderId(entry));
    this.#setLink(entry, CHAIN, this.#first(bucket));
    this.#buckets[bucket] = entry + 1;
  }

  #unchain(entry: number): void {
    const bucket = this.#bucketOf(this.account(entry), this.clientOrderId(entry));
    const after = this.#link(entry, CHAIN);
    let before = this.#first(bucket);
    if (before === entry) {
      this.#buckets[bucket] = after + 1;
      return;
    }
    while (this.#link(before, CHAIN) !== entry) before = this.#link(before, CHAIN);
    this.#setLink(before, CHAIN, after);
  }

  /** Doubles the room. Called only when no entry is free, so every one of them is in a bucket. */
  #growEntries(): void {
    const capacity = 2 * this.#buckets.length;
    const numbers = new Float64Array(capacity * NUMBERS);
    const links = new Int32Array(capacity * LINKS);
    numbers.set(this.#numbers);
    links.set(this.#links);
    this.#numbers = numbers;
    this.#links = links;
    this.#buckets = new Int32Array(capacity);
    for (let entry = 0; entry < this.#used; entry += 1) this.#enchain(entry);
  }

  #growLists(account: number): void {
    const lists = new Int32Array(Math.max(2 * this.#lists.length, (account + 1) * LISTS));
    lists.set(this.#lists);
    this.#lists = lists;
  }

  #bucketOf(account: number, clientOrderId: number): number {
    const low = mix((clientOrderId | 0) ^ this.#seed);
    const high = mix(low ^ ((clientOrderId / TWO_32) | 0));
    return mix(high ^ account ^ this.#seed) & (this.#buckets.length - 1);
  }

  #first(bucket: number): number {
    return (this.#buckets[bucket] as number) - 1;
  }

  #number(entry: number, field: number): number {
    return this.#numbers[entry * NUMBERS + field] as number;
  }

  #link(entry: number, field: number): number {
    return this.#links[entry * LINKS + field] as number;
  }

  #setLink(entry: number, field: number, value: number): void {
    this.#links[entry * LINKS + field] = value;
  }

  #list(account: number, field: number): number {
    return this.#lists[account * LISTS + field] as number;
  }

  #setList(account: number, field: number, value: number): void {
    this.#lists[account * LISTS + field] = value;
  }
}

/** Spreads 32 bits over 32 bits: each bit of the one changes half of the other. MurmurHash3's last step. */
function mix(bits: number): number {
  const first = Math.imul(bits ^ (bits >>> 16), 0x85eb_ca6b);
  const second = Math.imul(first ^ (first >>> 13), 0xc2b2_ae35);
  return second ^ (second >>> 16);
}
