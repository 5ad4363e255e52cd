import type { Market } from '#lib/domain/market.ts';
import type { OrderSide, OrderType, TimeInForce } from '#lib/domain/order.ts';
import type { LegRequest, OrderRequest } from '#lib/domain/order-request.ts';
import {
  BUY,
  CANCEL_NEWEST,
  FALLING,
  FOK,
  GTC,
  GTD,
  IOC,
  LAST_PRICE,
  type Leg,
  LIMIT,
  MARKET,
  NO_TRIGGER,
  type PlaceOrder,
  POST_ONLY_OFF,
  POST_ONLY_REJECT,
  RISING,
  SELL,
  type Side,
} from '#server/engine/index.ts';
import type { UnstampedCommand } from '#server/sequencer/index.ts';
import type { PartsOf, SignedPart } from './order-parts.ts';

const timesInForce = { GTC, IOC, FOK, GTD } as const;

/**
 * The command for an order. Stops wait for the price of the last trade, upwards for a buy and
 * downwards for a sell; an order never trades with its own account: the newer one gives way.
 */
export function placeCommand({
  request,
  account,
  clientOrderId,
  market,
  signed,
}: {
  readonly request: OrderRequest;
  readonly account: number;
  /** 0 = none. */
  readonly clientOrderId: number;
  readonly market: Market;
  readonly signed: PartsOf<SignedPart>;
}): Extract<UnstampedCommand, { kind: 'place' }> {
  const { authority, signature } = signed.order;
  const side = sideOf(request.side);
  return {
    kind: 'place',
    account,
    market: market.id,
    orderId: 0,
    clientOrderId,
    side,
    type: engineType(request.type),
    timeInForce: timeInForceOf(request),
    // Without a price of its own a market order gets the one that was signed, from the same band. The
    // command says so, because a price that differs each time would make the same order another one.
    price: request.priceTicks,
    quantity: request.quantityLots,
    displayQuantity: request.displayLots,
    postOnly: request.postOnly ? POST_ONLY_REJECT : POST_ONLY_OFF,
    reduceOnly: request.reduceOnly,
    selfTrade: CANCEL_NEWEST,
    ...triggerOf(side, request.triggerTicks),
    triggerPrice: request.triggerTicks,
    expiry: request.expiresMs,
    takeProfit: legOf(request.takeProfit, signed.takeProfit),
    stopLoss: legOf(request.stopLoss, signed.stopLoss),
    authority,
    signature,
  };
}

/** The side as the engine names it. */
export function sideOf(side: OrderSide): Side {
  return side === 'buy' ? BUY : SELL;
}

function engineType(type: OrderType): PlaceOrder['type'] {
  return type === 'market' || type === 'stop' ? MARKET : LIMIT;
}

/** A market order never stays: unless it must fill whole, it fills what it can. */
function timeInForceOf({
  type,
  timeInForce,
}: {
  readonly type: OrderType;
  readonly timeInForce: TimeInForce;
}): PlaceOrder['timeInForce'] {
  const isMarket = type === 'market' || type === 'stop';
  return isMarket && timeInForce !== 'FOK' ? IOC : timesInForce[timeInForce];
}

function triggerOf(side: Side, triggerTicks: number): Pick<PlaceOrder, 'trigger' | 'triggerBy'> {
  if (triggerTicks === 0) return { trigger: NO_TRIGGER, triggerBy: LAST_PRICE };
  return { trigger: side === BUY ? RISING : FALLING, triggerBy: LAST_PRICE };
}

function legOf(leg: LegRequest | null, signed: SignedPart | null): Leg | null {
  if (leg === null || signed === null) return null;
  return {
    orderId: 0,
    clientOrderId: 0,
    type: engineType(leg.type),
    price: signed.price,
    triggerPrice: leg.triggerTicks,
    triggerBy: LAST_PRICE,
    authority: signed.authority,
    signature: signed.signature,
  };
}
