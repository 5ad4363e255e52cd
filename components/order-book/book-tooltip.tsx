import type { BookLevel } from '#lib/domain/book-level.ts';
import { bookSummary } from '#lib/domain/book-summary.ts';
import type { Market } from '#lib/domain/market.ts';
import type { OrderSide } from '#lib/domain/order.ts';
import { averageTicks, slippagePpm, sweepBook } from '#lib/domain/sweep-book.ts';
import { DASH } from '#lib/format/decimal-text.ts';
import { formatPpm } from '#lib/format/format-percent.ts';
import { formatPrice } from '#lib/format/format-price.ts';
import { amountText, sizeText } from '#lib/order-ticket/ticket-text.ts';

export type BookTooltipProps = {
  readonly market: Market;
  /** Whose levels they are. */
  readonly side: OrderSide;
  readonly bids: readonly BookLevel[];
  readonly asks: readonly BookLevel[];
  /** From the best price to the row that is pointed at. */
  readonly lots: number;
  /** Middle of the row, pixels from the top of the table's frame. */
  readonly top: number;
};

/** What taking the book up to a row would come to. */
export function BookTooltip({ market, side, bids, asks, lots, top }: BookTooltipProps) {
  const taker = side === 'buy' ? 'sell' : 'buy';
  const swept = sweepBook({
    side: taker,
    levels: side === 'buy' ? bids : asks,
    want: { lots },
    limitTicks: 0,
    k: market.k,
    maxMakers: Number.POSITIVE_INFINITY,
    ownLots: new Map(),
  });
  if (swept.lots === 0) return null;
  const { doubledMidTicks } = bookSummary({ bids, asks });
  const slippage =
    doubledMidTicks === null
      ? null
      : slippagePpm(swept, { side: taker, k: market.k, doubledTicks: doubledMidTicks });
  return (
    <div
      role="tooltip"
      style={{ top }}
      className="overlay-surface pointer-events-none absolute right-full z-20 mr-1 -translate-y-1/2 px-2.5 py-1.5 text-11 whitespace-nowrap max-lg:right-1/3"
    >
      <dl className="grid grid-cols-[auto_auto] gap-x-3 gap-y-0.5">
        <Row name={taker === 'buy' ? 'Buy' : 'Sell'} value={sizeText(swept.lots, market)} />
        <Row
          name="Average"
          value={formatPrice(averageTicks(swept, { side: taker, k: market.k }), market)}
        />
        <Row name="Value" value={amountText(swept.notionalQuanta, market.quote).text} />
        <Row
          name="Slippage"
          value={slippage === null ? DASH : formatPpm(Math.max(0, slippage), { decimals: 3 })}
        />
      </dl>
    </div>
  );
}

function Row({ name, value }: { readonly name: string; readonly value: string }) {
  return (
    <>
      <dt className="text-secondary">{name}</dt>
      <dd className="numeric text-right">{value}</dd>
    </>
  );
}
