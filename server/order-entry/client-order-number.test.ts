import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { clientOrderNumber } from './client-order-number.ts';

const FIRST_OF_TEXTS = 2 ** 52;

describe('clientOrderNumber', () => {
  it.each([
    ['1', 1],
    ['42', 42],
    ['4503599627370495', FIRST_OF_TEXTS - 1],
  ])('takes %s for itself', (text, number) => {
    expect(clientOrderNumber(text)).toBe(number);
  });

  it.each([
    '0',
    '007',
    '-1',
    '1.0',
    ' 1',
    '1e3',
    '4503599627370496',
    '9999999999999999',
    'x',
    '',
    '💥',
  ])('makes a number of the text %j that no digits stand for', (text) => {
    const number = clientOrderNumber(text);
    expect(Number.isSafeInteger(number)).toBe(true);
    expect(number).toBeGreaterThanOrEqual(FIRST_OF_TEXTS);
  });

  it('is the first 52 bits of the SHA-256 that is published for abc, above 2^52', () => {
    expect(clientOrderNumber('abc')).toBe(Number(2n ** 52n + 0xba7816bf8f01cn));
  });

  it('is the same for the same text, and another for another one', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 64 }), fc.string({ maxLength: 64 }), (one, other) => {
        expect(clientOrderNumber(one) === clientOrderNumber(other)).toBe(one === other);
      }),
    );
  });
});
