import { signOrder } from '#lib/chain/order-signature.ts';
import type { OrderDomain } from '#lib/chain/order-typed-data.ts';
import type { Market } from '#lib/domain/market.ts';
import type { LegRequest, OrderRequest, OrderSignature } from '#lib/domain/order-request.ts';
import {
  isOneShot,
  legTerms,
  type SignableTerms,
  signableOrder,
} from '#lib/domain/signable-order.ts';
import type { NonceKeeper } from './nonce-keeper.ts';
import type { TradingKey } from './trading-key.ts';

/** Longest time until which a resting order's signature may be settled: 28 days. */
const SIGNATURE_MS = 28 * 86_400_000;
/** Of an order that never stays, it must be settled, not kept. */
const LAST_SECOND = 0xffff_ffff;

export type RequestSigner = {
  /** In which the order is. */
  readonly market: Market;
  readonly key: TradingKey;
  readonly domain: OrderDomain;
  readonly nonces: NonceKeeper;
  /** Milliseconds since the epoch, as the exchange counts them. */
  readonly now: () => number;
};

/** Signs an order, and its take-profit and stop-loss each as an order of its own. */
export async function signRequest(
  request: OrderRequest,
  signer: RequestSigner,
): Promise<OrderRequest> {
  const signLeg = async (leg: LegRequest | null): Promise<LegRequest | null> => {
    if (leg === null) return null;
    return { ...leg, signed: await signTerms(legTerms(leg, request), signer) };
  };
  const signed = await signTerms(request, signer);
  const takeProfit = await signLeg(request.takeProfit);
  const stopLoss = await signLeg(request.stopLoss);
  return { ...request, signed, takeProfit, stopLoss };
}

/** Signs what an order says; `expiresMs` other than 0 is also when it ends. */
export async function signTerms(
  terms: SignableTerms & { readonly expiresMs?: number },
  { market, key, domain, nonces, now }: RequestSigner,
): Promise<OrderSignature> {
  const { nonce, epoch } = isOneShot(terms) ? await nonces.oneShot() : await nonces.resting();
  const by = {
    nonce,
    epoch,
    expiry: expiryOf({ expiresMs: terms.expiresMs ?? 0, key, nowMs: now() }),
    maxFeePpm: Math.max(market.makerFeePpm, market.takerFeePpm),
  };
  const order = signableOrder(terms, { account: key.owner, market: market.id, by });
  const signature = await signOrder({ privateKey: key.privateKey }, { domain, order });
  return { signature, ...by };
}

/** Seconds since the epoch: when the order ends, else as late as the key is good for. */
function expiryOf(ends: {
  readonly expiresMs: number;
  readonly key: TradingKey;
  readonly nowMs: number;
}): number {
  const { expiresMs, key, nowMs } = ends;
  const endMs = expiresMs === 0 ? Math.min(nowMs + SIGNATURE_MS, key.expiresMs) : expiresMs;
  return Math.min(LAST_SECOND, Math.floor(endMs / 1_000));
}
