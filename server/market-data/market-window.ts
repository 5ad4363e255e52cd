import {
  addTrade,
  type Candle,
  openCandle,
  rollUpCandles,
  type TradePrint,
} from '#lib/domain/candle.ts';
import { type CandleInterval, INTERVALS, intervalMs, intervalStart } from '#lib/domain/interval.ts';
import type { Market } from '#lib/domain/market.ts';
import {
  type MinuteSummary,
  TICKER_MINUTES,
  type TickerFigures,
  tickerFigures,
} from '#lib/domain/ticker.ts';
import { sparkline } from '#lib/domain/ticker-sparkline.ts';

const MINUTE_MS = intervalMs['1m'];
const SPARKLINE_MINUTES = 30;

/** The trailing 24 hours of one market, minute by minute, and the candles that are still running. */
export type MarketWindow = {
  lastTrade(): TradePrint;
  figures(): TickerFigures;
  /** 48 prices over the 24 hours, oldest first, the last one the last price. */
  sparkline(): number[];
  /** Candles of the current UTC day, oldest first, the running one included. */
  today(interval: DayInterval): Candle[];
  /** The candle that an interval's next trade belongs to or follows. */
  running(interval: CandleInterval): Candle;
  /** Takes in a trade that follows all before it; returns the candles that it closed. */
  add(trade: TradePrint): ClosedCandle[];
};

/** Intervals of which a day is a whole number, and whose candles minutes add up to. */
export const DAY_INTERVALS = ['1m', '5m', '15m', '1h', '4h', '1d'] as const;
export type DayInterval = (typeof DAY_INTERVALS)[number];

export type ClosedCandle = { readonly interval: CandleInterval; readonly candle: Candle };

/** What a window begins with. */
export type WindowStart = {
  /** Consecutive minutes, the last one running, from the current day's midnight on at the latest. */
  readonly minutes: readonly MinuteSummary[];
  readonly lastTrade: TradePrint;
  /** The candle of the last trade's second, and that of its week. */
  readonly second: Candle;
  readonly week: Candle;
};

/**
 * A window over a market that continues from where a history stands.
 *
 * @throws RangeError when there is no minute to start with.
 */
export function createMarketWindow(market: Market, start: WindowStart): MarketWindow {
  const minutes = [...start.minutes];
  let lastTrade = start.lastTrade;
  const running = new Map<CandleInterval, Candle>([
    ['1s', start.second],
    ...DAY_INTERVALS.map((interval) => [interval, newestOf(today(interval))] as const),
    ['1w', start.week],
  ]);

  function today(interval: DayInterval): Candle[] {
    const midnight = intervalStart(lastTrade.timeMs, '1d');
    const candles = minutes.map(({ candle }) => candle).filter((c) => c.startMs >= midnight);
    return rollUpCandles(candles, interval);
  }

  function addToMinutes(trade: TradePrint): void {
    const quanta = quoteQuanta(market, trade);
    const newest = minutes.at(-1);
    const startMs = intervalStart(trade.timeMs, '1m');
    if (newest?.candle.startMs === startMs) {
      const candle = addTrade(newest.candle, trade);
      minutes[minutes.length - 1] = { candle, volumeQuanta: newest.volumeQuanta + quanta };
      return;
    }
    minutes.push({ candle: openCandle(trade, '1m'), volumeQuanta: quanta });
    const earliest = startMs - (TICKER_MINUTES - 1) * MINUTE_MS;
    minutes.splice(
      0,
      minutes.findIndex(({ candle }) => candle.startMs >= earliest),
    );
  }

  function add(trade: TradePrint): ClosedCandle[] {
    addToMinutes(trade);
    lastTrade = trade;
    return INTERVALS.flatMap((interval) => {
      const candle = runningOf(interval);
      if (candle.startMs === intervalStart(trade.timeMs, interval)) {
        running.set(interval, addTrade(candle, trade));
        return [];
      }
      running.set(interval, openCandle(trade, interval));
      return [{ interval, candle }];
    });
  }

  function runningOf(interval: CandleInterval): Candle {
    return running.get(interval) ?? openCandle(lastTrade, interval);
  }

  return {
    lastTrade: () => lastTrade,
    figures: () => tickerFigures(minutes),
    sparkline: () =>
      sparkline(
        minutes.map(({ candle }) => candle),
        SPARKLINE_MINUTES,
      ),
    today,
    running: runningOf,
    add,
  };
}

/** The notional of a trade in quote quanta, exactly. */
export function quoteQuanta(market: Market, trade: TradePrint): number {
  const quanta = trade.priceTicks * trade.sizeLots * market.k;
  if (!Number.isSafeInteger(quanta))
    throw new RangeError(`a trade of ${quanta} quanta is too large`);
  return quanta;
}

function newestOf(candles: readonly Candle[]): Candle {
  const newest = candles.at(-1);
  if (newest === undefined) throw new RangeError('a market window needs a minute of today');
  return newest;
}
