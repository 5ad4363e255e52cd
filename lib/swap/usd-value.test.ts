import { describe, expect, it } from 'vitest';
import { usdValue } from './usd-value.ts';

describe('usdValue', () => {
  it.each([
    ['1 LUX at 24.1532', 10n ** 18n, 18, { units: 241_532n, decimals: 4 }, 24_153_200n],
    ['1 LBTC at 67,421.50', 10n ** 8n, 8, { units: 6_742_150n, decimals: 2 }, 67_421_500_000n],
    ['1.5 LUSD at 1', 1_500_000n, 6, { units: 1n, decimals: 0 }, 1_500_000n],
    ['a token without decimals', 3n, 0, { units: 2n, decimals: 0 }, 6_000_000n],
    ['dust, rounded down', 1n, 18, { units: 241_532n, decimals: 4 }, 0n],
  ])('%s', (_, amount, decimals, price, value) => {
    expect(usdValue(amount, decimals, price)).toBe(value);
  });

  it('is unknown without a price', () => {
    expect(usdValue(1n, 18, undefined)).toBeNull();
  });
});
