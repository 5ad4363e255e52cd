import { formatPpm } from '#lib/format/format-percent.ts';
import { HIGH_SLIPPAGE_PPM, type LineSources, slippageOf } from './derive-lines.ts';
import type { TicketContext } from './ticket-context.ts';
import { priceText, sizeText } from './ticket-text.ts';
import type { TicketNotice } from './ticket-view.ts';

/** What should be known before the order is sent. */
export function deriveNotices(
  sources: LineSources | null,
  context: TicketContext,
): readonly TicketNotice[] {
  return [
    ...(context.connection === 'stale' ? [STALE] : []),
    ...marketNotices(context),
    ...(sources === null || context.book === null ? [] : fillNotices(sources)),
  ];
}

const STALE: TicketNotice = {
  id: 'stale',
  text: 'Prices are not current. The preview may be off; the limits of the order hold.',
};

/** What is not as it is in an open market. */
function marketNotices({ trading, auction, market }: TicketContext): TicketNotice[] {
  if (trading === 'post-only') {
    return [{ id: 'post-only', text: 'Only orders that add liquidity are taken for now.' }];
  }
  if (trading !== 'pre-open') return [];
  const soFar =
    auction === null
      ? 'So far no bid meets an ask.'
      : `As the book stands, ${sizeText(auction.volumeLots, market)} would trade at ${priceText(auction.priceTicks, market)}.`;
  const text = `Orders are collected for the opening auction, which trades at one price. ${soFar}`;
  return [{ id: 'auction', text }];
}

function fillNotices(sources: LineSources): readonly TicketNotice[] {
  const { preview, context } = sources;
  const { fill, restLots } = preview;
  const notices: TicketNotice[] = [];
  const slippage = slippageOf(sources);
  if (slippage !== null && slippage >= HIGH_SLIPPAGE_PPM) {
    const text = `The average price is ${formatPpm(slippage)} worse than the middle of the book.`;
    notices.push({ id: 'slippage', text });
  }
  if (fill.end === 'own-order') {
    const text = 'One of your own orders is in the way: this one ends where it meets it.';
    notices.push({ id: 'own-order', text });
  } else if (fill.end === 'makers') {
    const text = `An order at once meets at most 128 others: ${sizeText(restLots, context.market)} would be left.`;
    notices.push({ id: 'makers', text });
  } else if (fill.end === 'book-end' && preview.rest === 'canceled') {
    const text = 'The book that is shown does not hold this much.';
    notices.push({ id: 'book-end', text });
  }
  return notices;
}
