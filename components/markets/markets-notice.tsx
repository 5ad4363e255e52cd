'use client';

import { useNetworkConfig } from '#components/shell/config-provider.tsx';
import { useMarketData } from '#components/shell/market-data-provider.tsx';
import { Badge } from '#components/ui/badge.tsx';
import { Button } from '#components/ui/button.tsx';
import { useNow } from '#hooks/use-now.ts';
import { formatAge } from '#lib/format/format-time.ts';
import { RequestError } from '#lib/queries/request-error.ts';
import type { MarketSummaries } from '#lib/stores/market-summaries-store.ts';

export type MarketsNoticeProps = {
  readonly summaries: MarketSummaries;
  readonly onRetry: () => void;
};

/** One line over the table: what kind of prices these are, how old, and what does not work. */
export function MarketsNotice({ summaries, onRetry }: MarketsNoticeProps) {
  const { developmentFeatures } = useNetworkConfig();
  const tickers = Object.values(summaries.tickers);
  // Where the traders are simulated, prices that they make are no less so.
  const simulated = developmentFeatures || tickers.some((ticker) => ticker.simulated);
  return (
    <div className="flex min-h-9 flex-wrap items-center gap-2 px-2 py-1 text-12 text-secondary">
      <h2 className="px-1 font-medium text-13 text-text">All markets</h2>
      {simulated ? (
        <Badge tone="warn" title="Made by a simulated market on this development network">
          Simulated prices
        </Badge>
      ) : null}
      <PriceAge />
      {summaries.phase === 'error' ? (
        <span role="status" className="ml-auto flex flex-wrap items-center gap-2">
          <span>
            Market data is not reachable. Swapping from your wallet does not need it.{' '}
            <span className="numeric text-faint">{errorCode(summaries.error)}</span>
          </span>
          <Button size="small" onClick={onRetry}>
            Try again
          </Button>
        </span>
      ) : null}
    </div>
  );
}

/** How old the newest price is, once prices stopped coming. */
function PriceAge() {
  const phase = useMarketData((data) => data.connection.phase);
  const lastMessageMs = useMarketData((data) => data.connection.lastMessageMs);
  const now = useNow();
  if (phase === 'live' || phase === 'connecting' || lastMessageMs === null || now === null) {
    return null;
  }
  return (
    <Badge tone="neutral">
      Prices are <span className="numeric">{formatAge(Math.max(0, now - lastMessageMs))}</span> old
    </Badge>
  );
}

function errorCode(error: Error | null): string {
  return error instanceof RequestError ? error.code : 'client/unexpected';
}
