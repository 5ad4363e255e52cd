import { describe, expect, it } from 'vitest';
import { formatPrice } from './format-price.ts';

describe('formatPrice', () => {
  it('keeps all decimals of the market', () => {
    expect(formatPrice(6_742_150, { priceDecimals: 2 })).toBe('67,421.50');
    expect(formatPrice(12_000, { priceDecimals: 4 })).toBe('1.2000');
  });

  it('writes a dash where there is no price', () => {
    expect(formatPrice(null, { priceDecimals: 2 })).toBe('\u2013');
  });
});
