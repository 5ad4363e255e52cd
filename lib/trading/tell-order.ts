import { findMarket, type Market } from '#lib/domain/market.ts';
import type { Order } from '#lib/domain/order.ts';
import type { OrderRequest } from '#lib/domain/order-request.ts';
import { decimalText } from '#lib/format/decimal-text.ts';
import { formatPrice } from '#lib/format/format-price.ts';
import { errors, isErrorCode } from '#lib/protocol/errors.ts';
import type { ToastInput } from '#lib/stores/toast-store.ts';

/** An order in words: `Buy 0.25 BTC at 67,400.00`. */
export function describeOrder(
  order: Pick<OrderRequest, 'symbol' | 'side' | 'type' | 'priceTicks' | 'quantityLots'>,
): string {
  const market = findMarket(order.symbol);
  if (market === undefined) return order.symbol;
  const verb = order.side === 'buy' ? 'Buy' : 'Sell';
  const size = sizeOf(order.quantityLots, market);
  const isMarket = order.type === 'market' || order.type === 'stop';
  const price = isMarket ? 'at market' : `at ${formatPrice(order.priceTicks, market)}`;
  return `${verb} ${size} ${price}`;
}

/** The toast of an order that is on its way. One order has one toast, which changes in place. */
export function tellSent(clientOrderId: string, request: OrderRequest): ToastInput {
  return {
    id: nameOf(clientOrderId),
    kind: 'pending',
    title: `Sending: ${describeOrder(request)}`,
  };
}

/** The toast of an order that the exchange has told of; `null` where there is nothing to say. */
export function tellOrder(order: Order): ToastInput | null {
  const id = nameOf(order.clientOrderId ?? String(order.orderId));
  const what = describeOrder(order);
  switch (order.status) {
    case 'open':
      return { id, kind: 'info', title: `Open: ${what}` };
    // Its parent's toast is enough.
    case 'pending':
      return null;
    case 'waiting':
      return { id, kind: 'info', title: `Waiting for its trigger: ${what}` };
    case 'partial':
      return { id, kind: 'info', title: `Filled ${progressOf(order)}: ${what}` };
    case 'filled':
      return { id, kind: 'success', title: `Filled: ${what}`, detail: averageOf(order) };
    case 'rejected':
      return refusedToast({ id, what, code: order.reason ?? 'order' });
    case 'expired':
      return { id, kind: 'info', title: `Expired: ${what}` };
    case 'canceled':
      return canceledToast(id, order);
    default:
      return order.status satisfies never;
  }
}

/** The toast of an order of which nobody knows whether it was taken. */
export function tellUnanswered(clientOrderId: string, request: OrderRequest): ToastInput {
  return {
    id: nameOf(clientOrderId),
    kind: 'warning',
    title: `Not confirmed: ${describeOrder(request)}`,
    detail:
      'The connection was lost before the exchange answered. Your open orders and fills will show whether it was taken.',
    code: 'client/unanswered',
    durationMs: null,
  };
}

/** The toast of a request that failed. */
export function tellFailure(
  failed: { readonly id: string; readonly title: string },
  { code, message }: { readonly code: string; readonly message: string },
): ToastInput {
  return { id: nameOf(failed.id), kind: 'error', title: failed.title, detail: message, code };
}

/** Says why in words, where the code is known here: the exchange may be newer than the page. */
function refusedToast({
  id,
  what,
  code,
}: {
  readonly id: string;
  readonly what: string;
  readonly code: string;
}): ToastInput {
  const detail = isErrorCode(code) ? { detail: errors[code].message } : {};
  return { id, kind: 'error', title: `Not taken: ${what}`, ...detail, code };
}

function canceledToast(id: string, order: Order): ToastInput {
  const what = describeOrder(order);
  if (order.filledLots === 0) return { id, kind: 'info', title: `Canceled: ${what}` };
  const title = `Filled ${progressOf(order)}, the rest canceled: ${what}`;
  return { id, kind: 'success', title, detail: averageOf(order) };
}

function progressOf({ symbol, filledLots, quantityLots }: Order): string {
  const market = findMarket(symbol);
  if (market === undefined) return '';
  const { sizeDecimals } = market;
  const filled = decimalText(BigInt(filledLots), sizeDecimals);
  return `${filled} of ${decimalText(BigInt(quantityLots), sizeDecimals)}`;
}

/** The average price, cut off at the market's decimals. */
function averageOf({ symbol, filledLots, filledQuanta }: Order): string {
  const market = findMarket(symbol);
  if (market === undefined || filledLots === 0) return '';
  const ticks = BigInt(filledQuanta) / (BigInt(filledLots) * BigInt(market.k));
  return `Average ${formatPrice(Number(ticks), market)} ${market.quote}`;
}

function sizeOf(lots: number, { sizeDecimals, base }: Market): string {
  return `${decimalText(BigInt(lots), sizeDecimals)} ${base}`;
}

function nameOf(id: string): string {
  return `order-${id}`;
}
