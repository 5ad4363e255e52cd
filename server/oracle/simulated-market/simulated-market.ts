import type { Candle, TradePrint } from '#lib/domain/candle.ts';
import type { Market } from '#lib/domain/market.ts';
import { type AssetModel, assetModels, MINUTES_PER_DAY } from './asset-model.ts';
import { createDayChain } from './day-chain.ts';
import { ln } from './ln.ts';
import { candleAt, type MinuteBars, minuteBars } from './minute-bars.ts';
import { type MinutePath, minutePaths } from './minute-path.ts';
import { minuteTrades } from './minute-trades.ts';
import { RecentlyUsed } from './recently-used.ts';

const MINUTE_MS = 60_000;
const DAY_MS = MINUTES_PER_DAY * MINUTE_MS;
const HISTORY_DAYS = 400;
const KEPT_DAYS = 8;
const KEPT_MINUTES = 16;

/** What fixes a simulated market entirely. */
export type SimulationKey = {
  /** 0 … 2^32 − 1. */
  readonly seed: number;
  /** The instant, milliseconds since the epoch, at which prices are those of the models. */
  readonly anchorMs: number;
};

/** From `fromMs` on and before `toMs`, milliseconds since the epoch. */
export type TimeRange = {
  readonly fromMs: number;
  readonly toMs: number;
};

/**
 * A market that never was: prices and trades of every instant, past and to come, as a function of
 * a key alone. Any minute can be asked for at any time, in any order, in any process, and is always
 * the same, so that a restart continues the very path that was left.
 *
 * Inside, the simulation computes with binary floating point: it is no money but the weather that
 * prices are made of. It leaves as integers, ticks and lots, and those are all that anyone sees.
 */
export type SimulatedMarket = {
  readonly name: 'simulated';
  readonly simulated: true;
  readonly key: SimulationKey;
  /** Start of the first minute there is. */
  readonly startMs: number;
  /** One-minute candles, complete, that start in the range. */
  minuteCandles(market: Market, range: TimeRange): Candle[];
  /** Trades in the range, in order. */
  trades(market: Market, range: TimeRange): TradePrint[];
  /**
   * The last trade at or before a time.
   * @throws RangeError before the history's second minute.
   */
  lastTrade(market: Market, atMs: number): TradePrint;
  /** Best bid and ask around a price, at least a tick apart from it on either side. */
  quote(market: Market, priceTicks: number): Quote;
};

/** Best bid and ask in ticks. */
export type Quote = {
  readonly bidTicks: number;
  readonly askTicks: number;
};

/**
 * Creates the simulated market of a key. It costs little until something is asked for: a day of all
 * markets takes about two milliseconds.
 *
 * @throws RangeError when the key is out of range, or a market has no model.
 */
export function createSimulatedMarket(
  key: SimulationKey,
  markets: readonly Market[],
): SimulatedMarket {
  assertKey(key);
  const firstDay = Math.floor(key.anchorMs / DAY_MS) - HISTORY_DAYS;
  const startMs = firstDay * DAY_MS;
  const dayPaths = createDayPaths(key.seed, firstDay);
  const barsOf = createDayBars(key.seed, assetsOf(markets, dayPaths, key.anchorMs), dayPaths);
  const minutes = new RecentlyUsed<string, TradePrint[]>(KEPT_MINUTES);

  function candles(asset: number, from: number, to: number): Candle[] {
    const list: Candle[] = [];
    for (let minute = from; minute < to; ) {
      const day = Math.floor(minute / MINUTES_PER_DAY);
      const bars = barsOf(day)[asset] ?? missing(`asset ${asset}`);
      const end = Math.min(to, (day + 1) * MINUTES_PER_DAY);
      for (; minute < end; minute += 1) {
        list.push(candleAt(bars, minute % MINUTES_PER_DAY, minute * MINUTE_MS));
      }
    }
    return list;
  }

  function tradesOf(asset: number, minute: number): TradePrint[] {
    return minutes.get(`${asset}:${minute}`, () =>
      candles(asset, minute, minute + 1).flatMap((candle) =>
        minuteTrades({ seed: key.seed, asset, candle }),
      ),
    );
  }

  function minuteCandles(market: Market, { fromMs, toMs }: TimeRange): Candle[] {
    const from = Math.ceil(Math.max(fromMs, startMs) / MINUTE_MS);
    return candles(assetIndex(market), from, Math.ceil(toMs / MINUTE_MS));
  }

  function trades(market: Market, { fromMs, toMs }: TimeRange): TradePrint[] {
    const asset = assetIndex(market);
    const from = Math.floor(Math.max(fromMs, startMs) / MINUTE_MS);
    const count = Math.max(0, Math.ceil(toMs / MINUTE_MS) - from);
    const within = Array.from({ length: count }, (_, at) => tradesOf(asset, from + at));
    return within.flat().filter(({ timeMs }) => timeMs >= fromMs && timeMs < toMs);
  }

  function lastTrade(market: Market, atMs: number): TradePrint {
    // No minute is without trades, so that the last one is in this minute or the one before.
    const range = { fromMs: atMs - MINUTE_MS, toMs: atMs + 1 };
    const last = atMs - MINUTE_MS < startMs ? undefined : trades(market, range).at(-1);
    if (last === undefined) throw new RangeError(`${atMs} lies before the history`);
    return last;
  }

  return {
    name: 'simulated',
    simulated: true,
    key,
    startMs,
    minuteCandles,
    trades,
    lastTrade,
    quote,
  };
}

function quote(market: Market, priceTicks: number): Quote {
  const { spreadPpm } = assetModels[assetIndex(market)] ?? missing(market.base);
  const half = Math.max(1, Math.round((priceTicks * spreadPpm) / 2_000_000));
  return { bidTicks: Math.max(1, priceTicks - half), askTicks: priceTicks + half };
}

type Asset = {
  readonly model: AssetModel;
  readonly market: Market;
  readonly originLogTicks: number;
};

/** Where each market's level is zero, so that its price at the anchor is the model's. */
function assetsOf(
  markets: readonly Market[],
  dayPaths: (day: number) => MinutePath[],
  anchorMs: number,
): Asset[] {
  const paths = dayPaths(Math.floor(anchorMs / DAY_MS));
  const minute = Math.floor((anchorMs % DAY_MS) / MINUTE_MS);
  for (const market of markets) assetIndex(market);
  return assetModels.map((model, asset) => {
    const market = markets.find(({ base }) => base === model.base) ?? missing(model.base);
    const anchorLevel = paths[asset]?.levels[minute] ?? missing(model.base);
    const anchorTicks = model.anchorPrice * 10 ** market.priceDecimals;
    return { model, market, originLogTicks: ln(anchorTicks) - anchorLevel };
  });
}

/** The bars of all assets on a day; those of the days used last are kept. */
function createDayBars(
  seed: number,
  assets: readonly Asset[],
  dayPaths: (day: number) => MinutePath[],
): (day: number) => MinuteBars[] {
  const days = new RecentlyUsed<number, MinuteBars[]>(KEPT_DAYS);
  return (day) =>
    days.get(day, () => {
      const paths = dayPaths(day);
      return assets.map(({ model, market, originLogTicks }, asset) => {
        const path = paths[asset] ?? missing(model.base);
        return minuteBars({ seed, asset, model, market, originLogTicks, day, path });
      });
    });
}

function createDayPaths(seed: number, firstDay: number): (day: number) => MinutePath[] {
  const chain = createDayChain({ seed, firstDay, models: assetModels });
  return (day) =>
    minutePaths({ seed, models: assetModels, today: chain(day), tomorrow: chain(day + 1) });
}

function assetIndex(market: Market): number {
  const index = assetModels.findIndex(({ base }) => base === market.base);
  return index === -1 ? missing(market.base) : index;
}

function assertKey({ seed, anchorMs }: SimulationKey): void {
  const seedFits = Number.isInteger(seed) && seed >= 0 && seed < 2 ** 32;
  if (!seedFits) throw new RangeError(`seed ${seed} is no integer from 0 to 4294967295`);
  const anchorFits = Number.isSafeInteger(anchorMs) && anchorMs >= (HISTORY_DAYS + 1) * DAY_MS;
  if (!anchorFits) throw new RangeError(`anchor ${anchorMs} is no time of our era`);
}

function missing(what: string): never {
  throw new RangeError(`the simulated market has no ${what}`);
}
