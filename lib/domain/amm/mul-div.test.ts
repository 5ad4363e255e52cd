import fc from 'fast-check';
import { expect, test } from 'vitest';
import { divUp, mulDivDown, mulDivUp } from './mul-div.ts';

const uint = fc.bigInt({ min: 0n, max: (1n << 256n) - 1n });
const positive = fc.bigInt({ min: 1n, max: (1n << 256n) - 1n });

test('mulDivDown is the largest quotient that multiplies back to at most the product', () => {
  fc.assert(
    fc.property(uint, uint, positive, (a, b, denominator) => {
      const quotient = mulDivDown(a, b, denominator);
      expect(quotient * denominator <= a * b).toBe(true);
      expect((quotient + 1n) * denominator > a * b).toBe(true);
    }),
  );
});

test('mulDivUp exceeds mulDivDown by one unless the division is exact', () => {
  fc.assert(
    fc.property(uint, uint, positive, (a, b, denominator) => {
      const exact = (a * b) % denominator === 0n;
      const difference = mulDivUp(a, b, denominator) - mulDivDown(a, b, denominator);
      expect(difference).toBe(exact ? 0n : 1n);
    }),
  );
});

test('a division by zero is an error, also of zero', () => {
  expect(() => mulDivDown(1n, 1n, 0n)).toThrow(RangeError);
  expect(() => mulDivUp(1n, 1n, 0n)).toThrow(RangeError);
  expect(() => divUp(0n, 0n)).toThrow(RangeError);
});
