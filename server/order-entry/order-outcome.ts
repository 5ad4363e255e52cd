import type { Fill } from '#lib/domain/fill.ts';
import type { Market } from '#lib/domain/market.ts';
import { notionalOf } from '#lib/domain/notional.ts';
import type { Order, OrderStatus } from '#lib/domain/order.ts';
import type { OrderRequest } from '#lib/domain/order-request.ts';
import { doneCodes, fillOf } from '#server/accounts/index.ts';
import type { EngineEvent, Trade } from '#server/engine/index.ts';

/** What an order was before a command, and what the command did. */
export type OrderCourse = {
  readonly order: Order;
  readonly market: Market;
  readonly events: readonly EngineEvent[];
  /** Milliseconds since the epoch. */
  readonly timeMs: number;
};

/** An order as it was asked for, of which nothing is filled. */
export function requestedOrder(
  request: OrderRequest,
  { orderId, symbol, timeMs }: { orderId: number; symbol: string; timeMs: number },
): Order {
  const { side, type, timeInForce, postOnly, reduceOnly, expiresMs, clientOrderId } = request;
  const { priceTicks, quantityLots, displayLots, triggerTicks } = request;
  return {
    orderId,
    clientOrderId,
    symbol,
    side,
    type,
    timeInForce,
    postOnly,
    reduceOnly,
    priceTicks,
    quantityLots,
    ...(displayLots === 0 ? {} : { displayLots }),
    filledLots: 0,
    filledQuanta: 0,
    triggerTicks,
    status: triggerTicks === 0 ? 'open' : 'waiting',
    reason: null,
    parentId: 0,
    expiresMs,
    createdMs: timeMs,
    updatedMs: timeMs,
  };
}

/** The order after its command. */
export function orderAfter(course: OrderCourse): Order {
  let { order } = course;
  for (const event of course.events) order = applyEvent(order, event, course);
  return order;
}

/** What an order traded by a command, in order. */
export function fillsOf({
  orderId,
  market,
  events,
  timeMs,
}: Omit<OrderCourse, 'order'> & { readonly orderId: number }): Fill[] {
  const fills: Fill[] = [];
  for (const event of events) {
    if (event.kind !== 'trade') continue;
    const role = roleOf(event, orderId);
    if (role !== null) fills.push(fillOf(event, { role, market, timeMs }));
  }
  return fills;
}

function applyEvent(
  order: Order,
  event: EngineEvent,
  { market, timeMs }: Pick<OrderCourse, 'market' | 'timeMs'>,
): Order {
  if (event.kind === 'trade') {
    if (roleOf(event, order.orderId) === null) return order;
    const notional = notionalOf(event.price, event.quantity, market.k);
    return {
      ...order,
      status: 'partial',
      filledLots: order.filledLots + event.quantity,
      filledQuanta: order.filledQuanta + notional,
      updatedMs: timeMs,
    };
  }
  if (!('orderId' in event) || event.orderId !== order.orderId) return order;
  switch (event.kind) {
    case 'accepted':
      return { ...order, priceTicks: event.price, expiresMs: event.expiry };
    case 'triggered':
      return { ...order, status: 'open', triggerTicks: 0 };
    case 'decremented':
      return { ...order, quantityLots: order.quantityLots - event.by };
    case 'done':
      return { ...order, status: endOf(event.reason), reason: doneCodes[event.reason] };
    default:
      return order;
  }
}

function endOf(reason: Extract<EngineEvent, { kind: 'done' }>['reason']): OrderStatus {
  if (reason === 'filled') return 'filled';
  return reason === 'expired' ? 'expired' : 'canceled';
}

function roleOf(trade: Trade, orderId: number): Fill['role'] | null {
  if (trade.takerOrderId === orderId) return 'taker';
  return trade.makerOrderId === orderId ? 'maker' : null;
}
