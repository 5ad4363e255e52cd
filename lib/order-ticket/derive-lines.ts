import { bookSummary } from '#lib/domain/book-summary.ts';
import type { Market } from '#lib/domain/market.ts';
import type { OrderPreview } from '#lib/domain/order-preview.ts';
import type { OrderRequest } from '#lib/domain/order-request.ts';
import { averageTicks, slippagePpm } from '#lib/domain/sweep-book.ts';
import { DASH } from '#lib/format/decimal-text.ts';
import { formatPpm } from '#lib/format/format-percent.ts';
import { formatPrice } from '#lib/format/format-price.ts';
import type { TicketContext } from './ticket-context.ts';
import { amountText, priceText, sizeText } from './ticket-text.ts';
import type { PreviewLine } from './ticket-view.ts';

/** An order and what it would do. */
export type LineSources = {
  readonly request: OrderRequest;
  readonly preview: OrderPreview;
  readonly context: TicketContext;
};

/** From this on the way to the average price is pointed out: a hundredth of the price. */
export const HIGH_SLIPPAGE_PPM = 10_000;

/** The preview while there is nothing to preview: the same lines, with dashes. */
const EMPTY_LINES: readonly PreviewLine[] = [
  { id: 'fill', name: 'Fills now', value: DASH },
  { id: 'slippage', name: 'Slippage', value: DASH },
  { id: 'fee', name: 'Fee', value: DASH },
  { id: 'lock', name: 'Locks', value: DASH },
  { id: 'rest', name: 'Then', value: DASH },
];

/** The figures under the ticket; always the same ones, so that nothing moves while typing. */
export function deriveLines(sources: LineSources | null): readonly PreviewLine[] {
  if (sources === null) return EMPTY_LINES;
  return [
    fillLine(sources),
    slippageLine(sources),
    feeLine(sources),
    lockLine(sources),
    thenLine(sources),
  ];
}

/** The slippage against the middle of the book, in parts per million; `null` without a fill or middle. */
export function slippageOf({ request, preview, context }: LineSources): number | null {
  const { market, book } = context;
  if (preview.fill.lots === 0 || book === null) return null;
  const { doubledMidTicks } = bookSummary(book);
  if (doubledMidTicks === null) return null;
  return slippagePpm(preview.fill, {
    side: request.side,
    k: market.k,
    doubledTicks: doubledMidTicks,
  });
}

function fillLine({
  request,
  preview: { fill },
  context: { market, book },
}: LineSources): PreviewLine {
  const line = { id: 'fill', name: 'Fills now' };
  if (request.triggerTicks !== 0) return { ...line, value: 'Nothing' };
  if (book === null) return { ...line, value: DASH };
  if (fill.lots === 0) return { ...line, value: 'Nothing' };
  const average = averageTicks(fill, { side: request.side, k: market.k });
  const atMost = fill.exact ? '' : '≤ ';
  const whole = fill.lots === request.quantityLots;
  const worst = fill.levels.at(-1)?.priceTicks ?? average;
  return {
    ...line,
    value: `${atMost}${whole ? 'All' : sizeText(fill.lots, market)} at ${formatPrice(average, market)}`,
    title: `On average, over ${levelsText(fill.levels.length)}; the worst price is ${formatPrice(worst, market)}`,
  };
}

/** A market order that the book fills now may meet another book when it arrives. */
function protectionLine(
  line: { readonly id: string },
  { side, priceTicks }: OrderRequest,
  market: Market,
): PreviewLine {
  return {
    id: line.id,
    name: 'Protected',
    value: `${side === 'buy' ? 'Never above' : 'Never below'} ${priceText(priceTicks, market)}`,
    title: 'What cannot be filled within this price is canceled',
  };
}

function levelsText(count: number): string {
  return count === 1 ? 'one price' : `${count} prices`;
}

function slippageLine(sources: LineSources): PreviewLine {
  const ppm = slippageOf(sources);
  const line = {
    id: 'slippage',
    name: 'Slippage',
    title: 'Average price against the middle of the book',
  };
  if (ppm === null) return { ...line, value: DASH };
  const value = formatPpm(Math.max(0, ppm));
  return ppm >= HIGH_SLIPPAGE_PPM ? { ...line, value, tone: 'warn' } : { ...line, value };
}

function feeLine({ request, preview, context: { market } }: LineSources): PreviewLine {
  const taker = formatPpm(market.takerFeePpm);
  const maker = formatPpm(market.makerFeePpm);
  const title = `Taker ${taker} of what is received at once, maker ${maker} of what fills later`;
  if (preview.fill.lots === 0) {
    const value = request.triggerTicks !== 0 ? taker : maker;
    return { id: 'fee', name: 'Fee', value, title };
  }
  const symbol = request.side === 'buy' ? market.base : market.quote;
  const { text, exact } = amountText(preview.feeQuanta, symbol);
  return { id: 'fee', name: `Fee ${taker}`, value: text, title: `${exact}. ${title}` };
}

function lockLine({ preview: { lock }, context: { market } }: LineSources): PreviewLine {
  const { text, exact } = amountText(
    lock.quanta,
    lock.asset === 'base' ? market.base : market.quote,
  );
  return { id: 'lock', name: 'Locks', value: text, title: exact };
}

function thenLine({ request, preview, context: { market } }: LineSources): PreviewLine {
  const line = { id: 'rest', name: 'Then' };
  const rest = sizeText(preview.restLots, market);
  switch (preview.rest) {
    case 'none':
      return request.type === 'market'
        ? protectionLine(line, request, market)
        : { ...line, value: 'Done' };
    case 'rests':
      return { ...line, value: `${rest} rests at ${priceText(request.priceTicks, market)}` };
    case 'canceled':
      return { ...line, value: `${rest} is canceled`, tone: 'warn' };
    case 'waits':
      return {
        ...line,
        value: `${request.side === 'buy' ? 'Buys' : 'Sells'} at ${request.side === 'buy' ? '≥' : '≤'} ${priceText(request.triggerTicks, market)}`,
        title: 'Triggers when the last price reaches it',
      };
  }
}
