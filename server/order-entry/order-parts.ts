import type { OrderRequest, OrderSignature } from '#lib/domain/order-request.ts';
import type { Ticks } from '#lib/domain/quanta.ts';
import { legTerms, type SignableTerms } from '#lib/domain/signable-order.ts';
import type { Authority } from '#server/engine/index.ts';

/** An order of a request: the order itself, or a take-profit or stop-loss sent with it. */
export type OrderPart = {
  readonly terms: SignableTerms;
  /** `null` = the gateway signs. */
  readonly signed: OrderSignature | null;
};

/** An order of a request with its right to be there. */
export type SignedPart = {
  /** What was signed: a limit, or the protection price of a market order. */
  readonly price: Ticks;
  /** EIP-712. */
  readonly digest: Uint8Array;
  readonly authority: Authority;
  readonly signature: Uint8Array;
};

/** The order, its take-profit and its stop-loss; `null` where there is none. */
export type PartsOf<Part> = {
  readonly order: Part;
  readonly takeProfit: Part | null;
  readonly stopLoss: Part | null;
};

/** Every order that a request asks for. */
export function partsOf(request: OrderRequest): PartsOf<OrderPart> {
  const { takeProfit, stopLoss } = request;
  const legPart = (leg: typeof takeProfit) =>
    leg === null ? null : { terms: legTerms(leg, request), signed: leg.signed };
  return {
    order: { terms: request, signed: request.signed },
    takeProfit: legPart(takeProfit),
    stopLoss: legPart(stopLoss),
  };
}

/** Does the same with every part, one after the other. */
export async function mapParts<From, To>(
  parts: PartsOf<From>,
  map: (part: From) => Promise<To>,
): Promise<PartsOf<To>> {
  const order = await map(parts.order);
  const takeProfit = parts.takeProfit === null ? null : await map(parts.takeProfit);
  const stopLoss = parts.stopLoss === null ? null : await map(parts.stopLoss);
  return { order, takeProfit, stopLoss };
}

/** The parts that there are. */
export function listParts<Part>({ order, takeProfit, stopLoss }: PartsOf<Part>): readonly Part[] {
  const parts = [order];
  if (takeProfit !== null) parts.push(takeProfit);
  if (stopLoss !== null) parts.push(stopLoss);
  return parts;
}
