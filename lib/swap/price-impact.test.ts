import { describe, expect, it } from 'vitest';
import { acknowledges, impactLevel } from './price-impact.ts';

describe('impactLevel', () => {
  it.each([
    [0n, 'none'],
    [10_000n, 'none'],
    [10_001n, 'warning'],
    [50_000n, 'warning'],
    [50_001n, 'danger'],
    [1_000_000n, 'danger'],
  ])('%s parts per million are %s', (ppm, level) => {
    expect(impactLevel(ppm)).toBe(level);
  });
});

describe('acknowledges', () => {
  it.each([
    ['swap anyway', true],
    ['  Swap   ANYWAY ', true],
    ['swap', false],
    ['', false],
    ['swap anyway!', false],
  ])('%j: %s', (text, expected) => {
    expect(acknowledges(text)).toBe(expected);
  });
});
