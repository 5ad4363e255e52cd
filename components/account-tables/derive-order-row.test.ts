import { describe, expect, it } from 'vitest';
import { storedOrder } from '#scripts/testing/stored-rows.ts';
import { deriveOrderRow, deriveSentRow } from './derive-order-row.ts';

const order = storedOrder(4, {
  symbol: 'BTC-USDT',
  side: 'buy',
  type: 'limit',
  timeInForce: 'GTC',
  postOnly: false,
  reduceOnly: false,
  priceTicks: 6_742_150,
  quantityLots: 2_500,
  filledLots: 0,
  triggerTicks: 0,
  status: 'open',
  parentId: 0,
  expiresMs: 0,
});

describe('an open order in its row', () => {
  it('has all decimals of its market, and a dash where there is nothing', () => {
    expect(deriveOrderRow(order)).toMatchObject({
      market: 'BTC/USDT',
      side: 'Buy',
      type: 'Limit',
      price: '67,421.50',
      priceNote: null,
      size: '0.2500',
      filled: '–',
      trigger: '–',
      terms: 'GTC',
      termsNote: null,
      status: 'Open',
    });
  });

  it('calls the protection price of a stop what it is', () => {
    const stop = { ...order, type: 'stop', triggerTicks: 6_800_000, status: 'waiting' } as const;
    expect(deriveOrderRow(stop)).toMatchObject({
      price: 'Market',
      priceNote: 'At the market, not above 67,421.50',
      trigger: '68,000.00',
      status: 'Waiting for trigger',
    });
    const sell = { ...stop, side: 'sell' } as const;
    expect(deriveOrderRow(sell).priceNote).toBe('At the market, not below 67,421.50');
  });

  it('tells flags, and when it ends', () => {
    const expiresMs = Date.UTC(2026, 2, 9);
    const row = deriveOrderRow({ ...order, timeInForce: 'GTD', postOnly: true, expiresMs });
    expect(row.terms).toBe('GTD · Post-only');
    expect(row.termsNote).toMatch(/^Until 2026-03-/);
  });

  it('tells an iceberg, and how much of it the book shows', () => {
    expect(deriveOrderRow(order).sizeNote).toBeNull();
    expect(deriveOrderRow({ ...order, postOnly: true, displayLots: 500 })).toMatchObject({
      size: '0.2500',
      sizeNote: 'An iceberg: the book shows 0.0500 at a time',
      terms: 'GTC · Post-only · Iceberg',
    });
  });

  it('tells a leg that waits for its entry from a stop that waits for its trigger', () => {
    const leg = { ...order, status: 'pending', parentId: 3 } as const;
    expect(deriveOrderRow(leg)).toMatchObject({ type: 'Take profit', status: 'Waiting for entry' });
    const stop = { ...leg, type: 'stop', triggerTicks: 1 } as const;
    expect(deriveOrderRow(stop)).toMatchObject({ type: 'Stop loss', status: 'Waiting for entry' });
    expect(deriveOrderRow({ ...stop, status: 'waiting' }).status).toBe('Waiting for trigger');
    expect(deriveOrderRow({ ...leg, status: 'open' }).status).toBe('Open');
  });

  it('says refused where nothing was ever taken', () => {
    expect(deriveOrderRow({ ...order, status: 'rejected' }).status).toBe('Refused');
  });

  it('shows an order of a market that is not known as far as it can', () => {
    const row = deriveOrderRow({ ...order, symbol: 'DOGE-USDT' });
    expect(row).toMatchObject({ market: 'DOGE-USDT', price: '–', size: '–' });
  });
});

describe('an order that was only sent', () => {
  const request = {
    ...order,
    displayLots: 0,
    takeProfit: null,
    stopLoss: null,
    signed: null,
  };

  it('is shown as being sent, and never as open', () => {
    expect(deriveSentRow(request, 'sending')).toMatchObject({ status: 'Sending…', size: '0.2500' });
  });

  it('stays in doubt while its answer is lost', () => {
    const row = deriveSentRow(request, 'unanswered');
    expect(row.status).toBe('Not confirmed');
    expect(row.statusNote).toMatch(/connection was lost/);
  });
});
