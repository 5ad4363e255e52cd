import type { Market } from '#lib/domain/market.ts';
import type { OrderSide } from '#lib/domain/order.ts';
import type { Lots, Quanta } from '#lib/domain/quanta.ts';

/** What a simulated trader does next. */
export type Take = {
  readonly market: Market;
  readonly side: OrderSide;
  readonly quantityLots: Lots;
  /** Milliseconds until the one after it. */
  readonly pauseMs: number;
};

export type TakeRules = {
  readonly markets: readonly Market[];
  /** Mean time between two takes. */
  readonly meanPauseMs: number;
  readonly longestPauseMs: number;
  /** Bounds of an order's value, quote quanta. */
  readonly smallestQuanta: Quanta;
  readonly largestQuanta: Quanta;
};

/**
 * The next take of a simulated trader: small orders are common and large ones rare, pauses are
 * exponential, sides a coin's toss.
 */
export function nextTake(
  rules: TakeRules,
  {
    random,
    priceTicks,
  }: {
    /** Numbers from 0 up to 1; the same ones give the same takes. */
    readonly random: () => number;
    /** The market's price; 0 = none is known, then nothing is taken. */
    readonly priceTicks: (market: Market) => number;
  },
): Take | null {
  const market = rules.markets[Math.floor(random() * rules.markets.length)];
  const side = random() < 0.5 ? 'buy' : 'sell';
  // The square makes small ones common.
  const share = random() ** 2;
  const pause = -Math.log(1 - random()) * rules.meanPauseMs;
  const pauseMs = Math.min(rules.longestPauseMs, Math.ceil(pause));
  if (market === undefined) return null;
  const price = priceTicks(market);
  if (price <= 0) return null;
  const { smallestQuanta, largestQuanta } = rules;
  const notional = smallestQuanta + Math.floor(share * (largestQuanta - smallestQuanta));
  const quantityLots = Math.max(1, Math.floor(notional / (price * market.k)));
  return { market, side, quantityLots, pauseMs };
}
