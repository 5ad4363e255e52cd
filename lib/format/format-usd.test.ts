import { describe, expect, it } from 'vitest';
import { formatUsd } from './format-usd.ts';

describe('formatUsd', () => {
  it.each([
    [0n, '$0.00'],
    [1n, '<$0.01'],
    [10_000n, '$0.01'],
    [1_234_567_899n, '$1,234.56'],
    [9_999_999_999_999n, '$9,999,999.99'],
  ])('writes %s micro-dollars as %s', (value, text) => {
    expect(formatUsd(value)).toBe(text);
  });
});
