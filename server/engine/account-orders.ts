import { NONE, type OrderPool } from './order-pool.ts';

const FIRST_CAPACITY = 16;

/**
 * The open orders of each account, in no order. An order knows its place in its account's list; the
 * last one takes the place of one that leaves. A list of neighbours would cost two random accesses to
 * memory at each cancel, this costs one, to an order which is mostly young and therefore near.
 */
export class AccountOrders {
  readonly #pool: OrderPool;
  readonly #lists: (Int32Array | undefined)[] = [];
  #counts = new Int32Array(64);

  constructor(pool: OrderPool) {
    this.#pool = pool;
  }

  count(account: number): number {
    return account < this.#counts.length ? (this.#counts[account] as number) : 0;
  }

  add(slot: number): void {
    const account = this.#pool.account(slot);
    if (account >= this.#counts.length) this.#growCounts(account);
    const place = this.#counts[account] as number;
    let list = this.#lists[account];
    if (list === undefined || place === list.length) list = this.#growList(account);
    list[place] = slot;
    this.#counts[account] = place + 1;
    this.#pool.setAccountPlace(slot, place);
  }

  remove(slot: number): void {
    const pool = this.#pool;
    const account = pool.account(slot);
    const list = this.#lists[account] as Int32Array;
    const last = (this.#counts[account] as number) - 1;
    const place = pool.accountPlace(slot);
    const moved = list[last] as number;
    list[place] = moved;
    pool.setAccountPlace(moved, place);
    this.#counts[account] = last;
  }

  /** Slot of one of the account's orders, 0 … count − 1. */
  at(account: number, place: number): number {
    return this.#lists[account]?.[place] ?? NONE;
  }

  #growList(account: number): Int32Array {
    const list = this.#lists[account];
    const larger = new Int32Array(list === undefined ? FIRST_CAPACITY : list.length * 2);
    if (list !== undefined) larger.set(list);
    this.#lists[account] = larger;
    return larger;
  }

  #growCounts(account: number): void {
    const larger = new Int32Array(Math.max(account + 1, this.#counts.length * 2));
    larger.set(this.#counts);
    this.#counts = larger;
  }
}
