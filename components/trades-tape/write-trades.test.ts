import { describe, expect, it } from 'vitest';
import { findMarket } from '#lib/domain/market.ts';
import { tradeTexts } from './write-trades.ts';

const market = findMarket('BTC-USDT');
if (market === undefined) throw new Error('there is no such market');

const trade = {
  tradeId: 7,
  symbol: 'BTC-USDT',
  priceTicks: 6_742_150,
  quantityLots: 2_500,
  takerSide: 'buy' as const,
  buyOrderId: 1,
  sellOrderId: 2,
  buyer: 'aaaaaaaaaaaa',
  seller: 'bbbbbbbbbbbb',
  timestampMs: Date.UTC(2026, 10, 20, 14, 42, 11, 987),
};

describe('tradeTexts', () => {
  it('says the side by an arrow and in words, not by colour alone', () => {
    expect(tradeTexts(trade, market)).toMatchObject({
      price: '67,421.50 ↑',
      name: '67,421.50 bought',
    });
    expect(tradeTexts({ ...trade, takerSide: 'sell' }, market)).toMatchObject({
      price: '67,421.50 ↓',
      name: '67,421.50 sold',
    });
  });

  it('keeps the zeros of sizes, and has the date at hand', () => {
    const texts = tradeTexts(trade, market);
    expect(texts.size).toBe('0.2500');
    expect(texts.time).toMatch(/^\d\d:42:11$/);
    expect(texts.exactTime).toMatch(/^2026-11-2\d \d\d:42:11$/);
    expect(texts.dateTime).toBe('2026-11-20T14:42:11Z');
  });

  it('reads the same for trades of one second: their times are not written again', () => {
    const later = { ...trade, timestampMs: trade.timestampMs - 900 };
    expect(tradeTexts(later, market)).toEqual(tradeTexts(trade, market));
  });
});
