'use client';

import { type ReactNode, useState } from 'react';
import { classNames } from '#components/ui/class-names.ts';
import { Icon } from '#components/ui/icon.tsx';
import type { SwapDetails as Details } from '#lib/swap/swap-view.ts';
import { RouteLegs } from './route-legs.tsx';

export type SwapDetailsProps = {
  readonly details: Details;
  readonly stale: boolean;
};

const IMPACT_COLORS = { none: 'text-text', warning: 'text-warn', danger: 'text-down' } as const;

/** What stands under the panes: the rate, and opened the whole of it. */
export function SwapDetails({ details, stale }: SwapDetailsProps) {
  const [inverse, setInverse] = useState(false);
  const [open, setOpen] = useState(false);
  const { networkCost, impact, slippage } = details;
  return (
    <div className={classNames('text-12 transition-opacity', stale && 'opacity-60')}>
      <div className="flex min-h-8 items-center justify-between gap-3">
        <button
          type="button"
          title="Show the rate the other way round"
          className="numeric min-w-0 truncate rounded-[4px] text-left hover:text-accent"
          onClick={() => setInverse(!inverse)}
        >
          {inverse ? details.inverseRate : details.rate}
        </button>
        <button
          type="button"
          aria-expanded={open}
          aria-controls="swap-details"
          className="flex shrink-0 items-center gap-1.5 rounded-[4px] text-secondary hover:text-text"
          onClick={() => setOpen(!open)}
        >
          {networkCost === null ? null : (
            <>
              <span title={networkCost.lux.exact}>
                <span className="max-sm:sr-only">Network </span>cost{' '}
                <span className="numeric">{networkCost.usd ?? `${networkCost.lux.text} LUX`}</span>
              </span>
              <span aria-hidden="true">·</span>
            </>
          )}
          Route
          <Icon name={open ? 'chevron-down' : 'chevron-right'} size={12} />
        </button>
      </div>
      <div id="swap-details" hidden={!open} className="pt-1 pb-2">
        <dl className="flex flex-col gap-1.5">
          <Row name={details.limitLabel} title={details.limit.exact}>
            {details.limit.text} {details.limit.symbol}
          </Row>
          <Row name="Price impact">
            <span className={IMPACT_COLORS[impact.level]}>{impact.text}</span>
          </Row>
          <Row name={`Slippage${slippage.automatic ? ' (auto)' : ''}`}>{slippage.text}</Row>
          <Row name="Pool fees">{details.fee}</Row>
          {networkCost === null ? null : (
            <Row name="Network cost" title={networkCost.lux.exact}>
              {networkCost.lux.text} LUX
              {networkCost.usd === null ? null : (
                <span className="text-secondary"> {networkCost.usd}</span>
              )}
            </Row>
          )}
          <Row name="Route">
            <span className="font-sans">{details.route}</span>
          </Row>
        </dl>
        <RouteLegs legs={details.legs} />
      </div>
    </div>
  );
}

function Row({
  name,
  title,
  children,
}: {
  readonly name: string;
  readonly title?: string;
  readonly children: ReactNode;
}) {
  return (
    <div className="flex items-baseline justify-between gap-4">
      <dt className="shrink-0 text-secondary">{name}</dt>
      <dd className="numeric min-w-0 text-right" title={title}>
        {children}
      </dd>
    </div>
  );
}
