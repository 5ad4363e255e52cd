import { describe, expect, it } from 'vitest';
import { formatCompact } from './format-compact.ts';

describe('formatCompact', () => {
  it('shortens thousands, millions, billions and trillions, and keeps the exact value', () => {
    expect(formatCompact(182_412_345_678_901n, 6)).toEqual({
      text: '182.41M',
      exact: '182,412,345.678901',
    });
    expect(formatCompact(1_000n, 0).text).toBe('1.00k');
    expect(formatCompact(7_250_000_000n, 0).text).toBe('7.25B');
    expect(formatCompact(-3_100_000_000_000n, 0).text).toBe('\u22123.10T');
  });

  it('leaves what is below a thousand as it is', () => {
    expect(formatCompact(999_999_999n, 6)).toEqual({ text: '999.99', exact: '999.999999' });
  });
});
