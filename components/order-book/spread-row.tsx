import { memo } from 'react';
import { classNames } from '#components/ui/class-names.ts';
import { Icon } from '#components/ui/icon.tsx';
import type { Market } from '#lib/domain/market.ts';
import { DASH, decimalText } from '#lib/format/decimal-text.ts';
import { formatPpm } from '#lib/format/format-percent.ts';
import { formatPrice } from '#lib/format/format-price.ts';

export type SpreadRowProps = {
  readonly market: Market;
  readonly lastTicks: number | null;
  /** Which way the last price moved. */
  readonly direction: 'up' | 'down' | 'flat';
  readonly doubledMidTicks: number | null;
  readonly spreadTicks: number | null;
  readonly spreadPpm: number | null;
  readonly reached: boolean;
};

/** As the figures of the rows: what changes lays out its own box. The lines take two pixels of 36. */
const CELL = 'numeric block h-8.5 leading-8.5 whitespace-nowrap contain-[size_layout]';
const LINES = 'focus-inset border-line border-y p-0';

const LOOKS = { up: 'text-up', down: 'text-down', flat: 'text-text' } as const;

/** Between the sides: the last price, the middle and the spread. */
export const SpreadRow = memo(function SpreadRow(props: SpreadRowProps) {
  const { market, lastTicks, direction, doubledMidTicks, spreadTicks, spreadPpm } = props;
  return (
    <tr className="h-9 text-12">
      <td tabIndex={props.reached ? 0 : -1} className={LINES}>
        <span
          title="Last price"
          className={classNames(CELL, 'pl-3 font-medium text-15 leading-8.5', LOOKS[direction])}
        >
          {formatPrice(lastTicks, market)}
          {direction === 'flat' ? null : (
            <Icon
              name={direction === 'up' ? 'arrow-up' : 'arrow-down'}
              size={12}
              className="ml-1 inline-block"
            />
          )}
        </span>
      </td>
      <td tabIndex={-1} className={`${LINES} text-right text-secondary`}>
        <span title="Middle of bid and ask" className={`${CELL} px-1`}>
          {midText(doubledMidTicks, market)}
        </span>
      </td>
      <td tabIndex={-1} className={`${LINES} text-right text-secondary`}>
        <span
          title={spreadPpm === null ? 'Spread' : `Spread, ${formatPpm(spreadPpm, { decimals: 4 })}`}
          className={`${CELL} pr-3`}
        >
          ↔ {spreadTicks === null ? DASH : formatPrice(spreadTicks, market)}
        </span>
      </td>
    </tr>
  );
});

/**
 * The middle may lie between two ticks, so it has one decimal more: half a tick is five of its. It has
 * that always, so that it is as wide whether it does or not.
 */
function midText(doubledMidTicks: number | null, { priceDecimals }: Market): string {
  if (doubledMidTicks === null) return DASH;
  return decimalText(BigInt(doubledMidTicks) * 5n, priceDecimals + 1, {
    minDecimals: priceDecimals + 1,
  });
}
