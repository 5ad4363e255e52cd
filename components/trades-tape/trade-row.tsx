import { memo } from 'react';
import { classNames } from '#components/ui/class-names.ts';
import { DecimalNumber } from '#components/ui/decimal-number.tsx';
import { Icon } from '#components/ui/icon.tsx';
import type { Market } from '#lib/domain/market.ts';
import type { PublicTrade } from '#lib/domain/public-trade.ts';
import { decimalText } from '#lib/format/decimal-text.ts';
import { formatPrice } from '#lib/format/format-price.ts';
import { formatLocalTime } from '#lib/format/format-time.ts';

export type TradeRowProps = {
  readonly market: Market;
  readonly trade: PublicTrade;
  readonly reached: boolean;
};

/** `2026-03-09 ` before the time of day. */
const DATE_LENGTH = 11;
/** A figure that changes lays out its own box, not the table. */
const CELL = 'block h-6 leading-6 contain-strict pointer-coarse:h-7 pointer-coarse:leading-7';

/** A place of the tape; it renders again only when another trade stands there. */
export const TradeRow = memo(function TradeRow({ market, trade, reached }: TradeRowProps) {
  const buy = trade.takerSide === 'buy';
  const time = formatLocalTime(trade.timestampMs);
  const size = decimalText(BigInt(trade.quantityLots), market.sizeDecimals, {
    minDecimals: market.sizeDecimals,
  });
  return (
    <tr className="h-6 text-12 hover:bg-raised pointer-coarse:h-7">
      <td
        tabIndex={reached ? 0 : -1}
        className={classNames('focus-inset pl-3', buy ? 'text-up' : 'text-down')}
      >
        <span className="numeric inline-flex items-center gap-1">
          {formatPrice(trade.priceTicks, market)}
          <Icon name={buy ? 'arrow-up' : 'arrow-down'} size={10} />
          <span className="sr-only">{buy ? 'bought' : 'sold'}</span>
        </span>
      </td>
      <td tabIndex={-1} className="focus-inset px-1 text-right">
        <span className={CELL}>
          <DecimalNumber text={size} />
        </span>
      </td>
      <td tabIndex={-1} className="focus-inset pr-3 text-right text-secondary">
        <time
          dateTime={new Date(trade.timestampMs).toISOString()}
          title={time}
          className={`numeric ${CELL}`}
        >
          {time.slice(DATE_LENGTH)}
        </time>
      </td>
    </tr>
  );
});
