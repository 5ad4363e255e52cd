'use client';

import { useMarketData } from '#components/shell/market-data-provider.tsx';
import { Badge } from '#components/ui/badge.tsx';
import { useNow } from '#hooks/use-now.ts';
import { formatAge } from '#lib/format/format-time.ts';

/** What must be known about the data: that it is simulated, and how old it is once it stopped. */
export function ChartLabels({ symbol }: { readonly symbol: string }) {
  const simulated = useMarketData((data) => data.prices[symbol]?.simulated ?? false);
  const { phase, lastMessageMs } = useMarketData((data) => data.connection);
  const now = useNow();
  const stopped = phase !== 'live' && phase !== 'connecting';
  return (
    <>
      {stopped && lastMessageMs !== null && now !== null ? (
        <Badge title="No new data arrives">{formatAge(Math.max(0, now - lastMessageMs))} old</Badge>
      ) : null}
      {simulated ? (
        <Badge tone="warn" title="Made by a simulated market on this development network">
          Simulated
        </Badge>
      ) : null}
    </>
  );
}
