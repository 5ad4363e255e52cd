import { describe, expect, it } from 'vitest';
import { sparklinePath } from './sparkline-path.ts';

const SIZE = { width: 100, height: 32 };

describe('sparklinePath', () => {
  it('runs from left to right with the highest price at the top', () => {
    expect(sparklinePath([10, 20, 15], SIZE)).toBe('M0 31L50 1L100 16');
  });

  it('draws a flat line in the middle', () => {
    expect(sparklinePath([7, 7], SIZE)).toBe('M0 16L100 16');
  });

  it('draws nothing of fewer than two prices', () => {
    expect(sparklinePath([], SIZE)).toBe('');
    expect(sparklinePath([7], SIZE)).toBe('');
  });
});
