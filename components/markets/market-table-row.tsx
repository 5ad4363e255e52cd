'use client';

import Link from 'next/link';
import { memo, type ReactNode } from 'react';
import { useMarketData } from '#components/shell/market-data-provider.tsx';
import { buttonClasses } from '#components/ui/button-classes.ts';
import { classNames } from '#components/ui/class-names.ts';
import { DecimalNumber } from '#components/ui/decimal-number.tsx';
import { ExactValue } from '#components/ui/exact-value.tsx';
import { FlashingPrice } from '#components/ui/flashing-price.tsx';
import { IconButton } from '#components/ui/icon-button.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import type { Market } from '#lib/domain/market.ts';
import type { Ticker } from '#lib/domain/ticker.ts';
import { DASH } from '#lib/format/decimal-text.ts';
import { toggleFavorite } from '#lib/stores/favorites-store.ts';
import { deriveMarketRow } from './derive-market-row.ts';
import { marketColumns } from './market-columns.ts';
import { PriceChange } from './price-change.tsx';
import { Sparkline } from './sparkline.tsx';
import { swapHref } from './swap-href.ts';

export type MarketTableRowProps = {
  readonly market: Market;
  readonly ticker: Ticker | undefined;
  readonly loading: boolean;
  readonly favorite: boolean;
  /** Its chart is shown. */
  readonly selected: boolean;
  /** The column that Tab reaches in this row, if it is the row. */
  readonly activeColumn: number | null;
  readonly onSelect: (symbol: string) => void;
};

/** One market. It renders again when its own price changes, and not when another's does. */
export const MarketTableRow = memo(function MarketTableRow(props: MarketTableRowProps) {
  const { market, ticker, loading, favorite, selected, activeColumn, onSelect } = props;
  const pushed = useMarketData((data) => data.prices[market.symbol]);
  const row = deriveMarketRow(market, { ticker, pushed });
  const tab = (column: number) => (column === activeColumn ? 0 : -1);
  const name = `${market.base}/${market.quote}`;
  const value = (content: ReactNode) =>
    loading && row.priceTicks === null ? <Loading /> : content;

  const cells: readonly ReactNode[] = [
    <IconButton
      key="favorite"
      icon="star"
      size="small"
      label={favorite ? `Remove ${name} from favourites` : `Add ${name} to favourites`}
      aria-pressed={favorite}
      filled={favorite}
      tabIndex={tab(0)}
      onClick={() => toggleFavorite(market.symbol)}
    />,
    <button
      key="market"
      type="button"
      tabIndex={tab(1)}
      aria-pressed={selected}
      aria-label={`Show the chart of ${name}`}
      className="touch-target rounded-control py-1 font-semibold text-15 whitespace-nowrap"
      onClick={() => onSelect(market.symbol)}
    >
      {market.base}
      <span className="font-normal text-12 text-secondary">/{market.quote}</span>
    </button>,
    value(
      <span className="flex flex-col items-end">
        <FlashingPrice text={row.price} ticks={row.priceTicks} className="text-13" />
        <span className="text-12 md:hidden">
          <PriceChange {...row} />
        </span>
      </span>,
    ),
    value(<PriceChange {...row} />),
    value(<DecimalNumber text={row.high} />),
    value(<DecimalNumber text={row.low} />),
    value(row.volume === null ? DASH : <ExactValue {...row.volume} />),
    <Sparkline key="line" sparklineTicks={row.sparklineTicks} direction={row.direction} />,
    <Link
      key="trade"
      href={`/trade/${market.symbol}`}
      prefetch={false}
      tabIndex={tab(8)}
      className={buttonClasses({ size: 'small' })}
    >
      Trade<span className="sr-only"> {market.base}</span>
    </Link>,
    <Link
      key="swap"
      href={swapHref(market)}
      prefetch={false}
      tabIndex={tab(9)}
      className={buttonClasses({ size: 'small' })}
    >
      Swap<span className="sr-only"> {market.base}</span>
    </Link>,
  ];

  return (
    <tr
      aria-selected={selected}
      className={classNames(
        'h-14 border-line border-t transition-colors md:h-12',
        selected ? 'bg-raised/50 shadow-[inset_2px_0_var(--color-accent)]' : 'hover:bg-raised/50',
      )}
    >
      {marketColumns.map((column, index) => (
        <GridCell key={column.id} column={column} tabIndex={tab(index)}>
          {cells[index]}
        </GridCell>
      ))}
    </tr>
  );
});

const WITH_WIDGET: ReadonlySet<string> = new Set(['favorite', 'market', 'trade', 'swap']);

function GridCell({
  column,
  tabIndex,
  children,
}: {
  readonly column: (typeof marketColumns)[number];
  readonly tabIndex: number;
  readonly children: ReactNode;
}) {
  return (
    <td
      {...(WITH_WIDGET.has(column.id) ? {} : { tabIndex })}
      className={classNames('focus-inset px-2 text-12', ALIGNMENTS[column.align], column.className)}
    >
      {children}
    </td>
  );
}

const ALIGNMENTS = { left: 'text-left', right: 'text-right', center: 'text-center' } as const;

function Loading() {
  return <Skeleton className="h-3.5 w-16 align-middle" />;
}
