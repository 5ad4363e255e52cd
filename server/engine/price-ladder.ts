import { FarLevels } from './far-levels.ts';
import type { LadderKeeper, LadderPool } from './ladder-pool.ts';
import * as priceWindow from './price-window.ts';
import { PriceWindow } from './price-window.ts';
import * as queuePool from './queue-pool.ts';

// Copies, which the compiler folds; an imported constant is read from memory at each use.
const { WINDOW } = priceWindow;
const { NO_LEVEL } = queuePool;

/** Before every key that there is. */
const LOWEST_KEY = -2_147_483_648;

/** Levels without a window, and openings of levels outside it that are always put up with. */
const FEW_LEVELS = 16;
const PATIENCE = 64;
/** Where the best level is put in the window, so that there is room on either side. */
const BEST_AT = WINDOW / 4;
const MAX_DRIFT = WINDOW / 8;

/**
 * The levels of one ladder: those around the market in a window, those outside it, on either side, in
 * `FarLevels`. The window follows the market, but only after as many levels were opened outside it as
 * moving it touches, so that nobody can make it jump to and fro for little.
 */
export class PriceLadder implements LadderKeeper {
  /** Its record in the pool. */
  readonly ladder: number;
  readonly #pool: LadderPool;
  readonly #window: PriceWindow;
  readonly #far: FarLevels;
  #missed = 0;
  #lastMoved = 0;

  constructor(pool: LadderPool, flip: number) {
    this.#pool = pool;
    this.ladder = pool.takeLadder(flip, this);
    this.#window = new PriceWindow(pool, this.ladder);
    this.#far = new FarLevels(pool, flip);
  }

  /** The level of the lowest key above `key`, or `NO_LEVEL`. */
  after(key: number): number {
    return this.#better(this.#window.after(key), this.#far.after(key));
  }

  findOutside(key: number): number {
    return this.#far.find(key);
  }

  addOutside(key: number, slot: number): void {
    if (!this.#far.add(key, slot, this.ladder)) return;
    if (key < this.#pool.bestKey(this.ladder)) this.#takeFarBest();
    this.#missed += 1;
    this.#follow();
  }

  removeLone(slot: number): void {
    // It is not the best one, which has a level.
    this.#far.remove(slot);
  }

  open(key: number): number {
    const pool = this.#pool;
    const level = pool.takeLevel(key, this.ladder);
    pool.offerBest(this.ladder, key, level);
    this.#window.insert(key, level);
    return level;
  }

  close(level: number): void {
    const pool = this.#pool;
    const key = pool.levelKey(level);
    if (this.#window.covers(key)) this.#window.remove(key);
    else this.#far.remove(level);
    if (level === pool.bestLevel(this.ladder)) this.#takeBest();
    pool.releaseLevel(level);
  }

  #takeBest(): void {
    const inWindow = this.#window.first();
    if (inWindow === NO_LEVEL || this.#better(inWindow, this.#far.first) !== inWindow) {
      this.#takeFarBest();
    } else {
      this.#pool.setBestLevel(this.ladder, inWindow);
    }
  }

  #takeFarBest(): void {
    this.#pool.setBestLevel(this.ladder, this.#far.firstJoinable());
  }

  /** Moves the window when the market has left its middle and moving it has been earned. */
  #follow(): void {
    const window = this.#window;
    const bestKey = this.#pool.bestKey(this.ladder);
    const wanted = Math.max(LOWEST_KEY, bestKey - BEST_AT);
    if (window.size === 0) {
      if (this.#far.count > FEW_LEVELS) this.#moveTo(wanted);
    } else if (Math.abs(wanted - window.base) > MAX_DRIFT) {
      if (this.#missed > PATIENCE + window.count + this.#lastMoved) this.#moveTo(wanted);
    }
  }

  #moveTo(base: number): void {
    const evicted = this.#evictAll();
    this.#window.moveTo(base);
    this.#lastMoved = evicted + this.#admitAll(base);
    this.#missed = 0;
  }

  #evictAll(): number {
    let moved = 0;
    for (let level = this.#window.first(); level !== NO_LEVEL; level = this.#window.first()) {
      this.#window.remove(this.#pool.levelKey(level));
      this.#far.insert(level);
      moved += 1;
    }
    return moved;
  }

  #admitAll(base: number): number {
    let moved = 0;
    let level = this.#far.find(base);
    if (level === NO_LEVEL) level = this.#far.after(base);
    while (level !== NO_LEVEL && this.#window.covers(this.#pool.levelKey(level))) {
      const key = this.#pool.levelKey(level);
      const next = this.#far.after(key);
      this.#far.remove(level);
      this.#window.insert(key, this.#pool.isLone(level) ? this.#pool.joinable(level) : level);
      moved += 1;
      level = next;
    }
    return moved;
  }

  /** The one of two levels that has the lower key; either may be `NO_LEVEL`. */
  #better(one: number, other: number): number {
    if (one === NO_LEVEL) return other;
    if (other === NO_LEVEL) return one;
    return this.#pool.levelKey(one) < this.#pool.levelKey(other) ? one : other;
  }
}
