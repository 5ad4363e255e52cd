import { describe, expect, it } from 'vitest';
import { encodeOraclePrice } from './oracle-prices.ts';

const update = {
  symbol: 'ETH-USDT',
  priceTicks: 350_000,
  bidTicks: 349_998,
  askTicks: 350_003,
  volumeLots24h: 0,
  changeBps24h: 0,
  timestampMs: 9,
  simulated: true,
};

describe('encodeOraclePrice', () => {
  it('names the healthy sources, and half the spread, rounded up, as confidence', () => {
    const source = { tier: 'primary', lastUpdateMs: 1, simulated: true } as const;
    const sources = [
      { ...source, name: 'simulated', healthy: true },
      { ...source, name: 'broken', healthy: false },
    ];
    expect(JSON.stringify(encodeOraclePrice(update, sources))).toBe(
      '{"symbol":"ETH-USDT","price":3500.00,"confidence":0.03,"timestamp":9,' +
        '"sources":["simulated"],"simulated":true}',
    );
  });
});
