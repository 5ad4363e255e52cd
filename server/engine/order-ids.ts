import { NONE, type OrderPool } from './order-pool.ts';

/** Finds open orders by id: the pool's index, for those who do not touch it for every command. */
export class OrderIds {
  readonly #pool: OrderPool;

  constructor(pool: OrderPool) {
    this.#pool = pool;
  }

  /** The slot of the order, or `NONE`. */
  find(id: number): number {
    return this.#pool.find(id) || NONE;
  }

  /** Adds an order whose id is set and not in yet. */
  insert(slot: number): void {
    this.#pool.list(slot);
  }

  /** Takes out an order that is in. */
  remove(slot: number): void {
    this.#pool.unlist(slot);
  }
}
