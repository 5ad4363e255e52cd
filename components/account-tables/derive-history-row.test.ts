import { describe, expect, it } from 'vitest';
import { storedOrder } from '#scripts/testing/stored-rows.ts';
import { deriveHistoryRow } from './derive-history-row.ts';

const filled = storedOrder(4, {
  symbol: 'BTC-USDT',
  status: 'filled',
  quantityLots: 100,
  filledLots: 100,
  filledQuanta: 674_215_000,
  clientOrderId: 'mine',
  reason: null,
});

describe('an order that has ended, in its row', () => {
  it('has its average and its ids', () => {
    expect(deriveHistoryRow(filled)).toMatchObject({
      status: 'Filled',
      average: '67,421.50',
      averageNote: '674.215 USDT for 0.01 BTC',
      reason: null,
      orderId: '4',
      clientOrderId: 'mine',
    });
  });

  it('says why in words, with the code to quote', () => {
    const row = deriveHistoryRow({ ...filled, status: 'canceled', reason: 'matching/ioc-rest' });
    expect(row.reason).toMatch(/^What could not be filled at once/);
    expect(row.code).toBe('matching/ioc-rest');
    expect(row.status).toBe('Partly filled');
  });

  it('tells the trigger with the price', () => {
    const stop = { ...filled, type: 'stop', triggerTicks: 6_800_000 } as const;
    expect(deriveHistoryRow(stop).priceNote).toBe(
      'Trigger 68,000.00. At the market, not above 67,421.50',
    );
    expect(deriveHistoryRow(filled).priceNote).toBeNull();
  });

  it('gives a code that it does not know as it is', () => {
    const row = deriveHistoryRow({
      ...filled,
      filledLots: 0,
      status: 'canceled',
      reason: 'new/one',
    });
    expect(row).toMatchObject({ reason: 'new/one', status: 'Canceled', average: '–' });
  });
});
