import { describe, expect, it } from 'vitest';
import type { Fill } from '#lib/domain/fill.ts';
import { storedOrder } from '#scripts/testing/stored-rows.ts';
import { mergeFills, mergeOrders } from './merge-history.ts';

const ended = (orderId: number, changes: Parameters<typeof storedOrder>[1] = {}) =>
  storedOrder(orderId, { status: 'canceled', createdMs: orderId, ...changes });

const fill = (tradeId: number, symbol = 'BTC-USDT'): Fill => ({
  tradeId,
  orderId: 4,
  symbol,
  side: 'buy',
  role: 'taker',
  priceTicks: 1,
  quantityLots: 1,
  feeQuanta: 1,
  feeAsset: 'BTC',
  timestampMs: 1,
});

describe('orders that have ended', () => {
  it('are told once, the newest first, from stream and pages together', () => {
    const pages = [[ended(12), ended(8)], [ended(4)]];
    const rows = mergeOrders({ live: [ended(8), ended(16)], pages, symbol: null });
    expect(rows.map(({ orderId }) => orderId)).toEqual([16, 12, 8, 4]);
  });

  it('are as they were told last, whichever way that came', () => {
    const late = ended(8, { status: 'filled', updatedMs: 9 });
    const early = ended(8, { status: 'canceled', updatedMs: 5 });
    const merged = (live: typeof late, page: typeof late) =>
      mergeOrders({ live: [live], pages: [[page]], symbol: null })[0]?.status;
    expect(merged(late, early)).toBe('filled');
    expect(merged(early, late)).toBe('filled');
  });

  it('can be those of one market', () => {
    const pages = [[ended(8, { symbol: 'ETH-USDT' })]];
    const rows = mergeOrders({ live: [ended(4)], pages, symbol: 'ETH-USDT' });
    expect(rows.map(({ orderId }) => orderId)).toEqual([8]);
  });

  it('are kept apart where refused ones have no number', () => {
    const live = ['a', 'b'].map((clientOrderId) => ended(0, { clientOrderId }));
    expect(mergeOrders({ live, pages: [], symbol: null })).toHaveLength(2);
  });
});

describe('fills', () => {
  it('are told once, the newest first', () => {
    const rows = mergeFills({
      live: [fill(9), fill(7)],
      pages: [[fill(7), fill(5)]],
      symbol: null,
    });
    expect(rows.map(({ tradeId }) => tradeId)).toEqual([9, 7, 5]);
  });

  it('can be those of one market', () => {
    const live = [fill(9), fill(7, 'ETH-USDT')];
    const rows = mergeFills({ live, pages: [], symbol: 'ETH-USDT' });
    expect(rows.map(({ tradeId }) => tradeId)).toEqual([7]);
  });

  it('are as far on their way to the chain as the stream told last', () => {
    const settled = {
      ...fill(1),
      settlement: { stage: 'settled', batch: 1, transaction: null },
    } as const;
    const read = {
      ...fill(1),
      settlement: { stage: 'matched', batch: null, transaction: null },
    } as const;
    expect(mergeFills({ live: [settled], pages: [[read]], symbol: null })).toEqual([settled]);
  });
});
