import { memo } from 'react';
import type { OrderSide } from '#lib/domain/order.ts';
import { BookTableRow } from './book-table-row.tsx';

export type BookSideProps = {
  /** A market's rows are its own: what was written into them is never taken over. */
  readonly symbol: string;
  readonly side: OrderSide;
  /** Places of the side, and how many of them have a level. */
  readonly count: number;
  readonly levels: number;
  /** Places from the best price on that are marked. */
  readonly marked: number;
  /** The place that Tab reaches, if it is on this side. */
  readonly reached: number;
};

/** The rows of a side, the best price next to the middle. It renders when their number changes. */
export const BookSide = memo(function BookSide(props: BookSideProps) {
  const { symbol, side, count, levels, marked, reached } = props;
  const places = Array.from({ length: count }, (_, place) => place);
  return (side === 'buy' ? places : places.toReversed()).map((place) => {
    const empty = place >= levels;
    return (
      <BookTableRow
        key={`${symbol} ${place}${empty ? ' empty' : ''}`}
        side={side}
        place={place}
        empty={empty}
        marked={place < marked}
        reached={place === reached}
      />
    );
  });
});
