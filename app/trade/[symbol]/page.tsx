import type { Metadata } from 'next';
import { notFound, permanentRedirect } from 'next/navigation';
import { tickersOf } from '#components/markets/tickers-of.ts';
import { TradeDesk } from '#components/trade/trade-desk.tsx';
import { findMarket } from '#lib/domain/market.ts';
import type { Ticker } from '#lib/domain/ticker.ts';
import { readNetworkConfig } from '#lib/env/read-network-config.ts';
import { fetchMarkets } from '#lib/queries/fetch-markets.ts';

export type MarketPageProps = { readonly params: Promise<{ readonly symbol: string }> };

/** The page is not kept waiting longer than this for a sidecar that does not answer. */
const FIRST_DATA_TIMEOUT_MS = 600;

export async function generateMetadata({ params }: MarketPageProps): Promise<Metadata> {
  const market = findMarket((await params).symbol.toUpperCase());
  if (market === undefined) return { title: 'No such market' };
  const { base, quote } = market;
  return {
    title: `${base}/${quote}`,
    description: `Trade ${base} against ${quote} on the order book of Lux Exchange, from your own wallet.`,
  };
}

/** `/trade/BTC-USDT`: the trading page of a market; its aliases lead there. */
export default async function MarketPage({ params }: MarketPageProps) {
  const { symbol } = await params;
  const market = findMarket(symbol.toUpperCase());
  if (market === undefined) notFound();
  if (market.symbol !== symbol) permanentRedirect(`/trade/${market.symbol}`);
  return (
    <>
      <h1 className="sr-only">
        Trade {market.base}/{market.quote}
      </h1>
      <TradeDesk key={market.symbol} market={market} initial={await firstTickers()} />
    </>
  );
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
