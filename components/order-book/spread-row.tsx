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

const LOOKS = { up: 'text-up', down: 'text-down', flat: 'text-text' } as const;

/** Between the sides: the last price, the middle and the spread. */
export const SpreadRow = memo(function SpreadRow(props: SpreadRowProps) {
  const { market, lastTicks, direction, doubledMidTicks, spreadTicks, spreadPpm } = props;
  return (
    <tr className="h-9 border-line border-y text-12">
      <td tabIndex={props.reached ? 0 : -1} className="focus-inset pl-3">
        <span
          title="Last price"
          className={classNames(
            'numeric inline-flex items-center gap-1 font-medium text-15 whitespace-nowrap',
            LOOKS[direction],
          )}
        >
          {formatPrice(lastTicks, market)}
          {direction === 'flat' ? null : (
            <Icon name={direction === 'up' ? 'arrow-up' : 'arrow-down'} size={12} />
          )}
        </span>
      </td>
      <td tabIndex={-1} className="focus-inset px-1 text-right text-secondary">
        <span title="Middle of bid and ask" className="numeric whitespace-nowrap">
          {midText(doubledMidTicks, market)}
        </span>
      </td>
      <td tabIndex={-1} className="focus-inset pr-3 text-right text-secondary">
        <span
          title={spreadPpm === null ? 'Spread' : `Spread, ${formatPpm(spreadPpm, { decimals: 4 })}`}
          className="numeric whitespace-nowrap"
        >
          ↔ {spreadTicks === null ? DASH : formatPrice(spreadTicks, market)}
        </span>
      </td>
    </tr>
  );
});

/** The middle may lie between two ticks, so it has one decimal more: half a tick is five of its. */
function midText(doubledMidTicks: number | null, { priceDecimals }: Market): string {
  if (doubledMidTicks === null) return DASH;
  return decimalText(BigInt(doubledMidTicks) * 5n, priceDecimals + 1, {
    minDecimals: priceDecimals,
  });
}
