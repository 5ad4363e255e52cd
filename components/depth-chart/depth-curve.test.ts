import { describe, expect, it } from 'vitest';
import { depthAt, depthPath, depthWindow, lotsWithin } from './depth-curve.ts';

const level = (priceTicks: number, quantityLots: number) => ({
  priceTicks,
  quantityLots,
  orderCount: 1,
});

const book = {
  bids: [level(99, 5), level(90, 15)],
  asks: [level(101, 4), level(105, 6)],
};
const window = { fromTicks: 90, toTicks: 110, mostLots: 20 };

describe('depthWindow', () => {
  it('holds every level, with the middle in its middle', () => {
    expect(depthWindow(book)).toEqual(window);
  });

  it('is not there while a side is empty', () => {
    expect(depthWindow({ ...book, asks: [] })).toBeNull();
  });
});

describe('depthPath', () => {
  it('steps up at every level, out to the edge', () => {
    expect(depthPath(book.bids, { side: 'buy', window })).toBe('M450 1020H450V750H0V0H-20V1020Z');
    expect(depthPath(book.asks, { side: 'sell', window })).toBe(
      'M550 1020H550V800H750V500H1020V1020Z',
    );
    expect(depthPath([], { side: 'sell', window })).toBe('');
  });
});

describe('depthAt', () => {
  it.each([
    [0, { side: 'buy', priceTicks: 90, lots: 20 }],
    [400, { side: 'buy', priceTicks: 98, lots: 5 }],
    [500, { side: 'sell', priceTicks: 100, lots: 0 }],
    [600, { side: 'sell', priceTicks: 102, lots: 4 }],
    [1_000, { side: 'sell', priceTicks: 110, lots: 10 }],
  ])('at place %d is what stands up to there', (place, point) => {
    expect(depthAt(book, { window, place })).toEqual(point);
  });
});

describe('lotsWithin', () => {
  it('counts what is at the price itself', () => {
    expect(lotsWithin(book, { side: 'buy', priceTicks: 90 })).toBe(20);
    expect(lotsWithin(book, { side: 'sell', priceTicks: 104 })).toBe(4);
  });
});
