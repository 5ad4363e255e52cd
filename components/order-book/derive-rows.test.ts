import { describe, expect, it } from 'vitest';
import { barsPath, deriveRows } from './derive-rows.ts';

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

describe('barsPath', () => {
  const rows = [{ cumulativeLots: 1 }, { cumulativeLots: 3 }];

  it('goes from the middle outwards, each bar a part of the longest', () => {
    expect(barsPath(rows, { longestLots: 3, startPx: 60, stepPx: 24 })).toBe(
      'M1000 60H667V84H0V108H1000Z',
    );
    expect(barsPath(rows, { longestLots: 6, startPx: 48, stepPx: -24 })).toBe(
      'M1000 48H833V24H500V0H1000Z',
    );
  });

  it('is nothing where nothing rests', () => {
    expect(barsPath([], { longestLots: 3, startPx: 60, stepPx: 24 })).toBe('');
    const none = [{ cumulativeLots: 0 }];
    expect(barsPath(none, { longestLots: 0, startPx: 60, stepPx: 24 })).toBe('');
  });
});
