import { describe, expect, it } from 'vitest';
import { ExactNumber, exactNumber } from './exact-number.ts';

describe('exactNumber', () => {
  it('is a plain number where that is exact', () => {
    expect(exactNumber('42')).toBe(42);
    expect(exactNumber('-9007199254740991')).toBe(Number.MIN_SAFE_INTEGER);
  });

  it('keeps its text where a plain number would not', () => {
    expect(exactNumber('9007199254740993')).toEqual(new ExactNumber('9007199254740993'));
    expect(JSON.stringify({ price: exactNumber('0.10') })).toBe('{"price":0.10}');
  });
});
