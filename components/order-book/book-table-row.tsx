'use client';

import { memo } from 'react';
import { classNames } from '#components/ui/class-names.ts';
import { DecimalNumber } from '#components/ui/decimal-number.tsx';
import type { Market } from '#lib/domain/market.ts';
import type { OrderSide } from '#lib/domain/order.ts';
import { decimalText } from '#lib/format/decimal-text.ts';
import { formatPrice } from '#lib/format/format-price.ts';

export type BookTableRowProps = {
  readonly market: Market;
  readonly side: OrderSide;
  /** Place from the best price of its side. */
  readonly place: number;
  /** `null` = the side has no level here. */
  readonly priceTicks: number | null;
  readonly lots: number;
  readonly cumulativeLots: number;
  readonly ownLots: number;
  /** Length of the depth bar in thousandths. */
  readonly bar: number;
  /** Whether it lies between the best price and the row that is pointed at. */
  readonly marked: boolean;
  /** Whether Tab reaches it. */
  readonly reached: boolean;
};

/** A figure that changes lays out its own box, not the table. */
const CELL = 'block h-6 leading-6 contain-strict pointer-coarse:h-7 pointer-coarse:leading-7';

/**
 * One place of the book. It stays in the document while levels come and go, and renders again only
 * when its own figures change; the bar is a transform, which costs no layout.
 */
export const BookTableRow = memo(function BookTableRow(props: BookTableRowProps) {
  const { market, side, place, priceTicks, lots, cumulativeLots, marked } = props;
  const buy = side === 'buy';
  const size = (count: number) =>
    decimalText(BigInt(count), market.sizeDecimals, { minDecimals: market.sizeDecimals });
  const own = props.ownLots === 0 ? '' : `, yours ${size(props.ownLots)}`;
  const tabIndex = props.reached ? 0 : -1;
  if (priceTicks === null) {
    return (
      <tr className="h-6 pointer-coarse:h-7">
        <td tabIndex={tabIndex} className="focus-inset" />
        <td />
        <td />
      </tr>
    );
  }
  return (
    <tr
      data-side={side}
      data-place={place}
      className={classNames(
        'relative isolate h-6 cursor-pointer text-12 hover:bg-hover pointer-coarse:h-7',
        marked && 'bg-raised',
      )}
    >
      <td className="relative p-0">
        <button
          type="button"
          tabIndex={tabIndex}
          aria-label={`${buy ? 'Bid' : 'Ask'} ${formatPrice(priceTicks, market)}${own}`}
          className={classNames(
            'focus-inset flex h-6 w-full items-center gap-1.5 pl-3 text-left contain-strict pointer-coarse:h-7',
            buy ? 'text-up' : 'text-down',
          )}
        >
          <span className="numeric">{formatPrice(priceTicks, market)}</span>
          {props.ownLots === 0 ? null : (
            <span
              title={`Your order: ${size(props.ownLots)} ${market.base}`}
              className="size-1.5 rounded-full bg-accent"
            />
          )}
        </button>
      </td>
      <td tabIndex={-1} className="focus-inset px-1 text-right">
        <span className={CELL}>
          <DecimalNumber text={size(lots)} />
        </span>
      </td>
      <td tabIndex={-1} className="focus-inset pr-3 text-right text-secondary">
        <span className={CELL}>
          <DecimalNumber text={size(cumulativeLots)} />
        </span>
        <span
          aria-hidden="true"
          style={{ transform: `scaleX(${props.bar / 1_000})` }}
          className={classNames(
            'pointer-events-none absolute inset-0 -z-10 origin-right',
            buy ? 'bg-up/12' : 'bg-down/12',
          )}
        />
      </td>
    </tr>
  );
});
