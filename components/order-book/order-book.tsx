'use client';

import { type MouseEvent, type ReactNode, useRef, useState } from 'react';
import { PanelMessage } from '#components/ui/panel-message.tsx';
import { groupSteps } from '#lib/domain/book-groups.ts';
import type { Market } from '#lib/domain/market.ts';
import type { OrderSide } from '#lib/domain/order.ts';
import type { Lots, Ticks } from '#lib/domain/quanta.ts';
import type { BookState } from '#lib/stores/book-store.ts';
import { BookSkeleton } from './book-skeleton.tsx';
import { BookTable } from './book-table.tsx';
import { BookToolbar } from './book-toolbar.tsx';
import { BookTooltip } from './book-tooltip.tsx';
import { DepthBars } from './depth-bars.tsx';
import { deriveRows } from './derive-rows.ts';
import { type PointedRow, placeOf, type RowPlace } from './pointed-row.ts';
import { useRowsFitting } from './use-rows-fitting.ts';

export type OrderBookProps = {
  readonly market: Market;
  /** State of the book store. */
  readonly book: Pick<BookState, 'phase' | 'bids' | 'asks' | 'own'>;
  readonly lastTicks: Ticks | null;
  readonly direction: 'up' | 'down' | 'flat';
  /** Ticks that a row stands for. */
  readonly stepTicks: Ticks;
  /** Age of what is shown once it is not current any more, milliseconds. */
  readonly staleMs: number | null;
  /** Why the book cannot be shown; `null` while it can. */
  readonly error: { readonly code: string; readonly onRetry: () => void } | null;
  readonly onStep: (stepTicks: Ticks) => void;
  /** A row was pressed: its price. */
  readonly onPrice: (ticks: Ticks, side: OrderSide) => void;
  /** A row was pressed with shift: all that stands up to it. */
  readonly onSize: (lots: Lots, side: OrderSide) => void;
};

const HEADING_PX = 24;
const SPREAD_PX = 36;
const GEOMETRY = { besidesPx: HEADING_PX + SPREAD_PX, rowPx: 24, coarseRowPx: 28 };

/** The order book: asks over bids, best prices in the middle. */
export function OrderBook(props: OrderBookProps) {
  const { market, book, stepTicks } = props;
  const frame = useRef<HTMLDivElement>(null);
  const { count: fitting, rowPx } = useRowsFitting(frame, GEOMETRY);
  const count = Math.max(1, Math.floor(fitting / 2));
  const [pointed, setPointed] = useState<PointedRow | null>(null);
  const { bids, asks, own } = book;
  const asksShown = deriveRows({ side: 'sell', levels: asks, own: own.asks, stepTicks, count });
  const bidsShown = deriveRows({ side: 'buy', levels: bids, own: own.bids, stepTicks, count });
  const rowAt = ({ side, place }: RowPlace) => (side === 'buy' ? bidsShown : asksShown)[place];
  const pointedLots = pointed === null ? 0 : (rowAt(pointed)?.cumulativeLots ?? 0);

  const press = (event: MouseEvent) => {
    const at = placeOf(event.target);
    const row = at === null ? undefined : rowAt(at);
    if (at === null || row === undefined) return;
    if (event.shiftKey) props.onSize(row.cumulativeLots, at.side);
    else props.onPrice(row.priceTicks, at.side);
  };
  const stale = props.staleMs !== null || book.phase === 'resyncing';
  const shown = { asks: asksShown, bids: bidsShown, count, stale };
  const table = (
    <>
      <DepthBars {...shown} rowPx={rowPx} middlePx={SPREAD_PX} />
      <BookTable
        {...shown}
        market={market}
        book={book}
        pointed={pointed}
        lastTicks={props.lastTicks}
        direction={props.direction}
        onPress={press}
        onPoint={setPointed}
      />
    </>
  );

  return (
    <section aria-label="Order book" className="flex h-full min-h-0 flex-col bg-panel">
      <BookToolbar
        market={market}
        steps={groupSteps(bids[0]?.priceTicks ?? props.lastTicks)}
        stepTicks={stepTicks}
        phase={book.phase}
        staleMs={props.staleMs}
        onStep={props.onStep}
      />
      <div ref={frame} className="relative min-h-0 flex-1" aria-busy={book.phase === 'loading'}>
        {/* Out of the flow: what is in it never decides how much fits into it. */}
        <div className="absolute inset-0 overflow-hidden contain-strict">
          {placeholder(props, count) ?? table}
        </div>
        {pointed === null || pointedLots === 0 ? null : (
          <BookTooltip {...{ market, bids, asks, lots: pointedLots, ...pointed }} />
        )}
      </div>
    </section>
  );
}

/** What stands in place of the book while there is none to show. */
function placeholder({ book, error }: OrderBookProps, rows: number): ReactNode {
  const empty = book.bids.length === 0 && book.asks.length === 0;
  if (error !== null && empty) {
    return (
      <PanelMessage code={error.code} action={{ label: 'Try again', onPress: error.onRetry }}>
        The order book is not reachable. Your open orders stand.
      </PanelMessage>
    );
  }
  if (book.phase === 'loading') return <BookSkeleton rows={rows} />;
  return empty ? (
    <PanelMessage>Nobody offers anything yet. A limit order would be the first.</PanelMessage>
  ) : null;
}
