'use client';

import type { MouseEvent } from 'react';
import { classNames } from '#components/ui/class-names.ts';
import { GRID } from '#components/ui/grid.ts';
import { useGridNavigation } from '#hooks/use-grid-navigation.ts';
import type { BookLevels } from '#lib/domain/book-level.ts';
import { bookSummary } from '#lib/domain/book-summary.ts';
import type { Market } from '#lib/domain/market.ts';
import type { OrderSide } from '#lib/domain/order.ts';
import { BookTableRow } from './book-table-row.tsx';
import { type BookRow, barThousandths } from './derive-rows.ts';
import { type PointedRow, pointedRow } from './pointed-row.ts';
import { SpreadRow, type SpreadRowProps } from './spread-row.tsx';

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
  const longest = Math.max(asks.at(-1)?.cumulativeLots ?? 0, bids.at(-1)?.cumulativeLots ?? 0);
  const places = Array.from({ length: count }, (_, place) => place);
  const activeRow = Math.min(active.row, 2 * count);

  const row = (side: OrderSide, place: number) => {
    const level = (side === 'buy' ? bids : asks)[place];
    return (
      <BookTableRow
        key={`${side} ${place}`}
        market={market}
        side={side}
        place={place}
        priceTicks={level?.priceTicks ?? null}
        lots={level?.lots ?? 0}
        cumulativeLots={level?.cumulativeLots ?? 0}
        ownLots={level?.ownLots ?? 0}
        bar={barThousandths(level?.cumulativeLots ?? 0, longest)}
        marked={pointed?.side === side && place <= pointed.place}
        reached={activeRow === (side === 'buy' ? count + 1 + place : count - 1 - place)}
      />
    );
  };

  return (
    <table
      {...GRID}
      aria-label={`Order book of ${market.base}/${market.quote}. Enter takes over the price, Shift and Enter the size up to it.`}
      className={classNames('w-full table-fixed', props.stale && 'grayscale')}
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
      <tbody>
        {places.toReversed().map((place) => row('sell', place))}
        <SpreadRow
          market={market}
          lastTicks={props.lastTicks}
          direction={props.direction}
          {...midAndSpread(props.book)}
          reached={activeRow === count}
        />
        {places.map((place) => row('buy', place))}
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
