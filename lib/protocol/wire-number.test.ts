import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseJson } from './exact-json.ts';
import { fromWireNumber, toWireNumber, wireNumber } from './wire-number.ts';

describe('toWireNumber', () => {
  it.each([
    [6_742_150, 2, '67421.50'],
    [-182, 2, '-1.82'],
    [5, 4, '0.0005'],
    [0, 2, '0.00'],
    [Number.MAX_SAFE_INTEGER, 6, '9007199254.740991'],
    [12, 0, '12'],
  ])('writes %d units of %d decimals as %s', (units, decimals, text) => {
    expect(JSON.stringify(toWireNumber(units, decimals))).toBe(text);
  });

  it('refuses what is no whole number of units', () => {
    expect(() => toWireNumber(0.5, 2)).toThrow(RangeError);
    expect(() => toWireNumber(2 ** 53, 2)).toThrow(RangeError);
  });
});

describe('fromWireNumber', () => {
  it('gives back every integer that was written', () => {
    fc.assert(
      fc.property(fc.maxSafeInteger(), fc.integer({ min: 0, max: 8 }), (units, decimals) => {
        const text = JSON.stringify(toWireNumber(units, decimals));
        expect(fromWireNumber(text, decimals)).toBe(units === 0 ? 0 : units);
        const value = parseJson(text);
        if (!wireNumber.safeParse(value).success) throw new Error(`${text} is no wire number`);
      }),
    );
  });

  it('reads numbers, texts of numbers and decimal strings alike', () => {
    for (const value of [1.5, '1.5', '1.50', '1.500000']) {
      expect(fromWireNumber(value, 2)).toBe(150);
    }
  });

  it.each(['1e3', '0x10', '', ' 1', '1.', '.5', '+1', '01', '1,5', 'Infinity', '٣'])(
    'refuses %j',
    (text) => {
      expect(() => fromWireNumber(text, 2)).toThrow(/plain decimal digits/);
    },
  );

  it('refuses more decimals than there are, rather than round', () => {
    expect(() => fromWireNumber('1.005', 2)).toThrow(/at most 2 decimals/);
    expect(() => fromWireNumber(0.1 + 0.2, 2)).toThrow(/at most 2 decimals/);
  });

  it('refuses what is too large to count exactly', () => {
    expect(() => fromWireNumber('90071992547409.92', 2)).toThrow(/smaller number/);
  });
});

describe('wireNumber', () => {
  it.each([1, 1.5, parseJson('1.25')])('accepts the number %j', (value) => {
    expect(wireNumber.safeParse(value).success).toBe(true);
  });

  it.each(['1', null, Number.NaN, Number.POSITIVE_INFINITY, {}, { text: '1' }, 1n])(
    'refuses what is no JSON number: %s',
    (value) => {
      expect(wireNumber.safeParse(value).success).toBe(false);
    },
  );
});
