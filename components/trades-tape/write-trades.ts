import { createFigureCell, writeText } from '#components/order-book/figure-cell.ts';
import type { Market } from '#lib/domain/market.ts';
import type { PublicTrade } from '#lib/domain/public-trade.ts';
import { decimalText } from '#lib/format/decimal-text.ts';
import { formatPrice } from '#lib/format/format-price.ts';
import { formatLocalTime } from '#lib/format/format-time.ts';

type RowWriter = (trade: PublicTrade, market: Market) => void;

/** A trade as the tape shows it. */
export type TradeTexts = {
  /** With an arrow: colour alone says nothing to some. */
  readonly price: string;
  /** The same in words. */
  readonly name: string;
  readonly size: string;
  readonly time: string;
  /** The time with its date. */
  readonly exactTime: string;
  /** In a form that programs read, to the second. */
  readonly dateTime: string;
};

/** `2026-03-09 ` before the time of day, and `.123Z` after the second. */
const DATE_LENGTH = 11;
const SECOND_LENGTH = 19;

/** Colours of the two sides; the element that has them holds nothing but the text. */
const TONES = { buy: 'text-up', sell: 'text-down' } as const;

const writers = new WeakMap<HTMLTableRowElement, RowWriter>();

/**
 * Puts trades, the newest first, into the rows that React made for them: `TradeRow`. Of each row only
 * what differs from before is touched.
 */
export function writeTrades(
  body: HTMLTableSectionElement,
  { market, trades }: { readonly market: Market; readonly trades: readonly PublicTrade[] },
): void {
  for (const [place, row] of Array.from(body.rows).entries()) {
    const trade = trades[place];
    if (trade === undefined) continue;
    const write = writers.get(row) ?? createRowWriter(row);
    writers.set(row, write);
    write(trade, market);
  }
}

function createRowWriter(row: HTMLTableRowElement): RowWriter {
  const [priceCell] = row.cells;
  const price = document.createTextNode('');
  const time = document.createTextNode('');
  const priceElement = row.querySelector('[data-price]');
  priceElement?.replaceChildren(price);
  const timeElement = row.querySelector('time');
  timeElement?.replaceChildren(time);
  const writeSize = Array.from(row.querySelectorAll('[data-figure]'), createFigureCell)[0];
  let shown: PublicTrade | null = null;

  return (trade, market) => {
    if (trade === shown) return;
    const before = shown;
    shown = trade;
    const texts = tradeTexts(trade, market);
    if (before?.priceTicks !== trade.priceTicks || before.takerSide !== trade.takerSide) {
      writeText(price, texts.price);
      priceCell?.setAttribute('aria-label', texts.name);
    }
    if (before?.takerSide !== trade.takerSide) {
      priceElement?.classList.remove(TONES.buy, TONES.sell);
      priceElement?.classList.add(TONES[trade.takerSide]);
    }
    writeSize?.(texts.size);
    if (time.data === texts.time && timeElement?.title === texts.exactTime) return;
    writeText(time, texts.time);
    timeElement?.setAttribute('title', texts.exactTime);
    timeElement?.setAttribute('datetime', texts.dateTime);
  };
}

/** What a trade's row says. */
export function tradeTexts(trade: PublicTrade, market: Market): TradeTexts {
  const { sizeDecimals } = market;
  const buy = trade.takerSide === 'buy';
  const price = formatPrice(trade.priceTicks, market);
  const exactTime = formatLocalTime(trade.timestampMs);
  return {
    price: `${price} ${buy ? '↑' : '↓'}`,
    name: `${price} ${buy ? 'bought' : 'sold'}`,
    size: decimalText(BigInt(trade.quantityLots), sizeDecimals, { minDecimals: sizeDecimals }),
    time: exactTime.slice(DATE_LENGTH),
    exactTime,
    dateTime: `${new Date(trade.timestampMs).toISOString().slice(0, SECOND_LENGTH)}Z`,
  };
}
