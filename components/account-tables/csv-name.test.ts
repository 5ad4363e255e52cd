import { describe, expect, it } from 'vitest';
import { csvName } from './csv-name.ts';

describe('csvName', () => {
  const nowMs = Date.UTC(2026, 2, 9, 23, 59);

  it('has the list, its market and the day', () => {
    expect(csvName('fills', { symbol: 'BTC-USDT', nowMs })).toBe(
      'lux-fills-BTC-USDT-2026-03-09.csv',
    );
    expect(csvName('orders', { symbol: null, nowMs })).toBe(
      'lux-orders-all-markets-2026-03-09.csv',
    );
  });
});
