import { useLayoutEffect, useRef } from 'react';
import { classNames } from '#components/ui/class-names.ts';
import { GRID } from '#components/ui/grid.ts';
import { useGridNavigation } from '#hooks/use-grid-navigation.ts';
import type { Market } from '#lib/domain/market.ts';
import type { PublicTrade } from '#lib/domain/public-trade.ts';
import { formatAge } from '#lib/format/format-time.ts';
import { TradeRow } from './trade-row.tsx';
import { writeTrades } from './write-trades.ts';

export type TradesTableProps = {
  readonly market: Market;
  /** The newest first. */
  readonly trades: readonly PublicTrade[];
  /** Rows that are made, at most. */
  readonly count: number;
  readonly staleMs: number | null;
};

/**
 * Trades as a grid, which arrow keys move through. Rows keep their places and take the next trade:
 * pushing them down would move the whole tape.
 */
export function TradesTable({ market, trades, count, staleMs }: TradesTableProps) {
  const { active, onKeyDown, onFocus } = useGridNavigation();
  const body = useRef<HTMLTableSectionElement>(null);
  const places = Array.from({ length: Math.min(count, trades.length) }, (_, place) => place);
  const reached = Math.min(active.row, places.length - 1);

  useLayoutEffect(() => {
    if (body.current !== null) writeTrades(body.current, { market, trades });
  });

  return (
    <table
      {...GRID}
      aria-label={`Trades of ${market.base}/${market.quote}`}
      aria-rowcount={trades.length + 1}
      className={classNames('w-full table-fixed', staleMs !== null && 'grayscale')}
      {...{ onKeyDown, onFocus }}
    >
      <thead className="sticky top-0 z-10 bg-panel">
        <tr aria-rowindex={1} className="h-6 text-11 text-secondary">
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
      <tbody ref={body}>
        {places.map((place) => (
          <TradeRow key={place} place={place} reached={place === reached} />
        ))}
      </tbody>
    </table>
  );
}
