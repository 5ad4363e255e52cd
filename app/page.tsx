import type { Metadata } from 'next';
import { MarketsOverview } from '#components/markets/markets-overview.tsx';
import { tickersOf } from '#components/markets/tickers-of.ts';
import type { Ticker } from '#lib/domain/ticker.ts';
import { readNetworkConfig } from '#lib/env/read-network-config.ts';
import { fetchMarkets } from '#lib/queries/fetch-markets.ts';

export const metadata: Metadata = { title: { absolute: 'Markets · Lux Exchange' } };

/** The page is not kept waiting longer than this for a sidecar that does not answer. */
const FIRST_DATA_TIMEOUT_MS = 600;

/** The markets overview: its first figures come with the page. */
export default async function MarketsPage() {
  return <MarketsOverview initial={await firstTickers()} />;
}

async function firstTickers(): Promise<readonly Ticker[] | null> {
  const { sidecarUrl } = readNetworkConfig();
  try {
    return tickersOf(await fetchMarkets(sidecarUrl, { timeoutMs: FIRST_DATA_TIMEOUT_MS }));
  } catch {
    // The page then loads them itself, and says so when it cannot either.
    return null;
  }
}
