'use client';

import { memo, type ReactNode } from 'react';
import { Badge } from '#components/ui/badge.tsx';
import { classNames } from '#components/ui/class-names.ts';
import { FlashingPrice } from '#components/ui/flashing-price.tsx';
import { Icon } from '#components/ui/icon.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { useNow } from '#hooks/use-now.ts';
import type { Market } from '#lib/domain/market.ts';
import type { Connection } from '#lib/stores/market-data-store.ts';
import {
  connectionNote,
  deriveMarketHeader,
  type HeaderFigure,
  type HeaderSources,
} from './derive-market-header.ts';

export type MarketHeaderProps = HeaderSources & {
  readonly market: Market;
  readonly connection: Connection;
  /** Whether prices come from the simulated market. */
  readonly simulated: boolean;
  /** The market switcher. */
  readonly switcher: ReactNode;
};

const TONES = { up: 'text-up', down: 'text-down', flat: 'text-text' } as const;

/** Market, last price and the figures of its day in one line, which scrolls where it does not fit. */
export function MarketHeader(props: MarketHeaderProps) {
  const { market, connection, switcher, simulated, ...sources } = props;
  const now = useNow();
  const view = deriveMarketHeader(market, sources);
  const ageMs =
    now === null || connection.lastMessageMs === null ? null : now - connection.lastMessageMs;
  const note = connectionNote(connection.phase, ageMs);
  const old = note !== null && connection.phase !== 'connecting';
  return (
    <section
      aria-label={`${market.base}/${market.quote}`}
      aria-busy={view.lastTicks === null}
      className="relative h-14"
    >
      {/* Out of the flow: a figure that changes lays out this line, not the page. */}
      <div className="absolute inset-0 flex items-center gap-4 overflow-x-auto overscroll-contain border-line border-b bg-panel px-3 contain-strict [scrollbar-width:none]">
        {switcher}
        <div className={classNames('flex shrink-0 flex-col', old && 'grayscale')}>
          {view.lastTicks === null ? (
            <Skeleton className="h-5 w-28" />
          ) : (
            <span
              title="Last price"
              className={classNames(
                'inline-flex items-center gap-1 font-medium text-20',
                TONES[view.direction],
              )}
            >
              <FlashingPrice text={view.last} ticks={view.lastTicks} />
              {view.direction === 'flat' ? null : (
                <Icon name={view.direction === 'up' ? 'arrow-up' : 'arrow-down'} size={14} />
              )}
            </span>
          )}
        </div>
        <dl className={classNames('flex gap-5', old && 'grayscale')}>
          {view.figures.map((figure) => (
            <Figure key={figure.id} {...figure} />
          ))}
        </dl>
        <span role="status" className="ml-auto flex shrink-0 items-center gap-2">
          {note === null ? null : <Badge tone="warn">{note}</Badge>}
          {simulated ? (
            <Badge tone="warn" title="Prices and traders on this development network are simulated">
              Simulated
            </Badge>
          ) : null}
        </span>
      </div>
    </section>
  );
}

/** A figure with its name over it, wide enough for what it may become. */
const Figure = memo(function Figure({ name, value, title, tone }: Omit<HeaderFigure, 'id'>) {
  return (
    <div className="flex min-w-18 shrink-0 flex-col">
      <dt className="text-11 text-secondary whitespace-nowrap">{name}</dt>
      <dd
        title={title}
        className={classNames(
          'numeric text-12 whitespace-nowrap',
          tone !== undefined && TONES[tone],
        )}
      >
        {value}
      </dd>
    </div>
  );
});
