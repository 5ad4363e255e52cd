'use client';

import { useState } from 'react';
import { classNames } from '#components/ui/class-names.ts';
import { PanelMessage } from '#components/ui/panel-message.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { useCalm } from '#hooks/use-calm.ts';
import type { Market } from '#lib/domain/market.ts';
import { formatPrice } from '#lib/format/format-price.ts';
import { formatAge } from '#lib/format/format-time.ts';
import { sizeText } from '#lib/order-ticket/ticket-text.ts';
import type { BookState } from '#lib/stores/book-store.ts';
import { DEPTH_UNITS, depthAt, depthPath, depthWindow } from './depth-curve.ts';
import { depthSummary } from './depth-summary.ts';

export type DepthChartProps = {
  readonly market: Market;
  /** State of the book store. */
  readonly book: Pick<BookState, 'phase' | 'bids' | 'asks'>;
  /** Age of what is shown once it is not current any more, milliseconds. */
  readonly staleMs: number | null;
};

/** The curve is large to paint and changes little: a few times a second are enough. */
const CALM_MS = 250;

/** How much stands up to each price. A slider over the curve reads it out, by pointer or arrow keys. */
export function DepthChart({ market, book: current, staleMs }: DepthChartProps) {
  const calm = useCalm(current, CALM_MS);
  const book = calm.phase === 'loading' ? current : calm;
  const [place, setPlace] = useState<number | null>(null);
  const window = depthWindow(book);
  const summary = depthSummary(book, market);
  if (book.phase === 'loading') {
    return (
      <div aria-busy="true" className="flex h-full items-end bg-panel p-3">
        <span className="sr-only">The order book is being loaded.</span>
        <Skeleton className="h-2/3 w-full" />
      </div>
    );
  }
  if (window === null || summary === null) {
    return (
      <PanelMessage>The book has orders on one side at most: there is no depth yet.</PanelMessage>
    );
  }
  const point = place === null ? null : depthAt(book, { window, place });
  const words =
    point === null
      ? summary.near
      : `${formatPrice(point.priceTicks, market)}: ${sizeText(point.lots, market)} ${point.side === 'buy' ? 'bid' : 'asked'}`;
  return (
    <figure
      aria-label={`Depth of ${market.base}/${market.quote}`}
      className="relative flex h-full min-h-40 flex-col bg-panel"
    >
      <figcaption className="flex h-8 shrink-0 items-center justify-between gap-2 px-3 text-12">
        <span className="numeric truncate">{words}</span>
        <span className="sr-only">{summary.reach}</span>
        {staleMs === null ? null : (
          <span role="status" className="numeric shrink-0 text-11 text-warn">
            {formatAge(staleMs)} old
          </span>
        )}
      </figcaption>
      <div className="relative min-h-0 flex-1">
        <Curves {...{ book, window, place, stale: staleMs !== null }} />
        <input
          type="range"
          min={0}
          max={DEPTH_UNITS}
          step={5}
          value={place ?? DEPTH_UNITS / 2}
          aria-label="Price at which the depth is read"
          aria-valuetext={words}
          className="absolute inset-0 h-full w-full cursor-crosshair appearance-none opacity-0 [&:focus-visible+span]:outline-2"
          onChange={(event) => setPlace(Number(event.target.value))}
          onPointerMove={({ currentTarget, clientX }) => {
            const { left, width } = currentTarget.getBoundingClientRect();
            const share = Math.min(1, Math.max(0, (clientX - left) / width));
            setPlace(Math.round(share * DEPTH_UNITS));
          }}
          onPointerLeave={() => setPlace(null)}
          onBlur={() => setPlace(null)}
        />
        <span
          aria-hidden="true"
          className="pointer-events-none absolute inset-0 -outline-offset-2 outline-accent"
        />
      </div>
      <div className="numeric flex h-6 shrink-0 items-center justify-between px-3 text-11 text-secondary">
        <span>{formatPrice(Math.max(1, Math.ceil(window.fromTicks)), market)}</span>
        <span>{formatPrice(Math.floor((window.fromTicks + window.toTicks) / 2), market)}</span>
        <span>{formatPrice(Math.floor(window.toTicks), market)}</span>
      </div>
    </figure>
  );
}

function Curves({
  book,
  window,
  place,
  stale,
}: {
  readonly book: DepthChartProps['book'];
  readonly window: NonNullable<ReturnType<typeof depthWindow>>;
  readonly place: number | null;
  readonly stale: boolean;
}) {
  return (
    <svg
      aria-hidden="true"
      viewBox={`0 0 ${DEPTH_UNITS} ${DEPTH_UNITS}`}
      preserveAspectRatio="none"
      className={classNames('absolute inset-0 h-full w-full', stale && 'grayscale')}
    >
      <path
        d={depthPath(book.bids, { side: 'buy', window })}
        className="fill-up/16 stroke-up"
        strokeWidth="1.5"
        vectorEffect="non-scaling-stroke"
      />
      <path
        d={depthPath(book.asks, { side: 'sell', window })}
        className="fill-down/16 stroke-down"
        strokeWidth="1.5"
        vectorEffect="non-scaling-stroke"
      />
      {place === null ? null : (
        <path
          d={`M${place} 0V${DEPTH_UNITS}`}
          className="stroke-secondary"
          strokeDasharray="3 3"
          vectorEffect="non-scaling-stroke"
        />
      )}
    </svg>
  );
}
