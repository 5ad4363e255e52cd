import { signOrder } from '#lib/chain/order-signature.ts';
import type { OrderDomain } from '#lib/chain/order-typed-data.ts';
import type { Market } from '#lib/domain/market.ts';
import type { LegRequest, OrderRequest, OrderSignature } from '#lib/domain/order-request.ts';
import { legTerms, type SignableTerms, signableOrder } from '#lib/domain/signable-order.ts';
import type { SignedOrder } from '#lib/domain/signed-order.ts';
import type { ChaosSigner } from './chaos-signer.ts';

/** A take-profit's number is one more than that of its order, a stop-loss's two (docs/journal.md). */
const TAKE_PROFIT = 1;
const STOP_LOSS = 2;

/** What was signed with a request, by how much more its number is than the order's. */
export type SignedParts = ReadonlyMap<number, SignedOrder>;

export type Countersigning = {
  readonly signer: ChaosSigner;
  readonly domain: OrderDomain;
  readonly market: Market;
};

/** The order and its legs as they were signed, each as an order of its own. */
export function signedParts(
  request: OrderRequest,
  { signer, market }: Pick<Countersigning, 'signer' | 'market'>,
): SignedParts {
  const { signed, takeProfit, stopLoss } = request;
  const parts = new Map<number, SignedOrder>();
  const add = (offset: number, terms: SignableTerms, by: OrderSignature | null) => {
    if (by === null) throw new TypeError('it is not signed');
    parts.set(offset, signableOrder(terms, { account: signer.address, market: market.id, by }));
  };
  add(0, request, signed);
  if (takeProfit !== null) add(TAKE_PROFIT, legTerms(takeProfit, request), takeProfit.signed);
  if (stopLoss !== null) add(STOP_LOSS, legTerms(stopLoss, request), stopLoss.signed);
  return parts;
}

/** The same request with the contract's signatures in the place of its first owner's. */
export async function countersigned(
  request: OrderRequest,
  around: Countersigning,
): Promise<OrderRequest> {
  const leg = async (each: LegRequest | null): Promise<LegRequest | null> => {
    if (each === null) return null;
    return {
      ...each,
      signed: await countersignedTerms(legTerms(each, request), { ...around, by: each.signed }),
    };
  };
  return {
    ...request,
    signed: await countersignedTerms(request, { ...around, by: request.signed }),
    takeProfit: await leg(request.takeProfit),
    stopLoss: await leg(request.stopLoss),
  };
}

/** Likewise of one order; `null` for one that is not signed. */
export async function countersignedTerms(
  terms: SignableTerms,
  { signer, domain, market, by }: Countersigning & { readonly by: OrderSignature | null },
): Promise<OrderSignature | null> {
  if (by === null) return null;
  const order = signableOrder(terms, { account: signer.address, market: market.id, by });
  return { ...by, signature: await signOrder(signer.typed, { domain, order }) };
}
