import type { Market } from '#lib/domain/market.ts';
import { notionalOf } from '#lib/domain/notional.ts';
import type { Order } from '#lib/domain/order.ts';
import { bandLimit } from '#lib/domain/order-preview-checks.ts';
import { readPrice, readSize, typedText } from '#lib/order-ticket/read-decimal.ts';
import { amountText, sizeText } from '#lib/order-ticket/ticket-text.ts';
import type { OrderEdit } from '#lib/trading/edit-order.ts';

/** What of an open order can be changed in its row. */
export type EditField = 'price' | 'size' | 'trigger';

/** What the typed text asks for. */
export type ReadEdit =
  | { readonly kind: 'edit'; readonly edit: OrderEdit }
  | { readonly kind: 'unchanged' }
  | { readonly kind: 'problem'; readonly text: string };

/** Whether a field of an order can be changed, and the reason in words if not; `null` = it is none. */
export function editObstacle(
  order: Order,
  { field, isLinked }: { readonly field: EditField; readonly isLinked: boolean },
): string | null {
  if (field === 'size') {
    if (order.status === 'pending') return 'Its size is that of its entry.';
    return isLinked
      ? 'Its size is tied to its take-profit and stop-loss. Cancel those first.'
      : null;
  }
  if (field === 'price') return hasLimit(order) ? null : 'It trades at the market price.';
  const waits = order.status === 'waiting' || order.status === 'pending';
  return order.triggerTicks !== 0 && waits ? null : 'It has no trigger.';
}

/** The text that editing a field begins with. */
export function editText(
  order: Order,
  { field, market }: { readonly field: EditField; readonly market: Market },
): string {
  const { priceTicks, triggerTicks, quantityLots } = order;
  if (field === 'size') return typedText(quantityLots, market.sizeDecimals);
  return typedText(field === 'price' ? priceTicks : triggerTicks, market.priceDecimals);
}

/** Reads what was typed into a field of an order; only what the order's market takes is an edit. */
export function deriveEdit(
  order: Order,
  typed: { readonly field: EditField; readonly text: string; readonly market: Market },
): ReadEdit {
  const { field, text, market } = typed;
  const read =
    field === 'size' ? readSize(text, market.sizeDecimals) : readPrice(text, market.priceDecimals);
  if (read.kind === 'problem') return read;
  if (read.kind === 'empty') return problem(`Enter a ${field}, or press Escape to leave it.`);
  const { count } = read;
  if (count === currentOf(order, field)) return { kind: 'unchanged' };
  const edit = editOf(order, { field, count }, market);
  const wrong = problemOf(order, edit, market);
  return wrong === null ? { kind: 'edit', edit } : problem(wrong);
}

function problem(text: string): ReadEdit {
  return { kind: 'problem', text };
}

function hasLimit({ type }: Order): boolean {
  return type === 'limit' || type === 'stop_limit';
}

function currentOf({ priceTicks, triggerTicks, quantityLots }: Order, field: EditField): number {
  if (field === 'size') return quantityLots;
  return field === 'price' ? priceTicks : triggerTicks;
}

/** A stop of market type keeps its protection price at the same distance from its trigger. */
function editOf(
  order: Order,
  { field, count }: { readonly field: EditField; readonly count: number },
  market: Market,
): OrderEdit {
  const unchanged = { orderId: order.orderId, priceTicks: 0, quantityLots: 0, triggerTicks: 0 };
  if (field === 'size') return { ...unchanged, quantityLots: count };
  if (field === 'price') return { ...unchanged, priceTicks: count };
  if (hasLimit(order)) return { ...unchanged, triggerTicks: count };
  const priceTicks = bandLimit(order.side, count, Math.floor(market.bandPpm / 2));
  return { ...unchanged, triggerTicks: count, priceTicks };
}

function problemOf(order: Order, edit: OrderEdit, market: Market): string | null {
  const lots = edit.quantityLots === 0 ? order.quantityLots : edit.quantityLots;
  const ticks = edit.priceTicks === 0 ? order.priceTicks : edit.priceTicks;
  if (lots <= order.filledLots) {
    const filled = sizeText(order.filledLots, market);
    return `${filled} of it is filled already. Enter more, or cancel the rest.`;
  }
  if (lots > market.maxQuantity) {
    return `The largest order is ${sizeText(market.maxQuantity, market)}.`;
  }
  const onlyShrinks = edit.priceTicks === 0 && edit.triggerTicks === 0 && lots < order.quantityLots;
  if (onlyShrinks || notionalOf(ticks, lots, market.k) >= market.minNotional) return null;
  return `The smallest order is worth ${amountText(market.minNotional, market.quote).text}.`;
}
