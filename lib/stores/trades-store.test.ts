import { describe, expect, it } from 'vitest';
import type { PublicTrade } from '#lib/domain/public-trade.ts';
import { createTradesStore } from './trades-store.ts';

const trade = (tradeId: number, symbol = 'BTC-USDT'): PublicTrade => ({
  tradeId,
  symbol,
  priceTicks: 100 + tradeId,
  quantityLots: 1,
  takerSide: 'buy',
  buyOrderId: 1,
  sellOrderId: 2,
  buyer: 'a',
  seller: 'b',
  timestampMs: tradeId * 1_000,
});

function setUp() {
  const flushes: (() => void)[] = [];
  const store = createTradesStore({
    symbol: 'BTC-USDT',
    limit: 4,
    schedule: (flush) => flushes.push(flush),
  });
  const paint = () => {
    for (const flush of flushes.splice(0)) flush();
  };
  const ids = () => store.getState().trades.map(({ tradeId }) => tradeId);
  return { store, paint, flushes, ids };
}

describe('trades store', () => {
  it('shows the newest first, once a paint, and keeps no more than its limit', () => {
    const { store, paint, flushes, ids } = setUp();
    store.apply([trade(1), trade(2)], true);
    store.apply([trade(3)], false);
    store.apply([trade(4), trade(5)], false);
    expect(flushes).toHaveLength(1);
    expect(ids()).toEqual([]);
    paint();
    expect(ids()).toEqual([5, 4, 3, 2]);
    expect(store.getState().phase).toBe('live');
  });

  it('takes a trade once, and none of another market', () => {
    const { store, paint, flushes, ids } = setUp();
    store.apply([trade(1), trade(2)], true);
    paint();
    store.apply([trade(2), trade(1), trade(9, 'ETH-USDT')], false);
    expect(flushes).toHaveLength(0);
    expect(ids()).toEqual([2, 1]);
  });

  it('is replaced by a snapshot, in which known trades stay the same objects', () => {
    const { store, paint, ids } = setUp();
    store.apply([trade(1), trade(2)], true);
    paint();
    const [second] = store.getState().trades;
    store.apply([trade(2), trade(3)], true);
    paint();
    expect(ids()).toEqual([3, 2]);
    expect(store.getState().trades[1]).toBe(second);
    store.apply([], true);
    paint();
    expect(ids()).toEqual([]);
  });

  it('shows trades that come before the snapshot, still loading', () => {
    const { store, paint, ids } = setUp();
    store.apply([trade(1)], false);
    paint();
    expect(ids()).toEqual([1]);
    expect(store.getState().phase).toBe('loading');
  });
});
