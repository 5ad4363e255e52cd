import { memo } from 'react';
import { classNames } from '#components/ui/class-names.ts';
import type { OrderSide } from '#lib/domain/order.ts';

export type BookTableRowProps = {
  readonly side: OrderSide;
  /** Place from the best price of its side. */
  readonly place: number;
  /** The side has no level here. */
  readonly empty: boolean;
  /** Whether it lies between the best price and the row that is pointed at. */
  readonly marked: boolean;
  /** Whether Tab reaches it. */
  readonly reached: boolean;
};

/** A figure that changes lays out its own box, not the table. Nothing is clipped: a clip is a layer. */
const CELL =
  'block h-6 leading-6 contain-[size_layout] pointer-coarse:h-7 pointer-coarse:leading-7';

/**
 * One place of the book: where its figures stand. `writeBookRows` fills them in, so that it renders
 * again only when it is pointed at or reached.
 */
export const BookTableRow = memo(function BookTableRow(props: BookTableRowProps) {
  const { side, place, empty, marked, reached } = props;
  if (empty) {
    return (
      <tr className="h-6 pointer-coarse:h-7">
        <td tabIndex={reached ? 0 : -1} className="focus-inset" />
        <td />
        <td />
      </tr>
    );
  }
  return (
    <tr
      data-side={side}
      data-place={place}
      data-marked={marked || undefined}
      className="group h-6 cursor-pointer text-12 data-marked:bg-secondary/4 hover:bg-secondary/12 pointer-coarse:h-7"
    >
      <td className="p-0">
        <button
          type="button"
          tabIndex={reached ? 0 : -1}
          className={classNames(
            `numeric focus-inset w-full pl-3 text-left whitespace-nowrap group-hover:text-text ${CELL}`,
            side === 'buy' ? 'text-up' : 'text-down',
          )}
        />
      </td>
      <td tabIndex={-1} className="focus-inset px-1 text-right">
        <span data-figure="" className={`numeric ${CELL}`} />
      </td>
      <td tabIndex={-1} className="focus-inset pr-3 text-right text-secondary">
        <span data-figure="" className={`numeric ${CELL}`} />
      </td>
    </tr>
  );
});
