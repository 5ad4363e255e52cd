import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import type { BookLevel } from '#lib/domain/book-level.ts';
import type { Order } from '#lib/domain/order.ts';
import { type BookFrame, createBookStore } from './book-store.ts';

const level = (priceTicks: number, quantityLots: number, orderCount = 1): BookLevel => ({
  priceTicks,
  quantityLots,
  orderCount,
});

function setUp() {
  const flushes: (() => void)[] = [];
  const onGap = vi.fn();
  const store = createBookStore({
    symbol: 'BTC-USDT',
    schedule: (flush) => flushes.push(flush),
    now: () => 7_000,
    onGap,
  });
  const apply = (frame: Partial<BookFrame>) =>
    store.apply({
      symbol: 'BTC-USDT',
      bids: [],
      asks: [],
      sequence: 1,
      prevSequence: null,
      ...frame,
    });
  const paint = () => {
    for (const flush of flushes.splice(0)) flush();
  };
  const snapshot = {
    bids: [level(99, 5), level(98, 4)],
    asks: [level(101, 3), level(103, 2)],
    sequence: 10,
  };
  return { store, apply, paint, flushes, onGap, snapshot };
}

const order: Order = {
  orderId: 1,
  clientOrderId: null,
  symbol: 'BTC-USDT',
  side: 'buy',
  type: 'limit',
  timeInForce: 'GTC',
  postOnly: false,
  reduceOnly: false,
  priceTicks: 99,
  quantityLots: 5,
  filledLots: 2,
  filledQuanta: 0,
  triggerTicks: 0,
  status: 'open',
  reason: null,
  parentId: 0,
  expiresMs: 0,
  createdMs: 0,
  updatedMs: 0,
};

describe('book store', () => {
  it('loads until a snapshot was painted', () => {
    const { store, apply, paint, snapshot } = setUp();
    expect(store.getState().phase).toBe('loading');
    apply(snapshot);
    expect(store.getState().bids).toEqual([]);
    paint();
    expect(store.getState()).toMatchObject({ ...snapshot, phase: 'live', updatedMs: 7_000 });
  });

  it('joins deltas in order, and shows any number of them once a paint', () => {
    const { store, apply, paint, flushes, snapshot } = setUp();
    apply(snapshot);
    paint();
    const listener = vi.fn();
    store.subscribe(listener);
    apply({ bids: [level(100, 1), level(98, 0)], sequence: 11, prevSequence: 10 });
    apply({ asks: [level(102, 9), level(101, 2)], sequence: 12, prevSequence: 11 });
    apply({ bids: [level(97, 7)], asks: [level(500, 0)], sequence: 13, prevSequence: 12 });
    expect(flushes).toHaveLength(1);
    paint();
    expect(listener).toHaveBeenCalledTimes(1);
    expect(store.getState()).toMatchObject({
      bids: [level(100, 1), level(99, 5), level(97, 7)],
      asks: [level(101, 2), level(102, 9), level(103, 2)],
      sequence: 13,
    });
  });

  it('keeps the identity of levels and sides that did not change', () => {
    const { store, apply, paint, snapshot } = setUp();
    apply(snapshot);
    paint();
    const before = store.getState();
    apply({ bids: [level(99, 6), level(98, 4)], sequence: 11, prevSequence: 10 });
    paint();
    const after = store.getState();
    expect(after.asks).toBe(before.asks);
    expect(after.bids[1]).toBe(before.bids[1]);
    expect(before.bids[0]).toEqual(level(99, 5));
    apply({ ...snapshot, bids: [level(99, 6), level(97, 1)], sequence: 20 });
    paint();
    expect(store.getState().bids[0]).toBe(after.bids[0]);
    expect(store.getState().asks[0]).toBe(after.asks[0]);
  });

  it('asks for a snapshot once when frames were lost, and shows what it had till then', () => {
    const { store, apply, paint, onGap, snapshot } = setUp();
    apply(snapshot);
    apply({ bids: [level(99, 1)], sequence: 13, prevSequence: 12 });
    apply({ bids: [level(99, 2)], sequence: 14, prevSequence: 13 });
    paint();
    expect(onGap).toHaveBeenCalledTimes(1);
    expect(store.getState()).toMatchObject({ phase: 'resyncing', bids: snapshot.bids });
    apply({ ...snapshot, sequence: 15 });
    apply({ bids: [level(99, 3)], sequence: 16, prevSequence: 15 });
    paint();
    expect(store.getState()).toMatchObject({ phase: 'live', sequence: 16 });
    expect(store.getState().bids[0]).toEqual(level(99, 3));
  });

  it.each([
    ['of another market', { symbol: 'ETH-USDT', prevSequence: 10, sequence: 11 }],
    ['that it had already', { prevSequence: 9, sequence: 10 }],
  ])('passes over a frame %s', (_what, frame) => {
    const { store, apply, paint, onGap, snapshot } = setUp();
    apply(snapshot);
    apply({ ...frame, bids: [level(99, 77)] });
    paint();
    expect(store.getState().bids).toEqual(snapshot.bids);
    expect(onGap).not.toHaveBeenCalled();
  });

  it('passes over deltas before the first snapshot', () => {
    const { store, apply, flushes, onGap } = setUp();
    apply({ bids: [level(99, 1)], sequence: 13, prevSequence: 12 });
    expect(flushes).toHaveLength(0);
    expect(onGap).not.toHaveBeenCalled();
    expect(store.getState().phase).toBe('loading');
  });

  it('marks own resting orders of its market, and not again when nothing changed', () => {
    const { store } = setUp();
    const listener = vi.fn();
    store.subscribe(listener);
    const orders: Order[] = [
      order,
      { ...order, orderId: 2, quantityLots: 4, filledLots: 0 },
      { ...order, orderId: 3, side: 'sell', priceTicks: 105 },
      { ...order, orderId: 4, status: 'waiting', priceTicks: 90 },
      { ...order, orderId: 5, symbol: 'ETH-USDT', priceTicks: 91 },
    ];
    store.setOwnOrders(orders);
    store.setOwnOrders([...orders]);
    expect([...store.getState().own.bids]).toEqual([[99, 7]]);
    expect([...store.getState().own.asks]).toEqual([[105, 3]]);
    expect(listener).toHaveBeenCalledTimes(1);
  });

  it('is after any deltas what a plain map of prices says', () => {
    const changes = fc.array(
      fc.record({ price: fc.integer({ min: 1, max: 30 }), lots: fc.nat(3), bid: fc.boolean() }),
      { maxLength: 60 },
    );
    fc.assert(
      fc.property(changes, fc.nat(5), (all, every) => {
        const { store, apply, paint } = setUp();
        apply({ sequence: 0 });
        const model = { bids: new Map<number, number>(), asks: new Map<number, number>() };
        for (const [at, { price, lots, bid }] of all.entries()) {
          const side = bid ? 'bids' : 'asks';
          apply({ [side]: [level(price, lots)], sequence: at + 1, prevSequence: at });
          if (lots === 0) model[side].delete(price);
          else model[side].set(price, lots);
          if (at % (every + 1) === 0) paint();
        }
        paint();
        const { bids, asks } = store.getState();
        const pairs = (levels: readonly BookLevel[]) =>
          levels.map(({ priceTicks, quantityLots }) => [priceTicks, quantityLots]);
        expect(pairs(bids)).toEqual([...model.bids].sort(([a], [b]) => b - a));
        expect(pairs(asks)).toEqual([...model.asks].sort(([a], [b]) => a - b));
      }),
    );
  });
});
