import { memo } from 'react';

export type TradeRowProps = {
  /** Place from the newest trade. */
  readonly place: number;
  readonly reached: boolean;
};

/** A figure that changes lays out its own box, not the table. Nothing is clipped: a clip is a layer. */
const CELL =
  'numeric block h-6 leading-6 whitespace-nowrap contain-[size_layout] pointer-coarse:h-7 pointer-coarse:leading-7';

/** The heading is the first row. */
const FIRST_ROW = 2;

/** A place of the tape: where a trade stands. `writeTrades` fills it in, so that it does not render. */
export const TradeRow = memo(function TradeRow({ place, reached }: TradeRowProps) {
  return (
    <tr
      aria-rowindex={place + FIRST_ROW}
      className="group h-6 text-12 hover:bg-raised pointer-coarse:h-7"
    >
      <td tabIndex={reached ? 0 : -1} className="focus-inset pl-3">
        <span data-price="" className={CELL} />
      </td>
      <td tabIndex={-1} className="focus-inset px-1 text-right">
        <span data-figure="" className={CELL} />
      </td>
      <td tabIndex={-1} className="focus-inset pr-3 text-right text-secondary">
        <time className={CELL} />
      </td>
    </tr>
  );
});
