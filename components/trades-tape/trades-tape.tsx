'use client';

import { memo, type ReactNode, useRef, useState } from 'react';
import { useRowsFitting } from '#components/order-book/use-rows-fitting.ts';
import { PanelMessage } from '#components/ui/panel-message.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import type { Market } from '#lib/domain/market.ts';
import type { TradesState } from '#lib/stores/trades-store.ts';
import { TradesTable } from './trades-table.tsx';

export type TradesTapeProps = {
  readonly market: Market;
  /** State of the trades store. */
  readonly tape: TradesState;
  /** Age of what is shown once it is not current any more, milliseconds. */
  readonly staleMs: number | null;
  /** Why trades cannot be shown; `null` while they can. */
  readonly error: { readonly code: string; readonly onRetry: () => void } | null;
};

const SKELETON_ROWS = Array.from({ length: 16 }, (_, row) => row);
/** Under the heading. */
const GEOMETRY = { besidesPx: 24, rowPx: 24, coarseRowPx: 28 };

/**
 * The newest trades of the market, the last one on top. Rows out of sight are made once somebody
 * scrolls or goes there: until then each trade would change all of them for nobody.
 */
export const TradesTape = memo(function TradesTape(props: TradesTapeProps) {
  const { market, tape, staleMs } = props;
  const frame = useRef<HTMLElement>(null);
  const { count: fitting, rowPx } = useRowsFitting(frame, GEOMETRY);
  const [whole, setWhole] = useState(false);
  const { trades } = tape;
  const count = whole ? trades.length : Math.min(trades.length, fitting + 1);
  const isScrolled = () => (frame.current?.scrollTop ?? 0) > 0;
  return (
    <section
      ref={frame}
      aria-label="Trades"
      aria-busy={tape.phase === 'loading'}
      className="flex h-full min-h-0 flex-col overflow-y-auto overscroll-contain bg-panel contain-content"
      onScroll={({ currentTarget }) => setWhole(isScrolled() || hasFocus(currentTarget))}
      onFocus={() => setWhole(true)}
      onBlur={({ currentTarget, relatedTarget }) => {
        if (!currentTarget.contains(relatedTarget)) setWhole(isScrolled());
      }}
    >
      {placeholder(props) ?? (
        <>
          <TradesTable {...{ market, trades, count, staleMs }} />
          {/* Keeps the length of what can be scrolled. */}
          <div className="shrink-0" style={{ height: (trades.length - count) * rowPx }} />
        </>
      )}
    </section>
  );
});

function hasFocus(element: Element): boolean {
  return element.contains(document.activeElement);
}

/** What stands in place of the tape while there is none to show. */
function placeholder({ market, tape, error }: TradesTapeProps): ReactNode {
  if (tape.trades.length > 0) return null;
  if (error !== null) {
    return (
      <PanelMessage code={error.code} action={{ label: 'Try again', onPress: error.onRetry }}>
        Trades are not reachable. Trading goes on.
      </PanelMessage>
    );
  }
  if (tape.phase === 'loading') return <TapeSkeleton />;
  return (
    <PanelMessage>No {market.base} has been traded here yet. The first order can.</PanelMessage>
  );
}

function TapeSkeleton() {
  return (
    <div className="pt-6">
      <span className="sr-only">Trades are being loaded.</span>
      {SKELETON_ROWS.map((row) => (
        <div key={row} className="flex h-6 items-center justify-between px-3">
          <Skeleton className="h-3 w-20" />
          <Skeleton className="h-3 w-12" />
          <Skeleton className="h-3 w-14" />
        </div>
      ))}
    </div>
  );
}
