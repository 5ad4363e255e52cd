import { divUp } from './mul-div.ts';

/** An exact, non-negative rational number. The denominator is positive; it need not be reduced. */
export type Fraction = {
  readonly numerator: bigint;
  readonly denominator: bigint;
};

export const ZERO: Fraction = { numerator: 0n, denominator: 1n };
export const ONE: Fraction = { numerator: 1n, denominator: 1n };

/** `a · b`, exactly. */
export function multiply(a: Fraction, b: Fraction): Fraction {
  return {
    numerator: a.numerator * b.numerator,
    denominator: a.denominator * b.denominator,
  };
}

/** `a + b`, exactly. */
export function add(a: Fraction, b: Fraction): Fraction {
  return {
    numerator: a.numerator * b.denominator + b.numerator * a.denominator,
    denominator: a.denominator * b.denominator,
  };
}

/** `1 / a` for a positive `a`. */
export function inverse(a: Fraction): Fraction {
  return { numerator: a.denominator, denominator: a.numerator };
}

/** `⌊amount · a⌋` for a non-negative amount. */
export function applyDown(amount: bigint, a: Fraction): bigint {
  return (amount * a.numerator) / a.denominator;
}

/** `⌈amount · a⌉` for a non-negative amount. */
export function applyUp(amount: bigint, a: Fraction): bigint {
  return divUp(amount * a.numerator, a.denominator);
}
