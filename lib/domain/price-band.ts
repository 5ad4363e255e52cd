import { MAX_TICKS, type Ticks } from './quanta.ts';

const MILLION = 1_000_000;

/**
 * The highest price of a buy: `⌊reference · (10^6 + band) / 10^6⌋`, at most 2^31 − 1
 * (docs/matching.md, step 8). The reference is 1 … 2^31 − 1, the band 0 … 10^9 ppm.
 *
 * Exact, although `reference · band` may exceed 2^53 and be rounded: it does so only where the limit
 * is over 9·10^9 and therefore capped. A quotient of exact whole numbers rounds to the right side of
 * every whole number, as explained at `feeOf`.
 */
export function upperPriceLimit(reference: Ticks, bandPpm: number): Ticks {
  return Math.min(MAX_TICKS, reference + Math.floor((reference * bandPpm) / MILLION));
}

/**
 * The lowest price of a sell: `⌈reference · (10^6 − band) / 10^6⌉`, at least 1. A band of 10^6 ppm or
 * more has no lower limit but 1. The product is below 2^31 · 10^6 where it is positive, so it is exact.
 */
export function lowerPriceLimit(reference: Ticks, bandPpm: number): Ticks {
  return Math.max(1, Math.ceil((reference * (MILLION - bandPpm)) / MILLION));
}
