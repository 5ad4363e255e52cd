import { memo } from 'react';
import { deriveMarketRow } from '#components/markets/derive-market-row.ts';
import { PriceChange } from '#components/markets/price-change.tsx';
import { classNames } from '#components/ui/class-names.ts';
import { DecimalNumber } from '#components/ui/decimal-number.tsx';
import { ExactValue } from '#components/ui/exact-value.tsx';
import { IconButton } from '#components/ui/icon-button.tsx';
import type { Market } from '#lib/domain/market.ts';
import type { MarketStatus } from '#lib/domain/market-status.ts';
import type { PriceUpdate } from '#lib/domain/price-update.ts';
import type { Ticker } from '#lib/domain/ticker.ts';
import { DASH } from '#lib/format/decimal-text.ts';

export type SwitcherRowProps = {
  readonly market: Market;
  readonly ticker: Ticker | undefined;
  readonly pushed: PriceUpdate | undefined;
  readonly status: MarketStatus;
  readonly favorite: boolean;
  readonly selected: boolean;
  /** The column that Tab reaches, if this is the row. */
  readonly activeColumn: number | null;
  readonly onFavorite: (symbol: string) => void;
  readonly onSelect: (symbol: string) => void;
};

const STATUSES: Readonly<Record<Exclude<MarketStatus, 'open'>, string>> = {
  'pre-open': 'Auction',
  'post-only': 'Post-only',
  'cancel-only': 'Cancels only',
  halted: 'Halted',
  delisted: 'Delisted',
};

/** A market to go to. */
export const SwitcherRow = memo(function SwitcherRow(props: SwitcherRowProps) {
  const { market, status, favorite, selected, activeColumn } = props;
  const row = deriveMarketRow(market, props);
  const name = `${market.base}/${market.quote}`;
  const tab = (column: number) => (column === activeColumn ? 0 : -1);
  return (
    <tr
      aria-selected={selected}
      className={classNames(
        'h-10 border-line border-t text-12 hover:bg-raised pointer-coarse:h-12',
        selected && 'bg-raised shadow-[inset_2px_0_var(--color-accent)]',
      )}
    >
      <td className="w-10 text-center">
        <IconButton
          icon="star"
          size="small"
          className="focus-inset"
          label={favorite ? `Remove ${name} from favourites` : `Add ${name} to favourites`}
          aria-pressed={favorite}
          filled={favorite}
          tabIndex={tab(0)}
          onClick={() => props.onFavorite(market.symbol)}
        />
      </td>
      <td>
        <button
          type="button"
          tabIndex={tab(1)}
          aria-current={selected ? 'page' : undefined}
          className="focus-inset h-10 w-full rounded-control px-1 text-left font-semibold text-13 pointer-coarse:h-12"
          onClick={() => props.onSelect(market.symbol)}
        >
          {market.base}
          <span className="font-normal text-12 text-secondary">/{market.quote}</span>
          {status === 'open' ? null : (
            <span className="ml-1.5 font-normal text-11 text-warn">{STATUSES[status]}</span>
          )}
        </button>
      </td>
      <td tabIndex={tab(2)} className="focus-inset px-2 text-right">
        <DecimalNumber text={row.price} />
      </td>
      <td tabIndex={tab(3)} className="focus-inset px-2 text-right">
        <PriceChange {...row} />
      </td>
      <td tabIndex={tab(4)} className="focus-inset pr-3 pl-2 text-right max-sm:hidden">
        {row.volume === null ? DASH : <ExactValue {...row.volume} />}
      </td>
    </tr>
  );
});
