import { describe, expect, it } from 'vitest';
import { barThousandths, deriveRows } from './derive-rows.ts';

const level = (priceTicks: number, quantityLots: number) => ({
  priceTicks,
  quantityLots,
  orderCount: 1,
});

const asks = [level(101, 2), level(104, 3), level(112, 5)];

describe('deriveRows', () => {
  it('adds up from the best price on, and stops at the rows asked for', () => {
    const rows = deriveRows({ side: 'sell', levels: asks, own: new Map(), stepTicks: 1, count: 2 });
    expect(rows.map(({ priceTicks, cumulativeLots }) => [priceTicks, cumulativeLots])).toEqual([
      [101, 2],
      [104, 5],
    ]);
  });

  it('marks own orders in the group that they fall into', () => {
    const own = new Map([
      [101, 1],
      [104, 2],
    ]);
    const rows = deriveRows({ side: 'sell', levels: asks, own, stepTicks: 10, count: 9 });
    expect(rows).toEqual([
      { priceTicks: 110, lots: 5, cumulativeLots: 5, ownLots: 3 },
      { priceTicks: 120, lots: 5, cumulativeLots: 10, ownLots: 0 },
    ]);
  });
});

describe('barThousandths', () => {
  it('is a part of the longest bar', () => {
    expect(barThousandths(1, 3)).toBe(333);
    expect(barThousandths(3, 3)).toBe(1_000);
    expect(barThousandths(0, 0)).toBe(0);
  });
});
