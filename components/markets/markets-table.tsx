'use client';

import { classNames } from '#components/ui/class-names.ts';
import { GRID } from '#components/ui/grid.ts';
import { useGridNavigation } from '#hooks/use-grid-navigation.ts';
import type { Market } from '#lib/domain/market.ts';
import type { MarketSummaries } from '#lib/stores/market-summaries-store.ts';
import { marketColumns } from './market-columns.ts';
import { MarketTableRow } from './market-table-row.tsx';

export type MarketsTableProps = {
  readonly markets: readonly Market[];
  readonly summaries: MarketSummaries;
  readonly favorites: readonly string[];
  readonly selected: string;
  readonly onSelect: (symbol: string) => void;
};

const ALIGNMENTS = { left: 'text-left', right: 'text-right', center: 'text-center' } as const;

/** All markets as a grid that is moved through with the arrow keys. */
export function MarketsTable({
  markets,
  summaries,
  favorites,
  selected,
  onSelect,
}: MarketsTableProps) {
  const { active, onKeyDown, onFocus } = useGridNavigation();
  const activeRow = Math.min(active.row, markets.length - 1);

  return (
    <table
      {...GRID}
      aria-label="Markets"
      className="w-full table-fixed"
      {...{ onKeyDown, onFocus }}
    >
      <thead>
        <tr className="h-8 text-11 text-secondary">
          {marketColumns.map(({ id, heading, hidden, align, className }) => (
            <th
              key={id}
              scope="col"
              className={classNames('px-2 font-medium', ALIGNMENTS[align], className)}
            >
              {hidden ? <span className="sr-only">{heading}</span> : heading}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {markets.map((market, index) => (
          <MarketTableRow
            key={market.symbol}
            market={market}
            ticker={summaries.tickers[market.symbol]}
            loading={summaries.phase === 'loading'}
            favorite={favorites.includes(market.symbol)}
            selected={market.symbol === selected}
            activeColumn={index === activeRow ? active.column : null}
            onSelect={onSelect}
          />
        ))}
      </tbody>
    </table>
  );
}
