import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NONE, OrderPool } from './order-pool.ts';
import { ASCENDING, DESCENDING, type Direction, PriceLevels } from './price-levels.ts';

const MAX = 2_147_483_647;

type Queued = { readonly id: number; lots: number };

/** The obvious way to do the same: a map of arrays, sorted whenever order matters. */
class NaiveLevels {
  readonly #direction: Direction;
  readonly #queues = new Map<number, Queued[]>();

  constructor(direction: Direction) {
    this.#direction = direction;
  }

  prices(): number[] {
    const sign = this.#direction === ASCENDING ? 1 : -1;
    return [...this.#queues.keys()].sort((a, b) => sign * (a - b));
  }

  queue(price: number): Queued[] {
    return this.#queues.get(price) ?? [];
  }

  add(price: number, order: Queued): void {
    this.#queues.set(price, [...this.queue(price), order]);
  }

  remove(price: number, id: number): void {
    const left = this.queue(price).filter((order) => order.id !== id);
    if (left.length === 0) this.#queues.delete(price);
    else this.#queues.set(price, left);
  }

  worseThan(price: number): number {
    const worse = (other: number) =>
      this.#direction === ASCENDING ? other > price : other < price;
    return this.prices().find(worse) ?? 0;
  }
}

/** Drives both and compares what they say. */
class Pair {
  readonly pool = new OrderPool(2);
  readonly levels: PriceLevels;
  readonly naive: NaiveLevels;
  readonly open: { slot: number; price: number; order: Queued }[] = [];
  #lastId = 0;

  constructor(direction: Direction) {
    this.levels = new PriceLevels(this.pool, direction);
    this.naive = new NaiveLevels(direction);
  }

  add(price: number, lots = 5): void {
    const slot = this.pool.take();
    this.#lastId += 1;
    this.pool.setId(slot, this.#lastId);
    this.pool.setVisible(slot, lots);
    this.levels.add(slot, price);
    const order = { id: this.#lastId, lots };
    this.naive.add(price, order);
    this.open.push({ slot, price, order });
  }

  remove(index: number): void {
    const [taken] = this.open.splice(index % this.open.length, 1);
    if (taken === undefined) return;
    this.levels.remove(taken.slot);
    this.pool.release(taken.slot);
    this.naive.remove(taken.price, taken.order.id);
  }

  reduce(index: number): void {
    const taken = this.open[index % this.open.length];
    if (taken === undefined || taken.order.lots < 2) return;
    this.levels.reduce(taken.slot, 1);
    taken.order.lots -= 1;
  }

  refresh(index: number, lots: number): void {
    const taken = this.open[index % this.open.length];
    if (taken === undefined) return;
    this.levels.refresh(taken.slot, lots);
    taken.order.lots = lots;
    this.naive.remove(taken.price, taken.order.id);
    this.naive.add(taken.price, taken.order);
  }

  takeHead(): void {
    const slot = this.levels.head();
    if (slot === NONE) return;
    this.remove(this.open.findIndex((order) => order.slot === slot));
  }

  compareBest(): void {
    const best = this.naive.prices()[0] ?? 0;
    const id = this.levels.head() === NONE ? 0 : this.pool.id(this.levels.head());
    expect([this.levels.best, id]).toEqual([best, this.naive.queue(best)[0]?.id ?? 0]);
  }

  compare(): void {
    this.compareBest();
    expect(this.#walk()).toEqual(
      this.naive.prices().map((price) => ({
        price,
        orders: this.naive.queue(price).map(({ id }) => id),
        count: this.naive.queue(price).length,
        lots: this.naive.queue(price).reduce((sum, { lots }) => sum + lots, 0),
      })),
    );
  }

  #walk() {
    const walked: { price: number; orders: number[]; count: number; lots: number }[] = [];
    for (let price = this.levels.best; price !== 0; price = this.levels.worseThan(price)) {
      const orders: number[] = [];
      for (let at = this.levels.headAt(price); at !== NONE; at = this.levels.next(at)) {
        orders.push(this.pool.id(at));
        const next = this.levels.next(at);
        if (next !== NONE) expect(this.levels.previous(next)).toBe(at);
      }
      expect(this.levels.previous(this.levels.headAt(price))).toBe(NONE);
      const count = this.levels.ordersAt(price);
      walked.push({ price, orders, count, lots: this.levels.lotsAt(price) });
    }
    return walked;
  }
}

const directions = [
  ['ascending', ASCENDING],
  ['descending', DESCENDING],
] as const;

/** Prices as they come up, from crowded to as far out as there are. */
const anyPrice = fc.oneof(
  { weight: 6, arbitrary: fc.integer({ min: 29_990, max: 30_010 }) },
  { weight: 3, arbitrary: fc.integer({ min: 1, max: 200_000 }) },
  { weight: 2, arbitrary: fc.integer({ min: 1_000_000_000, max: 1_000_000_600 }) },
  { weight: 2, arbitrary: fc.integer({ min: 1, max: MAX }) },
  { weight: 1, arbitrary: fc.constantFrom(1, 2, MAX - 1, MAX) },
);

type Step = {
  readonly do: 'add' | 'remove' | 'reduce' | 'refresh' | 'take';
  n: number;
  at: number;
};

const anyStep: fc.Arbitrary<Step> = fc.record({
  do: fc.constantFrom('add', 'add', 'add', 'remove', 'reduce', 'refresh', 'take'),
  n: fc.integer({ min: 1, max: MAX }),
  at: anyPrice,
});

function perform(pair: Pair, step: Step): void {
  if (step.do === 'add') pair.add(step.at, step.n);
  else if (pair.open.length === 0) return;
  else if (step.do === 'remove') pair.remove(step.n);
  else if (step.do === 'reduce') pair.reduce(step.n);
  else if (step.do === 'refresh') pair.refresh(step.n, step.at);
  else pair.takeHead();
}

describe.each(directions)('PriceLevels, %s', (_, direction) => {
  it('is empty at first', () => {
    const { levels } = new Pair(direction);
    expect([levels.best, levels.head(), levels.worseThan(1), levels.headAt(5)]).toEqual([
      0,
      NONE,
      0,
      NONE,
    ]);
    expect([levels.lotsAt(5), levels.ordersAt(5)]).toEqual([0, 0]);
  });

  it('does what sorted arrays do', () => {
    fc.assert(
      fc.property(fc.array(anyStep, { maxLength: 300 }), (steps) => {
        const pair = new Pair(direction);
        for (const step of steps) {
          perform(pair, step);
          pair.compareBest();
        }
        pair.compare();
      }),
      { numRuns: 150 },
    );
  });

  it('keeps the whole order when the market wanders away and back', () => {
    const pair = new Pair(direction);
    for (const centre of [30_000, 120_000, 1_000_000, 900_000_000, MAX - 300, 30_000, 500]) {
      for (let n = 0; n < 200; n += 1) pair.add(centre + ((n * 37) % 250));
      while (pair.open.length > 220) pair.remove(0);
      pair.compare();
    }
  });

  it('keeps the whole order when far prices crowd together in one place', () => {
    const pair = new Pair(direction);
    for (let n = 0; n < 300; n += 1) pair.add(30_000 + n);
    for (let n = 0; n < 400; n += 1) pair.add(1_500_000_000 + n * (1 + (n % 3)));
    pair.compare();
    while (pair.open.length > 0) {
      pair.remove(pair.open.length * 7);
      pair.compareBest();
    }
    pair.compare();
  });

  it('sums lots beyond 32 bits', () => {
    const pair = new Pair(direction);
    for (let n = 0; n < 5; n += 1) pair.add(100, MAX);
    expect(pair.levels.lotsAt(100)).toBe(5 * MAX);
  });
});

describe('the cost of PriceLevels', () => {
  it('does not grow with what is placed far out on purpose', () => {
    const pool = new OrderPool();
    const levels = new PriceLevels(pool, ASCENDING);
    const slots: number[] = [];
    for (let n = 0; n < 100_000; n += 1) {
      const slot = pool.take();
      pool.setVisible(slot, 1);
      // All in one bucket of the widest kind, from the inside out.
      levels.add(slot, n % 2 === 0 ? 1_600_000_000 - n : 1_600_000_000 + n);
      slots.push(slot);
    }
    expect(levels.best).toBe(1_600_000_000 - 99_998);
    for (const slot of slots) levels.remove(slot);
    expect([levels.best, levels.head()]).toEqual([0, NONE]);
  });
});
