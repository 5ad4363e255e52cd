import type { Address } from '../address.ts';
import type { Currency } from '../currency.ts';

/** Whether the amount given is what is paid or what is received. */
export type SwapMode = 'exact-in' | 'exact-out';

/** One pool on the way. All amounts are base units of the token they belong to. */
export type RouteHop = {
  readonly pool: Address;
  readonly kind: 'v2' | 'v3';
  readonly feePpm: number;
  readonly tokenIn: Address;
  readonly tokenOut: Address;
  readonly amountIn: bigint;
  readonly amountOut: bigint;
  /** The pool's fee, in `tokenIn`, contained in `amountIn`. */
  readonly feeAmount: bigint;
  /** Initialised ticks crossed on a V3 pool, each of which costs gas. */
  readonly ticksCrossed: number;
};

/** A part of the swap that takes its own way. Legs are executed in order, one after the other. */
export type RouteLeg = {
  /** Part of the given amount (paid or received), parts per million; the legs' sum to a million. */
  readonly sharePpm: number;
  /** The leg's part of the given amount: what it pays (exact-in) or must give at least (exact-out). */
  readonly amount: bigint;
  readonly amountIn: bigint;
  readonly amountOut: bigint;
  readonly hops: readonly RouteHop[];
};

/** A fee paid to the providers of the pools of one token. */
export type PaidFee = {
  readonly token: Address;
  readonly amount: bigint;
};

/** A swap found and computed to the last unit, on the state of the pools it was found on. */
export type SwapRoute = {
  /** `wrap` and `unwrap` exchange LUX and WLUX one for one, without pools. */
  readonly kind: 'swap' | 'wrap' | 'unwrap';
  readonly mode: SwapMode;
  readonly input: Currency;
  readonly output: Currency;
  /** What was asked for: `amountIn` of an exact-in route, at most `amountOut` of an exact-out one. */
  readonly amount: bigint;
  readonly amountIn: bigint;
  /**
   * What is received. An exact-out route over V2 pairs may give a few units more than asked for,
   * because the router swaps the rounded input whole.
   */
  readonly amountOut: bigint;
  readonly legs: readonly RouteLeg[];
  readonly gasUnits: bigint;
  /** In base units of the chain's coin. */
  readonly gasCostWei: bigint;
  /** The same in the output token, rounded up; `null` when no pool leads from WLUX to it. */
  readonly gasCostInOutput: bigint | null;
  /** The same in the input token. */
  readonly gasCostInInput: bigint | null;
  /**
   * How much worse than the mid price net of fees the swap trades, parts per million, averaged over the
   * legs by input, rounded up.
   */
  readonly priceImpactPpm: bigint;
  /** The fees of all hops, summed a token. */
  readonly feesPaid: readonly PaidFee[];
  /** The part of the input that goes to fees, parts per million, averaged likewise. */
  readonly feePpm: bigint;
};

/** Why there is no route. */
export type RouteFailureCode =
  | 'swap/amount-zero'
  | 'swap/amount-overflow'
  | 'swap/amount-too-small'
  | 'swap/same-token'
  | 'swap/no-route'
  | 'swap/insufficient-liquidity';

/** No route is an ordinary answer on the way to typing an amount, so it is a value, not an error. */
export type RouteResult =
  | { readonly status: 'found'; readonly route: SwapRoute }
  | { readonly status: 'failed'; readonly code: RouteFailureCode };
