'use client';

import { type MouseEvent, useLayoutEffect, useRef } from 'react';
import { classNames } from '#components/ui/class-names.ts';
import { GRID } from '#components/ui/grid.ts';
import { useGridNavigation } from '#hooks/use-grid-navigation.ts';
import type { BookLevels } from '#lib/domain/book-level.ts';
import { bookSummary } from '#lib/domain/book-summary.ts';
import type { Market } from '#lib/domain/market.ts';
import { BookSide } from './book-side.tsx';
import type { BookRow } from './derive-rows.ts';
import { type PointedRow, pointedRow } from './pointed-row.ts';
import { SpreadRow, type SpreadRowProps } from './spread-row.tsx';
import { writeBookRows } from './write-book-rows.ts';

export type BookTableProps = Pick<SpreadRowProps, 'lastTicks' | 'direction'> & {
  readonly market: Market;
  readonly book: BookLevels;
  /** Best first. */
  readonly asks: readonly BookRow[];
  readonly bids: readonly BookRow[];
  /** Rows a side. */
  readonly count: number;
  readonly pointed: PointedRow | null;
  readonly stale: boolean;
  readonly onPress: (event: MouseEvent) => void;
  readonly onPoint: (row: PointedRow | null) => void;
};

/** Both sides as one grid with a fixed number of rows, which arrow keys move through. */
export function BookTable(props: BookTableProps) {
  const { market, asks, bids, count, pointed, onPoint } = props;
  const { active, onKeyDown, onFocus } = useGridNavigation();
  const body = useRef<HTMLTableSectionElement>(null);
  const activeRow = Math.min(active.row, 2 * count);
  const { symbol } = market;

  useLayoutEffect(() => {
    if (body.current !== null) writeBookRows(body.current, { market, asks, bids });
  });

  return (
    <table
      {...GRID}
      aria-label={`Order book of ${market.base}/${market.quote}. Enter takes over the price, Shift and Enter the size up to it.`}
      className={classNames(
        'w-full table-fixed border-separate border-spacing-0',
        props.stale && 'grayscale',
      )}
      onClick={props.onPress}
      onKeyDown={onKeyDown}
      onFocus={(event) => {
        onFocus(event);
        onPoint(pointedRow(event.target));
      }}
      onBlur={() => onPoint(null)}
      onMouseMove={(event) => {
        const next = pointedRow(event.target);
        if (next?.side !== pointed?.side || next?.place !== pointed?.place) onPoint(next);
      }}
      onMouseLeave={() => onPoint(null)}
    >
      <thead>
        <tr className="h-6 text-11 text-secondary">
          <th scope="col" className="pl-3 text-left font-normal">
            Price
          </th>
          <th scope="col" className="px-1 text-right font-normal">
            Size {market.base}
          </th>
          <th scope="col" className="pr-3 text-right font-normal">
            Sum
          </th>
        </tr>
      </thead>
      <tbody ref={body}>
        <BookSide
          {...{ symbol, count, side: 'sell', levels: asks.length }}
          marked={pointed?.side === 'sell' ? pointed.place + 1 : 0}
          reached={count - 1 - activeRow}
        />
        <SpreadRow
          market={market}
          lastTicks={props.lastTicks}
          direction={props.direction}
          {...midAndSpread(props.book)}
          reached={activeRow === count}
        />
        <BookSide
          {...{ symbol, count, side: 'buy', levels: bids.length }}
          marked={pointed?.side === 'buy' ? pointed.place + 1 : 0}
          reached={activeRow - count - 1}
        />
      </tbody>
    </table>
  );
}

function midAndSpread(
  book: BookLevels,
): Pick<SpreadRowProps, 'doubledMidTicks' | 'spreadTicks' | 'spreadPpm'> {
  const { doubledMidTicks, spreadTicks, spreadPpm } = bookSummary(book);
  return { doubledMidTicks, spreadTicks, spreadPpm };
}
