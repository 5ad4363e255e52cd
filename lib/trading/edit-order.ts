import type { RequestFrame } from '#lib/client/stream-connection.ts';
import type { Market } from '#lib/domain/market.ts';
import type { Order } from '#lib/domain/order.ts';
import type { OrderSignature } from '#lib/domain/order-request.ts';
import type { Lots, Ticks } from '#lib/domain/quanta.ts';
import { toWireNumber } from '#lib/protocol/wire-number.ts';
import { encodeSignature } from '#lib/protocol/wire-signature.ts';
import { type RequestSigner, signTerms } from './sign-request.ts';

/** What of an open order is to change; 0 = unchanged. */
export type OrderEdit = {
  readonly orderId: number;
  readonly priceTicks: Ticks;
  /** The new total, what is filled included. */
  readonly quantityLots: Lots;
  readonly triggerTicks: Ticks;
};

/** The signature of a changed order; `null` where only its size shrinks, which needs none. */
export async function signEdit(
  order: Order,
  { edit, signer }: { readonly edit: OrderEdit; readonly signer: RequestSigner },
): Promise<OrderSignature | null> {
  const { priceTicks, quantityLots, triggerTicks } = edit;
  const onlyShrinks = priceTicks === 0 && triggerTicks === 0 && quantityLots < order.quantityLots;
  if (onlyShrinks) return null;
  const terms = {
    ...order,
    priceTicks: priceTicks === 0 ? order.priceTicks : priceTicks,
    quantityLots: quantityLots === 0 ? order.quantityLots : quantityLots,
    triggerTicks: triggerTicks === 0 ? order.triggerTicks : triggerTicks,
  };
  return await signTerms(terms, signer);
}

/** The request that changes an order. */
export function encodeChange(
  { orderId, priceTicks, quantityLots, triggerTicks }: OrderEdit,
  { market, signed }: { readonly market: Market; readonly signed: OrderSignature | null },
): Extract<RequestFrame, { type: 'modify_order' }> {
  const { priceDecimals, sizeDecimals } = market;
  return {
    type: 'modify_order',
    order_id: orderId,
    ...(priceTicks === 0 ? {} : { price: toWireNumber(priceTicks, priceDecimals) }),
    ...(quantityLots === 0 ? {} : { size: toWireNumber(quantityLots, sizeDecimals) }),
    ...(triggerTicks === 0 ? {} : { stop_price: toWireNumber(triggerTicks, priceDecimals) }),
    ...encodeSignature(signed),
  };
}
