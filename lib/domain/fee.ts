import { MAX_QUANTA, type Quanta } from './quanta.ts';

const MILLION = 1_000_000;

/**
 * The fee on an amount, rounded up to whole quanta:
 * `⌊n/10^6⌋·ppm + ⌈(n mod 10^6)·ppm/10^6⌉`, which is `⌈n·ppm/10^6⌉` (docs/matching.md, Locks and
 * fees; the settlement contract computes the same). `ppm` is 0 … 10^6, the amount 0 … 2^53 − 1.
 *
 * A rounded quotient of whole numbers below 2^53 never reaches a whole number that the true quotient
 * does not: the quotient a/b is at least 1/b away from it, and rounding moves it by at most
 * a/b · 2^−53 < 1/b. So `Math.floor` and `Math.ceil` see the right side of every whole number.
 */
export function feeOf(amount: Quanta, ppm: number): Quanta {
  const product = amount * ppm;
  // Rounding is monotone: a product that is not exact is at least 2^53 and takes the longer way.
  if (product <= MAX_QUANTA) return Math.ceil(product / MILLION);
  const millions = Math.floor(amount / MILLION);
  const rest = amount - millions * MILLION;
  return millions * ppm + Math.ceil((rest * ppm) / MILLION);
}
