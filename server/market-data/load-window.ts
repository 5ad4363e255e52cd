import {
  aggregateTrades,
  type Candle,
  rollUpCandles,
  type TradePrint,
} from '#lib/domain/candle.ts';
import { type CandleInterval, intervalMs, intervalStart } from '#lib/domain/interval.ts';
import type { Market } from '#lib/domain/market.ts';
import { type MinuteSummary, TICKER_MINUTES } from '#lib/domain/ticker.ts';
import { createMarketWindow, type MarketWindow, quoteQuanta } from './market-window.ts';
import type { TradeHistory } from './trade-history.ts';

const MINUTE_MS = intervalMs['1m'];

/**
 * The window over a market at a time, from the trades of the 24 hours before it.
 *
 * @throws RangeError when nothing was traded in them.
 */
export function loadWindow({
  market,
  history,
  nowMs,
}: {
  readonly market: Market;
  readonly history: TradeHistory;
  readonly nowMs: number;
}): MarketWindow {
  // A minute more than the window: at the turn of a minute the last trade is in the one before.
  const firstMs = intervalStart(nowMs, '1m') - TICKER_MINUTES * MINUTE_MS;
  const minutes: MinuteSummary[] = [];
  let lastTrade: TradePrint | null = null;
  // Minute by minute, so that a day's trades are never all in memory.
  for (let fromMs = firstMs; fromMs <= nowMs; fromMs += MINUTE_MS) {
    const toMs = Math.min(fromMs + MINUTE_MS, nowMs + 1);
    const trades = history.trades(market, { fromMs, toMs });
    let volumeQuanta = 0;
    for (const trade of trades) volumeQuanta += quoteQuanta(market, trade);
    for (const candle of aggregateTrades(trades, '1m')) minutes.push({ candle, volumeQuanta });
    lastTrade = trades.at(-1) ?? lastTrade;
  }
  if (lastTrade === null) throw new RangeError(`no trade of ${market.symbol} in 24 hours`);
  const lastMs = lastTrade.timeMs;
  const earliest = intervalStart(lastMs, '1m') - (TICKER_MINUTES - 1) * MINUTE_MS;
  const within = minutes.filter(({ candle }) => candle.startMs >= earliest);
  const upTo = { market, history, lastMs };
  const [second, week] = [candleSoFar(upTo, '1s'), candleSoFar(upTo, '1w')];
  return createMarketWindow(market, { minutes: within, lastTrade, second, week });
}

/** The candle of the last trade's interval, whatever its length, as of that trade. */
function candleSoFar(
  { market, history, lastMs }: { market: Market; history: TradeHistory; lastMs: number },
  interval: CandleInterval,
): Candle {
  const startMs = Math.max(intervalStart(lastMs, interval), history.startMs);
  const minuteMs = Math.max(startMs, intervalStart(lastMs, '1m'));
  const minutes = history.minuteCandles(market, { fromMs: startMs, toMs: minuteMs });
  const trades = history.trades(market, { fromMs: minuteMs, toMs: lastMs + 1 });
  const [candle] = rollUpCandles([...minutes, ...aggregateTrades(trades, '1s')], interval);
  if (candle === undefined) throw new RangeError(`${market.symbol} has no candle of ${interval}`);
  return candle;
}
