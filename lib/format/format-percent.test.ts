import { describe, expect, it } from 'vitest';
import { formatBps, formatPpm } from './format-percent.ts';

describe('formatPpm', () => {
  it('writes parts per million as a percentage', () => {
    expect(formatPpm(18_200)).toBe('1.82%');
    expect(formatPpm(500, { decimals: 4 })).toBe('0.0500%');
    expect(formatPpm(null)).toBe('\u2013');
  });

  it('rounds half away from zero, on both sides', () => {
    expect(formatPpm(50)).toBe('0.01%');
    expect(formatPpm(-50)).toBe('\u22120.01%');
    expect(formatPpm(-49)).toBe('0.00%');
  });

  it('shows the sign of gains when asked, never that of nothing', () => {
    expect(formatPpm(18_200, { signed: true })).toBe('+1.82%');
    expect(formatPpm(-18_200, { signed: true })).toBe('\u22121.82%');
    expect(formatPpm(0, { signed: true })).toBe('0.00%');
  });
});

describe('formatBps', () => {
  it('writes basis points as a percentage', () => {
    expect(formatBps(50)).toBe('0.50%');
    expect(formatBps(-1_234, { signed: true })).toBe('\u221212.34%');
  });
});
