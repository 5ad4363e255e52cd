import type { Pool } from '#lib/domain/amm/pool.ts';
import type { Token } from '#lib/domain/currency.ts';
import { findRoute } from '#lib/domain/route/find-route.ts';
import { modeOf, type SwapRequest } from './swap-request.ts';
import type { QuoteState } from './swap-state.ts';

/** The pools as they were when the chain last answered. */
export type QuotedPools = {
  readonly pools: readonly Pool[];
  readonly gasPrice: bigint;
  readonly asOfMs: number;
};

export type RequoteQuery = {
  readonly request: SwapRequest | null;
  /** `null` before the pools were read for the first time. */
  readonly market: QuotedPools | null;
  readonly wlux: Token;
};

/** The best route for what is asked, on the pools as they are known. */
export function requote({ request, market, wlux }: RequoteQuery): QuoteState {
  if (request === null) return { kind: 'none' };
  if (market === null) return { kind: 'loading' };
  const result = findRoute({
    pools: market.pools,
    input: request.pay,
    output: request.receive,
    wlux,
    mode: modeOf(request.exact),
    amount: request.amount,
    gasPriceWei: market.gasPrice,
  });
  return result.status === 'found'
    ? { kind: 'quoted', route: result.route, asOfMs: market.asOfMs }
    : { kind: 'refused', code: result.code };
}
