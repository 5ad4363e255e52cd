'use client';

import { memo, type ReactNode } from 'react';
import { classNames } from '#components/ui/class-names.ts';
import { GRID } from '#components/ui/grid.ts';
import { PanelMessage } from '#components/ui/panel-message.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { useGridNavigation } from '#hooks/use-grid-navigation.ts';
import type { Market } from '#lib/domain/market.ts';
import { formatAge } from '#lib/format/format-time.ts';
import type { TradesState } from '#lib/stores/trades-store.ts';
import { TradeRow } from './trade-row.tsx';

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

/** The newest trades of the market, the last one on top. */
export const TradesTape = memo(function TradesTape(props: TradesTapeProps) {
  const { market, tape, staleMs } = props;
  const { active, onKeyDown, onFocus } = useGridNavigation();
  const reached = Math.min(active.row, tape.trades.length - 1);
  // Rows keep their places and take the next trade: pushing them down would move the whole tape.
  const places = Array.from(tape.trades.keys());
  return (
    <section
      aria-label="Trades"
      aria-busy={tape.phase === 'loading'}
      className="flex h-full min-h-0 flex-col overflow-y-auto overscroll-contain bg-panel contain-content"
    >
      {placeholder(props) ?? (
        <table
          {...GRID}
          aria-label={`Trades of ${market.base}/${market.quote}`}
          className={classNames('w-full table-fixed', staleMs !== null && 'grayscale')}
          {...{ onKeyDown, onFocus }}
        >
          <thead className="sticky top-0 z-10 bg-panel">
            <tr className="h-6 text-11 text-secondary">
              <th scope="col" className="pl-3 text-left font-normal whitespace-nowrap">
                Price{' '}
                <span role="status" className="numeric text-warn">
                  {staleMs === null ? null : `${formatAge(staleMs)} old`}
                </span>
              </th>
              <th scope="col" className="px-1 text-right font-normal">
                Size {market.base}
              </th>
              <th scope="col" className="pr-3 text-right font-normal">
                Time
              </th>
            </tr>
          </thead>
          <tbody>
            {places.map((place) => {
              const trade = tape.trades[place];
              return trade === undefined ? null : (
                <TradeRow key={place} market={market} trade={trade} reached={place === reached} />
              );
            })}
          </tbody>
        </table>
      )}
    </section>
  );
});

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
