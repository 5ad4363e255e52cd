import type { Pool } from '#lib/domain/amm/pool.ts';
import { type Currency, sameCurrency, type Token } from '#lib/domain/currency.ts';
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
  /** The tokens that are trusted, WLUX among them; what was imported is not. */
  readonly listed: readonly Token[];
};

/**
 * The best route for what is asked, on the pools as they are known.
 *
 * An imported token may be hostile, and gets no hold of more than its own swap: no route leads through
 * one. LUX is paid for one in one leg, which `encodeSwap` can protect (`wrapsFirst`), and for an exact
 * amount of one over V2 pairs only: they are paid before they hand anything out, V3 pools after.
 */
export function requote({ request, market, wlux, listed }: RequoteQuery): QuoteState {
  if (request === null) return { kind: 'none' };
  if (market === null) return { kind: 'loading' };
  const wary = request.pay.kind === 'native' && !isListed(request.receive, listed);
  const v2Only = wary && request.exact === 'receive';
  const find = (pools: readonly Pool[]) =>
    findRoute({
      pools,
      input: request.pay,
      output: request.receive,
      wlux,
      mode: modeOf(request.exact),
      amount: request.amount,
      gasPriceWei: market.gasPrice,
      intermediates: listed.map(({ address }) => address),
      ...(wary ? { maxLegs: 1 } : {}),
    });
  const result = find(v2Only ? market.pools.filter(isV2) : market.pools);
  if (result.status === 'found') {
    return { kind: 'quoted', route: result.route, asOfMs: market.asOfMs };
  }
  const elsewhere = v2Only && find(market.pools).status === 'found';
  return { kind: 'refused', code: elsewhere ? 'swap/exact-out-unsafe' : result.code };
}

function isV2({ kind }: Pool): boolean {
  return kind === 'v2';
}

function isListed(currency: Currency, listed: readonly Token[]): boolean {
  return currency.kind === 'native' || listed.some((token) => sameCurrency(token, currency));
}
