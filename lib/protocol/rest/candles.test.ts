import { describe, expect, it } from 'vitest';
import { parseJson } from '../exact-json.ts';
import { validate } from '../validate.ts';
import { candlesQuery, DEFAULT_CANDLES, decodeCandlesResponse } from './candles.ts';

describe('candlesQuery', () => {
  it('has defaults', () => {
    expect(validate(candlesQuery, {})).toEqual({ interval: '1m', limit: DEFAULT_CANDLES });
  });

  it('reads the texts of an address', () => {
    const query = { interval: '4h', from: '1790000000000', to: '1790000060000', limit: '1500' };
    expect(validate(candlesQuery, query)).toEqual({
      interval: '4h',
      from: 1_790_000_000_000,
      to: 1_790_000_060_000,
      limit: 1_500,
    });
  });

  it.each([
    { interval: '2s' },
    { limit: '0' },
    { limit: '1501' },
    { limit: '1.5' },
    { limit: '' },
    { from: '-1' },
    { to: '1e3' },
    { to: '99999999999999999' },
    { from: ['1', '2'] },
  ])('refuses %j, naming the field', (query) => {
    const [field] = Object.keys(query);
    expect(() => validate(candlesQuery, query)).toThrow(
      expect.objectContaining({ facts: expect.objectContaining({ field }) }),
    );
  });
});

describe('decodeCandlesResponse', () => {
  it('reads an answer exactly', () => {
    const text =
      '{"symbol":"ETH-USDT","interval":"1m","candles":[{"time":60000,"open":3500.10,"high":3500.20,' +
      '"low":3499.99,"close":3500.00,"volume":1.250}],"next_to":60000,' +
      '"traded_since":50000,"seq":9,"timestamp":10}';
    expect(decodeCandlesResponse(parseJson(text))).toEqual({
      symbol: 'ETH-USDT',
      interval: '1m',
      candles: [
        {
          startMs: 60_000,
          openTicks: 350_010,
          highTicks: 350_020,
          lowTicks: 349_999,
          closeTicks: 350_000,
          volumeLots: 1_250,
        },
      ],
      nextToMs: 60_000,
      tradedSinceMs: 50_000,
      seq: 9,
    });
  });
});
