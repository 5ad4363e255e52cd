import { describe, expect, it } from 'vitest';
import { pageOf, readCursor } from './cursor.ts';

describe('readCursor', () => {
  it('begins at the newest without one, else before a number', () => {
    expect(readCursor(undefined)).toBeNull();
    expect(readCursor('4711')).toBe(4_711);
  });

  it.each(['', '0', '-1', '1.5', '01', 'x', '9'.repeat(17), '9007199254740993', '１'])(
    'refuses %j',
    (cursor) => {
      expect(() => readCursor(cursor)).toThrow(/cursor/);
    },
  );
});

describe('pageOf', () => {
  const numberOf = (row: number) => row;

  it('names the next page only where there is one', () => {
    expect(pageOf([5, 4, 3], { limit: 2, numberOf })).toEqual({ rows: [5, 4], nextCursor: '4' });
    expect(pageOf([5, 4], { limit: 2, numberOf })).toEqual({ rows: [5, 4], nextCursor: null });
    expect(pageOf([], { limit: 2, numberOf })).toEqual({ rows: [], nextCursor: null });
  });
});
