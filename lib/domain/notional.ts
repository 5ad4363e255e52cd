import type { Lots, Quanta, Ticks } from './quanta.ts';

/**
 * What a size costs at a price, in quanta of the quote asset: `price · lots · k` (DESIGN.md, Units).
 * Price and size are 1 … 2^31 − 1, `k` is a whole number from 1 on.
 *
 * Exact when the true product is at most `MAX_QUANTA`; otherwise the answer is rounded, but above
 * `MAX_QUANTA`, so that comparing with it is always right. No factor is below 1, so where the whole
 * product fits the partial one fits too and nothing is rounded; and where a true product reaches
 * 2^53, which is a double itself, rounding, being monotone, does not fall below it.
 */
export function notionalOf(price: Ticks, lots: Lots, k: number): Quanta {
  return price * lots * k;
}
