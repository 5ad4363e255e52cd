import type { Market } from '#lib/domain/market.ts';
import { notionalOf } from '#lib/domain/notional.ts';
import type { OrderPreview } from '#lib/domain/order-preview.ts';
import {
  bandLimit,
  bandReference,
  DISPLAY_PARTS,
  type OrderRefusal,
} from '#lib/domain/order-preview-checks.ts';
import type { OrderRequest } from '#lib/domain/order-request.ts';
import type { Ticks } from '#lib/domain/quanta.ts';
import { formatPpm } from '#lib/format/format-percent.ts';
import { availableOf } from './read-ticket.ts';
import type { TicketContext } from './ticket-context.ts';
import type { PriceField } from './ticket-inputs.ts';
import { amountText, priceText, sizeText } from './ticket-text.ts';

/** What stands in the way of an order, next to the field that causes it. */
export type TicketProblem = {
  /** `form` = no single field. */
  readonly field: PriceField | 'size' | 'display' | 'form';
  readonly text: string;
};

export type ProblemSources = {
  readonly request: OrderRequest;
  readonly preview: OrderPreview;
  readonly context: TicketContext;
};

/** What is wrong with an order that can be read; `null` when the engine would take it. */
export function findProblem(sources: ProblemSources): TicketProblem | null {
  return (
    legProblem(sources) ?? displayProblem(sources) ?? refusalProblem(sources) ?? keyProblem(sources)
  );
}

function problem(field: TicketProblem['field'], text: string): TicketProblem {
  return { field, text };
}

/**
 * The engine takes legs on the wrong side of the entry, and executes them as soon as the order is
 * filled. Nobody means that.
 */
function legProblem({ request, preview, context }: ProblemSources): TicketProblem | null {
  const { side, takeProfit, stopLoss } = request;
  const entry = entryTicks(request, preview, context);
  if (entry === null) return null;
  const buys = side === 'buy';
  const text = priceText(entry, context.market);
  if (takeProfit !== null && takeProfit.priceTicks > entry !== buys) {
    return problem('takeProfit', `A profit is taken ${buys ? 'above' : 'below'} ${text}.`);
  }
  if (stopLoss !== null && stopLoss.triggerTicks < entry !== buys) {
    return problem('stopLoss', `A loss is stopped ${buys ? 'below' : 'above'} ${text}.`);
  }
  return null;
}

/** The engine takes an iceberg that shows all of itself: then nothing is hidden, which nobody means. */
function displayProblem({ request, context }: ProblemSources): TicketProblem | null {
  const { displayLots, quantityLots } = request;
  if (displayLots === 0 || displayLots < quantityLots) return null;
  const whole = sizeText(quantityLots, context.market);
  return problem('display', `Show less than the whole order, which is ${whole}.`);
}

/** The price that an order is expected to be filled at: of a market order the last one it takes. */
function entryTicks(
  request: OrderRequest,
  { fill }: OrderPreview,
  { lastTicks, indexTicks }: TicketContext,
): Ticks | null {
  if (request.type !== 'market') return request.priceTicks;
  return fill.levels.at(-1)?.priceTicks ?? lastTicks ?? indexTicks;
}

function refusalProblem({ request, preview, context }: ProblemSources): TicketProblem | null {
  const { refusal } = preview;
  if (refusal === null) return null;
  const say = SAYINGS[refusal];
  return say({ request, preview, context });
}

type Say = (sources: ProblemSources) => TicketProblem;

/** Every refusal in words, at the field that causes it. */
const SAYINGS: Readonly<Record<OrderRefusal, Say>> = {
  'market/no-reference-price': () =>
    problem('form', 'There is no price yet to protect a market order by. Use a limit order.'),
  'order/invalid-quantity': () => problem('size', 'Enter a size.'),
  'order/quantity-too-large': ({ context: { market } }) =>
    problem('size', `The largest order is ${sizeText(market.maxQuantity, market)}.`),
  'order/invalid-price': () => problem('price', 'Enter a price.'),
  'order/reduce-only-on-spot': () => problem('form', 'Reduce-only is for positions.'),
  'order/invalid-combination': () =>
    problem('takeProfit', 'Take-profit and stop-loss are on the wrong sides of each other.'),
  'order/invalid-display': ({ request: { quantityLots }, context: { market } }) => {
    const least = sizeText(Math.ceil(quantityLots / DISPLAY_PARTS), market);
    return problem('display', `Show at least ${least}, a hundredth of the order.`);
  },
  'order/expired': () => problem('form', 'The expiry has passed. Choose a later one.'),
  'order/invalid-trigger-price': () => problem('trigger', 'Enter a trigger price.'),
  'order/would-trigger': sayWouldTrigger,
  'order/price-outside-band': sayOutsideBand,
  'order/notional-too-large': () =>
    problem('size', 'This is worth more than can be counted. Make it smaller.'),
  'order/notional-too-small': sayTooSmall,
  'matching/post-only-would-cross': sayWouldCross,
  'matching/fill-or-kill': sayFillOrKill,
  'risk/too-many-orders': ({ context: { market } }) =>
    problem('form', `${market.maxOpenOrders} open orders are the most here. Cancel one first.`),
  'risk/insufficient-funds': sayFunds,
};

function sayWouldTrigger({ request, context }: ProblemSources): TicketProblem {
  const last = context.lastTicks === null ? '' : ` ${priceText(context.lastTicks, context.market)}`;
  return request.side === 'buy'
    ? problem('trigger', `A buy stop waits for the price to rise: enter more than${last}.`)
    : problem('trigger', `A sell stop waits for the price to fall: enter less than${last}.`);
}

function sayOutsideBand({ request, context }: ProblemSources): TicketProblem {
  const { market, indexTicks, lastTicks } = context;
  const { side, triggerTicks } = request;
  const prices = { indexTicks: indexTicks ?? 0, lastTicks: lastTicks ?? 0 };
  const limit = bandLimit(side, bandReference(triggerTicks, prices), market.bandPpm);
  const beyond = formatPpm(market.bandPpm, { decimals: 0 });
  const from = triggerTicks === 0 ? 'the market' : 'the trigger';
  return side === 'buy'
    ? problem('price', `A buy may go up to ${priceText(limit, market)}, ${beyond} above ${from}.`)
    : problem(
        'price',
        `A sell may go down to ${priceText(limit, market)}, ${beyond} below ${from}.`,
      );
}

function sayTooSmall({ request, preview, context }: ProblemSources): TicketProblem {
  const { market } = context;
  const least = amountText(market.minNotional, market.quote).text;
  const notional = notionalOf(preview.priceTicks, request.quantityLots, market.k);
  return problem(
    'size',
    `The smallest order is ${least}; this is ${amountText(notional, market.quote).text}.`,
  );
}

function sayWouldCross({ request, context }: ProblemSources): TicketProblem {
  const { market, book } = context;
  const best = (request.side === 'buy' ? book?.asks : book?.bids)?.[0];
  const bound = best === undefined ? '' : ` ${priceText(best.priceTicks, market)}`;
  return problem(
    'price',
    `This would trade at once. A post-only ${request.side} goes ${request.side === 'buy' ? 'below' : 'above'}${bound}.`,
  );
}

function sayFillOrKill({ preview, context }: ProblemSources): TicketProblem {
  const { lots } = preview.fill;
  if (lots === 0) return problem('size', 'Nothing can be filled at once at this price.');
  return problem('size', `Only ${sizeText(lots, context.market)} can be filled at once.`);
}

function sayFunds({ request, preview, context }: ProblemSources): TicketProblem {
  const { market } = context;
  const symbol = request.side === 'buy' ? market.quote : market.base;
  const available = availableOf(request, context) ?? 0;
  const needs = amountText(preview.lock.quanta, symbol).text;
  if (available === 0) {
    return problem('size', `There is no ${symbol} available; this needs ${needs}.`);
  }
  return problem('size', `${amountText(available, symbol).text} available; this needs ${needs}.`);
}

/** What the trading key may not sign, the engine would refuse. */
function keyProblem({ request, preview, context }: ProblemSources): TicketProblem | null {
  const { account, market } = context;
  const most = account.kind === 'connected' ? (account.key?.maxNotional ?? null) : null;
  if (most === null) return null;
  const largest = Math.max(preview.priceTicks, ...legPrices(request, market));
  if (notionalOf(largest, request.quantityLots, market.k) <= most) return null;
  const text = amountText(most, market.quote).text;
  const isLeg = notionalOf(preview.priceTicks, request.quantityLots, market.k) <= most;
  const which = isLeg ? '; its take-profit or stop-loss is an order of its own' : '';
  return problem('size', `Your trading key may place orders of up to ${text}${which}.`);
}

/** At what prices legs are signed: they are orders of their own. */
function legPrices({ side, takeProfit, stopLoss }: OrderRequest, market: Market): Ticks[] {
  const legSide = side === 'buy' ? 'sell' : 'buy';
  return [takeProfit, stopLoss].flatMap((leg) => {
    if (leg === null) return [];
    if (leg.priceTicks !== 0) return [leg.priceTicks];
    return [bandLimit(legSide, leg.triggerTicks, market.bandPpm)];
  });
}
