import { type Currency, sameCurrency } from '#lib/domain/currency.ts';
import type { SwapMode, SwapRoute } from '#lib/domain/route/swap-route.ts';

/** Which side of a swap is exact: what is paid, or what is received. */
export type ExactSide = 'pay' | 'receive';

/** What a swap was asked for, once the typed amount has been read. */
export type SwapRequest = {
  readonly pay: Currency;
  readonly receive: Currency;
  readonly exact: ExactSide;
  /** Base units of the exact side. */
  readonly amount: bigint;
};

/** The router's word for the exact side. */
export function modeOf(exact: ExactSide): SwapMode {
  return exact === 'pay' ? 'exact-in' : 'exact-out';
}

/** The page's word for the router's mode. */
export function exactSideOf(mode: SwapMode): ExactSide {
  return mode === 'exact-in' ? 'pay' : 'receive';
}

/** Whether a route answers this request and not an earlier one. */
export function answers(route: SwapRoute, request: SwapRequest): boolean {
  return (
    route.mode === modeOf(request.exact) &&
    route.amount === request.amount &&
    sameCurrency(route.input, request.pay) &&
    sameCurrency(route.output, request.receive)
  );
}

/** The sum of the pool fees along each leg, in parts per million: what auto slippage looks at. */
export function pathFeesPpm(route: SwapRoute): readonly number[] {
  return route.legs.map(({ hops }) => hops.reduce((sum, { feePpm }) => sum + feePpm, 0));
}
