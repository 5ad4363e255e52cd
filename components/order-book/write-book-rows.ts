import type { Market } from '#lib/domain/market.ts';
import type { OrderSide } from '#lib/domain/order.ts';
import type { Lots } from '#lib/domain/quanta.ts';
import { decimalText } from '#lib/format/decimal-text.ts';
import { formatPrice } from '#lib/format/format-price.ts';
import type { BookRow } from './derive-rows.ts';
import { createFigureCell, writeText } from './figure-cell.ts';
import { placeOf } from './pointed-row.ts';

export type ShownBook = {
  readonly market: Market;
  /** Best first. */
  readonly asks: readonly BookRow[];
  readonly bids: readonly BookRow[];
};

type RowWriter = (level: BookRow, market: Market) => void;

const writers = new WeakMap<HTMLTableRowElement, RowWriter>();

/**
 * Puts the figures of a book into the rows that React made for them: `BookTableRow`. Rows without a
 * level are passed over, and of the others only what differs from before is touched.
 */
export function writeBookRows(body: HTMLTableSectionElement, { market, asks, bids }: ShownBook) {
  for (const row of body.rows) {
    const at = placeOf(row);
    const level = at === null ? undefined : (at.side === 'buy' ? bids : asks)[at.place];
    if (at === null || level === undefined) continue;
    const write = writers.get(row) ?? createRowWriter(row, at.side);
    writers.set(row, write);
    write(level, market);
  }
}

function createRowWriter(row: HTMLTableRowElement, side: OrderSide): RowWriter {
  const button = row.querySelector('button');
  const [writeSize, writeSum] = Array.from(row.querySelectorAll('[data-figure]'), createFigureCell);
  const price = document.createTextNode('');
  const mark = document.createElement('span');
  mark.className = 'ml-1.5 inline-block size-1.5 rounded-full bg-accent align-middle';
  mark.hidden = true;
  button?.replaceChildren(price, mark);
  let shown: BookRow | null = null;

  return (level, market) => {
    const before = shown;
    shown = level;
    if (before?.lots !== level.lots) writeSize?.(lotsText(level.lots, market));
    if (before?.cumulativeLots !== level.cumulativeLots) {
      writeSum?.(lotsText(level.cumulativeLots, market));
    }
    if (before?.priceTicks === level.priceTicks && before.ownLots === level.ownLots) return;
    writeText(price, formatPrice(level.priceTicks, market));
    button?.setAttribute('aria-label', rowName({ side, ...level }, market));
    if ((before?.ownLots ?? 0) === level.ownLots) return;
    mark.hidden = level.ownLots === 0;
    mark.title = `Your order: ${lotsText(level.ownLots, market)} ${market.base}`;
  };
}

/** A row in words: `Bid 67,421.50, yours 0.2500`. */
export function rowName(
  { side, priceTicks, ownLots }: Pick<BookRow, 'priceTicks' | 'ownLots'> & { side: OrderSide },
  market: Market,
): string {
  const own = ownLots === 0 ? '' : `, yours ${lotsText(ownLots, market)}`;
  return `${side === 'buy' ? 'Bid' : 'Ask'} ${formatPrice(priceTicks, market)}${own}`;
}

function lotsText(lots: Lots, { sizeDecimals }: Market): string {
  return decimalText(BigInt(lots), sizeDecimals, { minDecimals: sizeDecimals });
}
