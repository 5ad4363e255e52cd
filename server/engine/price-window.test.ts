import { describe, expect, it } from 'vitest';
import { OrderPool } from './order-pool.ts';
import { PriceLadder } from './price-ladder.ts';
import { PriceWindow, WINDOW } from './price-window.ts';
import { NO_LEVEL } from './queue-pool.ts';

const BASE = -1_000_000;

function windowAt(base: number) {
  const pool = new OrderPool();
  const { ladder } = new PriceLadder(pool, -1);
  const window = new PriceWindow(pool, ladder);
  window.moveTo(base);
  return { pool, ladder, window };
}

describe('PriceWindow', () => {
  it('covers nothing before it is moved somewhere', () => {
    const pool = new OrderPool();
    const window = new PriceWindow(pool, new PriceLadder(pool, -1).ladder);
    expect([window.size, window.covers(0), window.first(), window.after(-5)]).toEqual([
      0,
      false,
      NO_LEVEL,
      NO_LEVEL,
    ]);
  });

  it('covers its keys and no others', () => {
    const { window } = windowAt(BASE);
    const covered = [BASE - 1, BASE, BASE + WINDOW - 1, BASE + WINDOW].map((key) =>
      window.covers(key),
    );
    expect(covered).toEqual([false, true, true, false]);
  });

  it('finds levels from the lowest key on, and through the ladder', () => {
    const { pool, ladder, window } = windowAt(BASE);
    for (const [key, level] of [
      [BASE + WINDOW - 1, 30],
      [BASE, 10],
      [BASE + 700, 20],
    ] as const) {
      window.insert(key, level);
    }
    const walked = [
      window.first(),
      ...[BASE, BASE + 700, BASE + WINDOW - 1].map((key) => window.after(key)),
    ];
    expect(walked).toEqual([10, 20, 30, NO_LEVEL]);
    expect([window.after(BASE - 50_000), window.after(BASE + WINDOW + 9)]).toEqual([10, NO_LEVEL]);
    expect([pool.levelOf(ladder, BASE + 700), pool.levelOf(ladder, BASE + 701)]).toEqual([
      20,
      NO_LEVEL,
    ]);
    window.remove(BASE);
    expect([window.count, window.first()]).toEqual([2, 20]);
  });

  it('can be moved when it is empty', () => {
    const { pool, ladder, window } = windowAt(BASE);
    window.insert(BASE + 5, 10);
    window.remove(BASE + 5);
    window.moveTo(BASE + 1_000_000 - WINDOW);
    expect([window.covers(BASE), window.covers(-1), window.first()]).toEqual([
      false,
      true,
      NO_LEVEL,
    ]);
    expect(pool.tableBase(ladder)).toBe(BASE + 1_000_000 - WINDOW);
  });
});
