import { describe, expect, it } from 'vitest';
import { decimalText } from './decimal-text.ts';

describe('decimalText', () => {
  it('writes every digit of a fixed-point integer, with thousands separators', () => {
    expect(decimalText(1_234_567_890_123_456_789n, 18)).toBe('1.234567890123456789');
    expect(decimalText(6_742_150n, 2)).toBe('67,421.5');
    expect(decimalText(1_000_000n, 0)).toBe('1,000,000');
    expect(decimalText(5n, 3)).toBe('0.005');
    expect(decimalText(0n, 6)).toBe('0');
  });

  it('stays exact beyond what a double can hold', () => {
    const largest = 2n ** 256n - 1n;
    expect(decimalText(largest, 0, { grouped: false })).toBe(largest.toString());
  });

  it('cuts off towards zero and never rounds up', () => {
    expect(decimalText(1_999_999n, 6, { maxDecimals: 2 })).toBe('1.99');
    expect(decimalText(-1_999_999n, 6, { maxDecimals: 2 })).toBe('\u22121.99');
  });

  it('keeps the decimals asked for, zeros included', () => {
    expect(decimalText(1_500_000n, 6, { minDecimals: 2 })).toBe('1.50');
    expect(decimalText(2n, 0, { minDecimals: 2 })).toBe('2.00');
  });

  it('writes a true minus, and none before a zero', () => {
    expect(decimalText(-12n, 1)).toBe('\u22121.2');
    expect(decimalText(-1n, 6, { maxDecimals: 2 })).toBe('0');
  });
});
