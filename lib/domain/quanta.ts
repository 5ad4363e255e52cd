/**
 * A whole number with a unit, so that the compiler refuses a price where a size belongs. Plain
 * numbers are taken as they are: they come from parsing, decoding and arithmetic, where units are
 * made.
 */
type Counted<Unit extends string> = number & { readonly unit?: Unit };

/** A price: 1 … 2^31 − 1 steps of its market. */
export type Ticks = Counted<'ticks'>;

/** A size: 1 … 2^31 − 1 steps of its market. */
export type Lots = Counted<'lots'>;

/** An amount: 0 … 2^53 − 1 of the smallest parts that the engine counts of its asset. */
export type Quanta = Counted<'quanta'>;

/** Largest price and size: what a signed 32-bit word holds. */
export const MAX_TICKS: Ticks = 2_147_483_647;
export const MAX_LOTS: Lots = 2_147_483_647;

/** Largest amount: up to here every whole number of quanta is exact. */
export const MAX_QUANTA: Quanta = Number.MAX_SAFE_INTEGER;
