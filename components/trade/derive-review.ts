import { notionalOf } from '#lib/domain/notional.ts';
import type { LegRequest, OrderRequest } from '#lib/domain/order-request.ts';
import { MAX_QUANTA } from '#lib/domain/quanta.ts';
import { formatLocalTime } from '#lib/format/format-time.ts';
import { deriveLines } from '#lib/order-ticket/derive-lines.ts';
import { deriveNotices } from '#lib/order-ticket/derive-notices.ts';
import { findProblem } from '#lib/order-ticket/find-problem.ts';
import { previewIn } from '#lib/order-ticket/look-at-order.ts';
import type { TicketContext } from '#lib/order-ticket/ticket-context.ts';
import { amountText, priceText, sizeText } from '#lib/order-ticket/ticket-text.ts';
import type { PreviewLine, TicketNotice } from '#lib/order-ticket/ticket-view.ts';

/** An order that waits to be confirmed, and what it would do now. */
export type OrderReview = {
  /** What was asked for: this is what is signed. */
  readonly terms: readonly PreviewLine[];
  /** What it would do as the book stands. */
  readonly effects: readonly PreviewLine[];
  readonly notices: readonly TicketNotice[];
  /** Why it cannot be sent any more; `null` while it can. */
  readonly problem: string | null;
};

/** Everything that should be read before an order is sent; what it does follows the book. */
export function deriveReview(request: OrderRequest, context: TicketContext): OrderReview {
  const { market } = context;
  const preview = previewIn(context, request);
  const sources = { request, preview, context };
  return {
    terms: [
      { id: 'type', name: 'Order', value: typeText(request) },
      { id: 'size', name: 'Size', value: sizeText(request.quantityLots, market) },
      ...priceLines(request, context),
      ...displayLine(request, context),
      ...totalLine(request, context),
      ...legLine('Take profit', request.takeProfit, context),
      ...legLine('Stop loss', request.stopLoss, context),
    ],
    effects: deriveLines(sources),
    notices: deriveNotices(sources, context),
    problem: findProblem(sources)?.text ?? null,
  };
}

const TYPES = {
  limit: 'Limit',
  market: 'Market',
  stop: 'Stop, then market',
  stop_limit: 'Stop, then limit',
} as const;

function typeText({ type, timeInForce, postOnly, expiresMs }: OrderRequest): string {
  const until = {
    GTC: 'until canceled',
    IOC: 'at once or not at all, in parts too',
    FOK: 'at once and whole, or not at all',
    GTD: `until ${formatLocalTime(expiresMs).slice(0, 16)}`,
  }[timeInForce];
  return [TYPES[type], until, ...(postOnly ? ['post-only'] : [])].join(', ');
}

function priceLines(
  { type, side, priceTicks, triggerTicks }: OrderRequest,
  { market }: TicketContext,
): readonly PreviewLine[] {
  const unit = market.quote;
  const trigger =
    triggerTicks === 0
      ? []
      : [{ id: 'trigger', name: 'Trigger', value: `${priceText(triggerTicks, market)} ${unit}` }];
  if (priceTicks === 0) return trigger;
  const price = `${priceText(priceTicks, market)} ${unit}`;
  const isLimit = type === 'limit' || type === 'stop_limit';
  const bound = side === 'buy' ? 'Never above' : 'Never below';
  return [...trigger, { id: 'price', name: isLimit ? 'Price' : bound, value: price }];
}

/** How much of an iceberg the book shows. */
function displayLine(
  { displayLots }: OrderRequest,
  { market }: TicketContext,
): readonly PreviewLine[] {
  if (displayLots === 0) return [];
  return [{ id: 'display', name: 'Shown at a time', value: sizeText(displayLots, market) }];
}

/** What the whole order is worth at its price; a market order's worth is in its fill. */
function totalLine(
  { type, quantityLots, priceTicks }: OrderRequest,
  { market }: TicketContext,
): readonly PreviewLine[] {
  if (type !== 'limit' && type !== 'stop_limit') return [];
  const total = notionalOf(priceTicks, quantityLots, market.k);
  if (total > MAX_QUANTA) return [];
  const { text, exact } = amountText(total, market.quote);
  return [{ id: 'total', name: 'Total', value: text, title: exact }];
}

function legLine(
  name: string,
  leg: LegRequest | null,
  { market }: TicketContext,
): readonly PreviewLine[] {
  if (leg === null) return [];
  const ticks = leg.triggerTicks === 0 ? leg.priceTicks : leg.triggerTicks;
  return [{ id: name, name, value: `${priceText(ticks, market)} ${market.quote}` }];
}
