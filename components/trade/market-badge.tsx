'use client';

import { useMarketData } from '#components/shell/market-data-provider.tsx';
import { Badge } from '#components/ui/badge.tsx';
import type { Market } from '#lib/domain/market.ts';
import { describeMarket } from './describe-market.ts';

/** Beside a market's name: that it is not simply open. Whoever does not see it hears it change. */
export function MarketBadge({ market }: { readonly market: Market }) {
  const condition = useMarketData((data) => data.conditions[market.symbol] ?? null);
  const badge = describeMarket(condition, market);
  return (
    <span role="status" className="shrink-0 empty:hidden">
      {badge === null ? null : (
        <Badge tone={badge.tone} title={badge.title}>
          {badge.label}
        </Badge>
      )}
    </span>
  );
}
