'use client';

import { classNames } from '#components/ui/class-names.ts';
import { GRID } from '#components/ui/grid.ts';
import { useGridNavigation } from '#hooks/use-grid-navigation.ts';
import type { Candle } from '#lib/domain/candle.ts';
import type { CandleInterval } from '#lib/domain/interval.ts';
import type { Market } from '#lib/domain/market.ts';
import { type CandleTexts, describeCandle } from './describe-candle.ts';

export type CandleTableProps = {
  /** Oldest first. */
  readonly candles: readonly Candle[];
  readonly market: Market;
  readonly interval: CandleInterval;
};

const ROWS = 60;
const COLUMNS = ['Time', 'Open', 'High', 'Low', 'Close', 'Change', 'Volume'] as const;

/** What the chart draws, as figures: the newest candles, newest first. */
export function CandleTable({ candles, market, interval }: CandleTableProps) {
  const { active, ...handlers } = useGridNavigation();
  const newest = candles.slice(-ROWS).reverse();
  return (
    <div className="absolute inset-0 overflow-auto">
      <table {...GRID} {...handlers} className="numeric w-full text-12">
        <caption className="sr-only">
          {`${market.symbol}, the newest ${newest.length} candles of ${interval}, newest first`}
        </caption>
        <thead className="sticky top-0 bg-panel text-11 text-secondary">
          <tr>
            {COLUMNS.map((column) => (
              <th
                key={column}
                scope="col"
                className="px-2 py-1.5 text-right font-medium font-sans first:text-left"
              >
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {newest.map((candle, row) => (
            <CandleRow
              key={candle.startMs}
              candle={describeCandle(candle, { market, interval })}
              activeColumn={row === active.row ? active.column : null}
            />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function CandleRow({
  candle,
  activeColumn,
}: {
  readonly candle: CandleTexts;
  readonly activeColumn: number | null;
}) {
  const { time, open, high, low, close, change, volume, direction } = candle;
  const color = direction === 'up' ? 'text-up' : 'text-down';
  return (
    <tr className="h-6 text-right hover:bg-raised">
      {[time, open, high, low, close, change, volume].map((text, column) => (
        <td
          key={COLUMNS[column]}
          {...{ tabIndex: column === activeColumn ? 0 : -1 }}
          className={classNames(
            'focus-inset px-2 whitespace-nowrap first:text-left first:text-secondary',
            COLUMNS[column] === 'Change' && color,
          )}
        >
          {text}
        </td>
      ))}
    </tr>
  );
}
