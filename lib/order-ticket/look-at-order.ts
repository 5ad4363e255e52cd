import type { BookLevels } from '#lib/domain/book-level.ts';
import { isResting, type Order, type OrderSide } from '#lib/domain/order.ts';
import { type OrderPreview, previewOrder } from '#lib/domain/order-preview.ts';
import type { OrderRequest } from '#lib/domain/order-request.ts';
import { type Lots, MAX_QUANTA, type Ticks } from '#lib/domain/quanta.ts';
import { buildRequest } from './build-request.ts';
import { findProblem, type TicketProblem } from './find-problem.ts';
import { availableOf, type ReadTicket } from './read-ticket.ts';
import type { TicketContext } from './ticket-context.ts';
import type { TicketInputs } from './ticket-inputs.ts';
import { priceText } from './ticket-text.ts';

/** An order that can be read, and what it would do. */
export type LookedAt = {
  readonly request: OrderRequest;
  readonly preview: OrderPreview;
  readonly problem: TicketProblem | null;
};

/** Looks at the order that the ticket asks for; `null` while a field that it needs is empty or wrong. */
export function lookAtOrder(
  inputs: TicketInputs,
  sized: { readonly context: TicketContext; readonly read: ReadTicket; readonly lots: Lots },
): LookedAt | null {
  const { context } = sized;
  const request = buildRequest(inputs, sized);
  if (request === null) return null;
  const preview = previewIn(context, request);
  const problem = findProblem({ request, preview, context }) ?? selfCross(request, context);
  return { request, preview, problem };
}

const EMPTY_BOOK: BookLevels = { bids: [], asks: [] };

/** An auction knows no self-trade prevention: the engine refuses what would meet an own order in it. */
function selfCross(
  { side, priceTicks }: OrderRequest,
  { trading, market, account }: TicketContext,
): TicketProblem | null {
  if (trading !== 'pre-open' || account.kind !== 'connected') return null;
  const own = ownLots(
    account.orders.filter(({ symbol }) => symbol === market.symbol),
    side,
  );
  const met = [...own.keys()].find((price) =>
    side === 'buy' ? price <= priceTicks : price >= priceTicks,
  );
  if (met === undefined) return null;
  const text = `This would meet your own order at ${priceText(met, market)}. Cancel that one first.`;
  return { field: 'price', text };
}

/** What an order would do as the book and the account stand. */
export function previewIn(context: TicketContext, request: OrderRequest): OrderPreview {
  const { market, lastTicks, indexTicks, account, nowMs } = context;
  // Before the auction nothing is matched: an order stands whole, whatever it meets.
  const book = context.trading === 'pre-open' ? EMPTY_BOOK : context.book;
  const own =
    account.kind === 'connected'
      ? account.orders.filter(({ symbol }) => symbol === market.symbol)
      : [];
  const preview = previewOrder(request, {
    market,
    book: book ?? EMPTY_BOOK,
    lastTicks: lastTicks ?? 0,
    indexTicks: indexTicks ?? 0,
    ownLots: ownLots(own, request.side),
    available: availableOf(request, context) ?? MAX_QUANTA,
    openOrders: own.filter(({ status }) => status !== 'pending').length,
    nowMs,
  });
  // Without a book nothing is known of what an order meets.
  const unknown = book === null && preview.refusal === 'matching/fill-or-kill';
  return unknown ? { ...preview, refusal: null } : preview;
}

function ownLots(orders: readonly Order[], side: OrderSide): ReadonlyMap<Ticks, Lots> {
  const lots = new Map<Ticks, Lots>();
  for (const order of orders) {
    if (order.side === side || !isResting(order)) continue;
    const open = order.quantityLots - order.filledLots;
    lots.set(order.priceTicks, (lots.get(order.priceTicks) ?? 0) + open);
  }
  return lots;
}
