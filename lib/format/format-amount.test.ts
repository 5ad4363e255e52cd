import { describe, expect, it } from 'vitest';
import { exactAmount, formatAmount } from './format-amount.ts';

describe('formatAmount', () => {
  it('writes an amount of base units', () => {
    expect(formatAmount(1_234_500_000n, 6)).toBe('1,234.5');
    expect(formatAmount(10n ** 18n, 18)).toBe('1');
  });

  it('never shows a non-zero amount as zero', () => {
    expect(formatAmount(1n, 18, { maxDecimals: 4 })).toBe('<0.0001');
    expect(formatAmount(1n, 18, { maxDecimals: 0 })).toBe('<1');
    expect(formatAmount(1n, 18, { maxDecimals: 4, minDecimals: 2 })).toBe('<0.0001');
  });

  it('keeps significant digits whatever the size', () => {
    const amount = (value: bigint) => formatAmount(value, 18, { significantDigits: 4 });
    expect(amount(123_456_789n * 10n ** 12n)).toBe('123.4');
    expect(amount(1_234_567_890_000n)).toBe('0.000001234');
    expect(amount(98_765_432n * 10n ** 18n)).toBe('98,765,432');
  });

  it('writes zero as a dash in tables only', () => {
    expect(formatAmount(0n, 18, { zeroAsDash: true })).toBe('\u2013');
    expect(formatAmount(0n, 18)).toBe('0');
  });
});

describe('exactAmount', () => {
  it('gives all digits without separators', () => {
    expect(exactAmount(1_234_567_890_123n, 6)).toBe('1234567.890123');
  });
});
