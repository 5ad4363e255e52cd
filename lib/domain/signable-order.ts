import type { Address } from './address.ts';
import type { Order, OrderSide } from './order.ts';
import type { LegRequest, OrderRequest, OrderSignature } from './order-request.ts';
import {
  ONE_SHOT_FLAG,
  POST_ONLY_FLAG,
  REDUCE_ONLY_FLAG,
  SELL_FLAG,
  type SignedOrder,
} from './signed-order.ts';

/** The part of an order that is signed with it. An order that is open already has the same fields. */
export type SignableTerms = Pick<
  Order,
  | 'side'
  | 'type'
  | 'timeInForce'
  | 'postOnly'
  | 'reduceOnly'
  | 'priceTicks'
  | 'quantityLots'
  | 'triggerTicks'
>;

/** Whose order it is, and what the signer adds. */
export type Signing = {
  readonly account: Address;
  /** Market id, 1 … 63. */
  readonly market: number;
  readonly by: Omit<OrderSignature, 'signature'>;
};

/**
 * Whether an order never stays, so that its nonce is of the space that grows: IOC, FOK and market. A
 * market order that waits for its trigger stays until then.
 */
export function isOneShot({
  type,
  timeInForce,
  triggerTicks,
}: Pick<SignableTerms, 'type' | 'timeInForce' | 'triggerTicks'>): boolean {
  return (
    triggerTicks === 0 && (type === 'market' || timeInForce === 'IOC' || timeInForce === 'FOK')
  );
}

/** The struct that is signed for an order; browser, gateway and contract make the same one. */
export function signableOrder(terms: SignableTerms, { account, market, by }: Signing): SignedOrder {
  const { nonce, expiry, epoch, maxFeePpm } = by;
  return {
    account,
    market,
    flags:
      (terms.side === 'sell' ? SELL_FLAG : 0) |
      (isOneShot(terms) ? ONE_SHOT_FLAG : 0) |
      (terms.postOnly ? POST_ONLY_FLAG : 0) |
      (terms.reduceOnly ? REDUCE_ONLY_FLAG : 0),
    price: terms.priceTicks,
    quantity: terms.quantityLots,
    triggerPrice: terms.triggerTicks,
    nonce,
    expiry,
    epoch,
    maxFeePpm,
  };
}

/** A take-profit or stop-loss as the order of its own that it is signed as. */
export function legTerms(
  leg: LegRequest,
  parent: Pick<OrderRequest, 'side' | 'quantityLots'>,
): SignableTerms {
  return {
    side: otherSide(parent.side),
    type: leg.type,
    timeInForce: leg.type === 'stop' ? 'IOC' : 'GTC',
    postOnly: false,
    reduceOnly: false,
    priceTicks: leg.priceTicks,
    quantityLots: parent.quantityLots,
    triggerTicks: leg.triggerTicks,
  };
}

function otherSide(side: OrderSide): OrderSide {
  return side === 'buy' ? 'sell' : 'buy';
}
