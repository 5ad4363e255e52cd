import type { Market } from './market.ts';
import { notionalOf } from './notional.ts';
import type { OrderSide } from './order.ts';
import { type Lots, MAX_QUANTA, type Quanta, type Ticks } from './quanta.ts';

const PERCENT = 100;

/** What an order locks, and of which asset. */
export type OrderLock = { readonly asset: 'base' | 'quote'; readonly quanta: Quanta };

/**
 * What an order has locked while it is open: of a buy its notional at the limit or protection price,
 * of a sell the base asset itself (docs/matching.md, Locks and fees). Above 2^53 − 1 the figure is
 * rounded, but stays above.
 */
export function orderLock(
  { k, unitsPerLot }: Market,
  { side, priceTicks, lots }: OrderToLock,
): OrderLock {
  return side === 'buy'
    ? { asset: 'quote', quanta: notionalOf(priceTicks, lots, k) }
    : { asset: 'base', quanta: lots * unitsPerLot };
}

export type OrderToLock = {
  readonly side: OrderSide;
  /** Limit, or the protection price of a market order. */
  readonly priceTicks: Ticks;
  readonly lots: Lots;
};

/**
 * The most lots that a budget can lock: quote quanta of a buy at its price, base quanta of a sell.
 * Rounded down to whole lots, at most the market's largest order. The price is at least 1.
 */
export function lotsWithin(
  { k, unitsPerLot, maxQuantity }: Market,
  {
    side,
    priceTicks,
    budget,
  }: { readonly side: OrderSide; readonly priceTicks: Ticks; readonly budget: Quanta },
): Lots {
  // A rounded quotient of whole numbers below 2^53 never reaches a whole number that the true one
  // does not (see `feeOf`).
  const unit = side === 'buy' ? priceTicks * k : unitsPerLot;
  return Math.min(maxQuantity, Math.floor(budget / unit));
}

/** A whole number of per cent, 0 … 100, of an amount, rounded down. */
export function percentOf(amount: Quanta, percent: number): Quanta {
  const rest = amount % PERCENT;
  return ((amount - rest) / PERCENT) * percent + Math.floor((rest * percent) / PERCENT);
}

/** How much of a whole a part is, in whole per cent, rounded down; 0 of nothing, at most 100. */
export function percentageOf(part: Quanta, whole: Quanta): number {
  if (whole <= 0) return 0;
  if (part >= whole) return PERCENT;
  return Number((BigInt(part) * BigInt(PERCENT)) / BigInt(whole));
}

/** Lots at a price for an amount of quote, rounded down: what is spent is at most the amount. */
export function lotsForQuote(quoteQuanta: Quanta, priceTicks: Ticks, k: number): Lots {
  return Math.floor(Math.min(quoteQuanta, MAX_QUANTA) / (priceTicks * k));
}
