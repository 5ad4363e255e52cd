'use client';

import { type KeyboardEvent, useRef, useState } from 'react';
import { findMarkets } from '#components/markets/find-markets.ts';
import { MarketsEmpty } from '#components/markets/markets-empty.tsx';
import { type MarketsFilter, MarketsToolbar } from '#components/markets/markets-toolbar.tsx';
import { GRID } from '#components/ui/grid.ts';
import { useGridNavigation } from '#hooks/use-grid-navigation.ts';
import type { Market } from '#lib/domain/market.ts';
import type { MarketCondition } from '#lib/domain/market-status.ts';
import type { PriceUpdate } from '#lib/domain/price-update.ts';
import type { Ticker } from '#lib/domain/ticker.ts';
import { SwitcherRow } from './switcher-row.tsx';

export type SwitcherPanelProps = {
  readonly markets: readonly Market[];
  readonly selected: string;
  /** By symbol; a market without a price is absent. */
  readonly tickers: Readonly<Record<string, Ticker>>;
  readonly prices: Readonly<Record<string, PriceUpdate>>;
  /** What each market takes, by symbol; absent until the exchange has told. */
  readonly conditions: Readonly<Record<string, MarketCondition>>;
  /** Symbols. */
  readonly favorites: readonly string[];
  readonly onFavorite: (symbol: string) => void;
  readonly onSelect: (symbol: string) => void;
};

const EVERYTHING: MarketsFilter = { query: '', show: 'all' };

/** All markets with search and favourites; Enter in the search goes to the first that is found. */
export function SwitcherPanel(props: SwitcherPanelProps) {
  const { markets, selected, favorites } = props;
  const [filter, setFilter] = useState(EVERYTHING);
  const { active, onKeyDown, onFocus } = useGridNavigation();
  const table = useRef<HTMLTableElement>(null);
  const found = findMarkets(markets, filter.query).filter(
    ({ symbol }) => filter.show === 'all' || favorites.includes(symbol),
  );

  const leaveSearch = (event: KeyboardEvent) => {
    if (!(event.target instanceof HTMLInputElement) || event.target.type !== 'search') return;
    const [first] = found;
    if (event.key === 'Enter' && first !== undefined) props.onSelect(first.symbol);
    if (event.key !== 'ArrowDown') return;
    event.preventDefault();
    table.current?.querySelector<HTMLElement>('td:nth-child(2) button')?.focus();
  };

  return (
    <div className="w-130 max-w-full">
      {/* The search's own keys lead on to the table under it. */}
      <search className="block p-2" onKeyDown={leaveSearch}>
        <MarketsToolbar filter={filter} onFilter={setFilter} />
      </search>
      {found.length === 0 ? (
        <MarketsEmpty filter={filter} onReset={() => setFilter(EVERYTHING)} />
      ) : (
        <table
          {...GRID}
          ref={table}
          aria-label="Markets"
          className="w-full table-fixed"
          {...{ onKeyDown, onFocus }}
        >
          <thead>
            <tr className="h-7 text-11 text-secondary">
              <th scope="col" className="w-10">
                <span className="sr-only">Favourite</span>
              </th>
              <th scope="col" className="px-1 text-left font-normal">
                Market
              </th>
              <th scope="col" className="px-2 text-right font-normal">
                Price
              </th>
              <th scope="col" className="w-24 px-2 text-right font-normal">
                24h
              </th>
              <th scope="col" className="w-24 pr-3 pl-2 text-right font-normal max-sm:hidden">
                Volume
              </th>
            </tr>
          </thead>
          <tbody>
            {found.map((market, index) => (
              <SwitcherRow
                key={market.symbol}
                market={market}
                ticker={props.tickers[market.symbol]}
                pushed={props.prices[market.symbol]}
                status={props.conditions[market.symbol]?.status ?? 'open'}
                favorite={favorites.includes(market.symbol)}
                selected={market.symbol === selected}
                activeColumn={
                  index === Math.min(active.row, found.length - 1) ? active.column : null
                }
                onFavorite={props.onFavorite}
                onSelect={props.onSelect}
              />
            ))}
          </tbody>
        </table>
      )}
    </div>
  );
}
