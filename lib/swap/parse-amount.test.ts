import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MAX_INT256 } from '#lib/domain/amm/uint-limits.ts';
import { exactAmount } from '#lib/format/format-amount.ts';
import { type AmountProblem, parseAmount } from './parse-amount.ts';

const LUSD = { symbol: 'LUSD', decimals: 6 };
const LUX = { symbol: 'LUX', decimals: 18 };
const WHOLE = { symbol: 'COUNT', decimals: 0 };

describe('parseAmount', () => {
  it.each([
    ['1', 1_000_000n],
    ['1.5', 1_500_000n],
    ['.5', 500_000n],
    ['5.', 5_000_000n],
    ['0', 0n],
    ['0.000000', 0n],
    ['0.000001', 1n],
    ['007', 7_000_000n],
    ['1.5000000000', 1_500_000n],
    ['  12.25\n', 12_250_000n],
    ['\u200b12.25\ufeff', 12_250_000n],
    ['1,234.5', 1_234_500_000n],
    ['1,234,567', 1_234_567_000_000n],
    ['1,234,567.89', 1_234_567_890_000n],
    ['12,345.', 12_345_000_000n],
    ['1 234.5', 1_234_500_000n],
    ['1 234', 1_234_000_000n],
    ['1\u00a0234\u00a0567.5', 1_234_567_500_000n],
    ['1\u202f234', 1_234_000_000n],
    ['1\u2009234', 1_234_000_000n],
    ["1'234.5", 1_234_500_000n],
    ['1’234’567', 1_234_567_000_000n],
  ])('reads %j exactly', (text, amount) => {
    expect(parseAmount(text, LUSD)).toEqual({ kind: 'amount', amount });
  });

  it.each(['', '   ', '\u00a0', '.', ' . ', '\u200b'])('takes %j as nothing typed yet', (text) => {
    expect(parseAmount(text, LUSD)).toEqual({ kind: 'empty' });
  });

  it.each<[string, AmountProblem['code'], string]>([
    ['-1', 'amount/negative', 'An amount cannot be negative.'],
    ['\u22121', 'amount/negative', 'An amount cannot be negative.'],
    ['–5', 'amount/negative', 'An amount cannot be negative.'],
    ['1e5', 'amount/exponent', 'Write the amount out in full, without an exponent.'],
    ['1.5E-3', 'amount/exponent', 'Write the amount out in full, without an exponent.'],
    ['2.e3', 'amount/exponent', 'Write the amount out in full, without an exponent.'],
    ['١٢', 'amount/foreign-digits', 'Use the digits 0 to 9.'],
    ['１２.５', 'amount/foreign-digits', 'Use the digits 0 to 9.'],
    ['1२', 'amount/foreign-digits', 'Use the digits 0 to 9.'],
    ['1,234', 'amount/ambiguous-comma', '“1,234” can be read in two ways. Write 1234 or 1.234.'],
    [
      '12,500',
      'amount/ambiguous-comma',
      '“12,500” can be read in two ways. Write 12500 or 12.500.',
    ],
    ['1,5', 'amount/decimal-comma', 'Use a point for decimals: 1.5.'],
    ['0,123', 'amount/decimal-comma', 'Use a point for decimals: 0.123.'],
    [',5', 'amount/decimal-comma', 'Use a point for decimals: 0.5.'],
    ['1234,56', 'amount/decimal-comma', 'Use a point for decimals: 1234.56.'],
    ['1.234,5', 'amount/decimal-comma', 'Use a point for decimals: 1234.5.'],
    ['0.5.1', 'amount/not-a-number', 'Use digits and one point, like 1234.5.'],
    ['1..5', 'amount/not-a-number', 'Use digits and one point, like 1234.5.'],
    ['abc', 'amount/not-a-number', 'Use digits and one point, like 1234.5.'],
    ['0x10', 'amount/not-a-number', 'Use digits and one point, like 1234.5.'],
    ['+1', 'amount/not-a-number', 'Use digits and one point, like 1234.5.'],
    ['1 LUX', 'amount/misplaced-separator', misplacedText()],
    ['12 34', 'amount/misplaced-separator', misplacedText()],
    ['1 2', 'amount/misplaced-separator', misplacedText()],
    ['12,34.5', 'amount/misplaced-separator', misplacedText()],
    ['1,234.5,6', 'amount/misplaced-separator', misplacedText()],
    ['1,23 4', 'amount/misplaced-separator', misplacedText()],
    ['0,123.5', 'amount/misplaced-separator', misplacedText()],
    ['1,,234.5', 'amount/misplaced-separator', misplacedText()],
    ['1.1234567', 'amount/too-many-decimals', 'LUSD has 6 decimals; this amount has 7.'],
    ['0.0000001', 'amount/too-many-decimals', 'LUSD has 6 decimals; this amount has 7.'],
  ])('refuses %j', (text, code, message) => {
    expect(parseAmount(text, LUSD)).toEqual({ kind: 'problem', problem: { code, message } });
  });

  it('says when a token has no decimals at all', () => {
    expect(parseAmount('1.5', WHOLE)).toEqual({
      kind: 'problem',
      problem: {
        code: 'amount/too-many-decimals',
        message: 'COUNT has no decimals; this amount has 1.',
      },
    });
    expect(parseAmount('15.0', WHOLE)).toEqual({ kind: 'amount', amount: 15n });
  });

  it('takes the largest amount that contracts can hold and not one more', () => {
    expect(parseAmount(MAX_INT256.toString(), WHOLE)).toEqual({
      kind: 'amount',
      amount: MAX_INT256,
    });
    const more = parseAmount((MAX_INT256 + 1n).toString(), WHOLE);
    expect(more).toMatchObject({ problem: { code: 'amount/too-large' } });
    const scaled = parseAmount(MAX_INT256.toString(), LUX);
    expect(scaled).toMatchObject({ problem: { code: 'amount/too-large' } });
  });

  it('refuses a pasted page before doing any arithmetic with it', () => {
    const page = parseAmount('9'.repeat(1_000_000), LUX);
    expect(page).toMatchObject({ problem: { code: 'amount/too-long' } });
  });

  it('reads back every amount that is written out', () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: 0n, max: MAX_INT256 }),
        fc.integer({ min: 0, max: 36 }),
        (amount, decimals) => {
          const text = exactAmount(amount, decimals);
          expect(parseAmount(text, { symbol: 'ANY', decimals })).toEqual({
            kind: 'amount',
            amount,
          });
        },
      ),
    );
  });

  it('never throws, whatever is pasted', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (text) => {
        expect(['empty', 'amount', 'problem']).toContain(parseAmount(text, LUSD).kind);
      }),
    );
  });
});

function misplacedText(): string {
  return 'The separators do not mark thousands. Write the amount with digits and one point.';
}
