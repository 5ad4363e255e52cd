import type { LadderPool } from './ladder-pool.ts';
import * as ladderPool from './ladder-pool.ts';
import * as orderPool from './order-pool.ts';
import * as queuePool from './queue-pool.ts';
import { TickBitmap } from './tick-bitmap.ts';

// Copies, which the compiler folds; an imported constant is read from memory at each use.
const { TABLE_KEYS } = ladderPool;
const { NONE } = orderPool;
const { NO_LEVEL } = queuePool;

/** Keys that a window covers. */
export const WINDOW = TABLE_KEYS;

/**
 * The levels around the market, found by one look each in the ladder's table: 65,536 keys from `base`
 * on. It covers nothing and costs next to nothing until it is moved somewhere for the first time.
 */
export class PriceWindow {
  readonly #pool: LadderPool;
  readonly #ladder: number;
  #bitmap = new TickBitmap(0);
  #base = 0;
  #size = 0;
  #count = 0;

  constructor(pool: LadderPool, ladder: number) {
    this.#pool = pool;
    this.#ladder = ladder;
  }

  get base(): number {
    return this.#base;
  }

  /** Keys covered: 0 or `WINDOW`. */
  get size(): number {
    return this.#size;
  }

  /** Levels inside. */
  get count(): number {
    return this.#count;
  }

  covers(key: number): boolean {
    return (key - this.#base) >>> 0 < this.#size;
  }

  /** Adds a level under a covered key that has none. */
  insert(key: number, level: number): void {
    const offset = key - this.#base;
    this.#pool.setTableLevel(this.#ladder, offset, level);
    this.#bitmap.set(offset);
    this.#count += 1;
  }

  /** Takes out the level of a covered key that has one. */
  remove(key: number): void {
    const offset = key - this.#base;
    this.#pool.setTableLevel(this.#ladder, offset, NO_LEVEL);
    this.#bitmap.clear(offset);
    this.#count -= 1;
  }

  /** The level of the lowest key, or `NO_LEVEL`. */
  first(): number {
    return this.#levelFrom(0);
  }

  /** The level of the lowest key above `key`, or `NO_LEVEL`. */
  after(key: number): number {
    const offset = key - this.#base + 1;
    return offset >= this.#size ? NO_LEVEL : this.#levelFrom(Math.max(0, offset));
  }

  /** Moves the empty window, so that it covers the keys from `base` on. */
  moveTo(base: number): void {
    if (this.#size === 0) this.#allocate();
    this.#base = base;
    this.#pool.setTableBase(this.#ladder, base);
  }

  #allocate(): void {
    this.#pool.takeTable(this.#ladder);
    this.#bitmap = new TickBitmap(WINDOW);
    this.#size = WINDOW;
  }

  #levelFrom(offset: number): number {
    if (this.#count === 0) return NO_LEVEL;
    const found = this.#bitmap.firstFrom(offset);
    return found === NONE ? NO_LEVEL : this.#pool.tableLevel(this.#ladder, found);
  }
}
