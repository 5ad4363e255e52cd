import type { Market } from '#lib/domain/market.ts';
import type { Order, OrderSide, OrderStatus, OrderType, TimeInForce } from '#lib/domain/order.ts';
import { type Lots, MAX_QUANTA, type Quanta, type Ticks } from '#lib/domain/quanta.ts';
import {
  BUY,
  type DoneReason,
  FOK,
  GTC,
  GTD,
  IOC,
  type LegView,
  MARKET,
  NO_TRIGGER,
  type OrderView,
  POST_ONLY_OFF,
  type Side,
} from '#server/engine/index.ts';
import { doneCodes } from './done-code.ts';

/** An order while events change it. */
export type TrackedOrder = {
  readonly orderId: number;
  readonly account: number;
  /** 0 = none. */
  readonly clientOrderId: number;
  readonly market: Market;
  readonly side: OrderSide;
  readonly type: OrderType;
  readonly timeInForce: TimeInForce;
  readonly postOnly: boolean;
  readonly parentId: number;
  readonly createdMs: number;
  expiresMs: number;
  priceTicks: Ticks;
  quantityLots: Lots;
  /** Of an iceberg, maybe more than is left of it; 0 = it is shown whole. */
  displayLots: Lots;
  filledLots: Lots;
  filledQuanta: Quanta;
  triggerTicks: Ticks;
  status: OrderStatus;
  reason: string | null;
  updatedMs: number;
  /** The other leg of its pair, while both live. */
  sibling: TrackedOrder | null;
};

/** What `accepted` and `activated` say of an order. */
type AcceptedTerms = {
  readonly orderId: number;
  readonly account: number;
  readonly clientOrderId: number;
  readonly side: Side;
  readonly type: OrderView['type'];
  readonly timeInForce: OrderView['timeInForce'];
  readonly postOnly: OrderView['postOnly'];
  readonly price: Ticks;
  readonly quantity: Lots;
  readonly triggerPrice: Ticks;
  readonly expiry: number;
  readonly display?: Lots;
};

const timesInForce: Readonly<Record<OrderView['timeInForce'], TimeInForce>> = {
  [GTC]: 'GTC',
  [IOC]: 'IOC',
  [FOK]: 'FOK',
  [GTD]: 'GTD',
};

/** An order that the engine has just taken, or that was a leg until now. */
export function acceptedOrder(
  terms: AcceptedTerms,
  of: { readonly market: Market; readonly parentId: number; readonly timeMs: number },
): TrackedOrder {
  const waits = terms.triggerPrice !== 0;
  return {
    orderId: terms.orderId,
    account: terms.account,
    clientOrderId: terms.clientOrderId,
    market: of.market,
    side: sideName(terms.side),
    type: typeName(terms.type, waits),
    timeInForce: timesInForce[terms.timeInForce],
    postOnly: terms.postOnly !== POST_ONLY_OFF,
    parentId: of.parentId,
    expiresMs: terms.expiry,
    createdMs: of.timeMs,
    priceTicks: terms.price,
    quantityLots: terms.quantity,
    displayLots: terms.display ?? 0,
    filledLots: 0,
    filledQuanta: 0,
    triggerTicks: terms.triggerPrice,
    status: waits ? 'waiting' : 'open',
    reason: null,
    updatedMs: of.timeMs,
    sibling: null,
  };
}

/**
 * An open order of which nothing is known but what the engine holds. What its fills were worth is not
 * among that; its own price bounds it.
 */
export function recoveredOrder(
  view: OrderView,
  { market, timeMs }: { readonly market: Market; readonly timeMs: number },
): TrackedOrder {
  const { filled, price } = view;
  const quantity = filled + view.visible + view.hidden;
  const waits = view.trigger !== NO_TRIGGER;
  const terms = { ...view, quantity, triggerPrice: waits ? view.triggerPrice : 0 };
  const order = acceptedOrder(terms, { market, parentId: 0, timeMs });
  if (filled > 0) addFill(order, { lots: filled, quanta: price * filled * market.k, timeMs });
  return order;
}

/** A take-profit or stop-loss that waits for its parent, which decides how large it will be. */
export function pendingLeg(
  leg: LegView,
  { parent, timeMs }: { readonly parent: TrackedOrder; readonly timeMs: number },
): TrackedOrder {
  const isMarket = leg.type === MARKET;
  return {
    orderId: leg.orderId,
    account: parent.account,
    clientOrderId: leg.clientOrderId,
    market: parent.market,
    side: parent.side === 'buy' ? 'sell' : 'buy',
    type: typeName(leg.type, leg.triggerPrice !== 0),
    timeInForce: isMarket ? 'IOC' : 'GTC',
    postOnly: false,
    parentId: parent.orderId,
    expiresMs: leg.expiry,
    createdMs: timeMs,
    priceTicks: leg.price,
    quantityLots: parent.quantityLots,
    displayLots: 0,
    filledLots: 0,
    filledQuanta: 0,
    triggerTicks: leg.triggerPrice,
    status: 'pending',
    reason: null,
    updatedMs: timeMs,
    sibling: null,
  };
}

/** Makes a leg that waited for its parent the order that it has become. */
export function activateLeg(leg: TrackedOrder, order: TrackedOrder): void {
  const { createdMs } = leg;
  Object.assign(leg, order, { createdMs });
}

/** Counts a fill. What the wire could not carry any more, beyond 2^53 − 1, is told as that. */
export function addFill(
  order: TrackedOrder,
  {
    lots,
    quanta,
    timeMs,
  }: { readonly lots: Lots; readonly quanta: Quanta; readonly timeMs: number },
): void {
  order.filledLots += lots;
  order.filledQuanta = Math.min(order.filledQuanta + quanta, MAX_QUANTA);
  order.status = 'partial';
  order.updatedMs = timeMs;
}

/**
 * What the engine holds of an order is right; what it does not hold stays as it is known.
 *
 * @returns Whether anything was otherwise.
 */
export function alignWith(known: TrackedOrder, engine: TrackedOrder): boolean {
  const before = { ...known };
  known.priceTicks = engine.priceTicks;
  known.quantityLots = engine.quantityLots;
  known.displayLots = engine.displayLots;
  known.expiresMs = engine.expiresMs;
  known.status = engine.status;
  if (engine.status === 'waiting') known.triggerTicks = engine.triggerTicks;
  if (known.filledLots !== engine.filledLots) {
    known.filledLots = engine.filledLots;
    known.filledQuanta = engine.filledQuanta;
  }
  return (
    before.priceTicks !== known.priceTicks ||
    before.quantityLots !== known.quantityLots ||
    before.displayLots !== known.displayLots ||
    before.expiresMs !== known.expiresMs ||
    before.status !== known.status ||
    before.triggerTicks !== known.triggerTicks ||
    before.filledLots !== known.filledLots
  );
}

/** Ends an order for the reason that the engine gives; says how. */
export function endOrder(
  order: TrackedOrder,
  { reason, timeMs }: { readonly reason: DoneReason; readonly timeMs: number },
): 'filled' | 'expired' | 'canceled' {
  const ending = reason === 'filled' || reason === 'expired' ? reason : 'canceled';
  order.status = ending;
  order.reason = doneCodes[reason];
  order.updatedMs = timeMs;
  return ending;
}

/** An order as it was stored. */
export function storedOrder(
  stored: {
    readonly account: number;
    readonly clientOrderNumber: number;
    readonly order: Order;
  },
  market: Market,
): TrackedOrder {
  const { account, clientOrderNumber: clientOrderId } = stored;
  const { siblingId: _sibling, ...order } = stored.order;
  return {
    ...order,
    displayLots: order.displayLots ?? 0,
    account,
    clientOrderId,
    market,
    sibling: null,
  };
}

/** The order as its owner sees it, as of now. */
export function orderOf(tracked: TrackedOrder, clientOrderId: string | null): Order {
  return {
    orderId: tracked.orderId,
    clientOrderId,
    symbol: tracked.market.symbol,
    side: tracked.side,
    type: tracked.type,
    timeInForce: tracked.timeInForce,
    postOnly: tracked.postOnly,
    // Spot markets have no positions, and refuse what would reduce one.
    reduceOnly: false,
    priceTicks: tracked.priceTicks,
    quantityLots: tracked.quantityLots,
    ...displayOf(tracked),
    filledLots: tracked.filledLots,
    filledQuanta: tracked.filledQuanta,
    triggerTicks: tracked.triggerTicks,
    status: tracked.status,
    reason: tracked.reason,
    parentId: tracked.parentId,
    ...(tracked.sibling === null ? {} : { siblingId: tracked.sibling.orderId }),
    expiresMs: tracked.expiresMs,
    createdMs: tracked.createdMs,
    updatedMs: tracked.updatedMs,
  };
}

function displayOf({ displayLots, quantityLots }: TrackedOrder): Pick<Order, 'displayLots'> {
  const shown = Math.min(displayLots, quantityLots);
  return shown === 0 ? {} : { displayLots: shown };
}

function sideName(side: Side): OrderSide {
  return side === BUY ? 'buy' : 'sell';
}

function typeName(type: OrderView['type'], waits: boolean): OrderType {
  if (type === MARKET) return waits ? 'stop' : 'market';
  return waits ? 'stop_limit' : 'limit';
}
