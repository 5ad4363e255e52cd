import type { Candle } from '#lib/domain/candle.ts';
import { type CandleInterval, intervalMs } from '#lib/domain/interval.ts';
import type { Market } from '#lib/domain/market.ts';
import type { PriceSource } from '#lib/domain/price-source.ts';
import type { PriceUpdate } from '#lib/domain/price-update.ts';
import type { PublicTrade } from '#lib/domain/public-trade.ts';
import type { MinuteSummary, Ticker } from '#lib/domain/ticker.ts';
import { BUY, type Trade } from '#server/engine/index.ts';
import type { CommandEffects, Projection } from '#server/projection.ts';
import type { BestPrices } from './book-publisher.ts';
import { evenCloses } from './even-closes.ts';
import type { MarketData, MarketDataUpdate } from './market-data.ts';
import { type BoundedRange, OwnMarket } from './own-market.ts';

/** Prices of the index, and the market that was there before the exchange had trades. */
export type IndexFeed = Pick<MarketData, 'seq' | 'prices' | 'ticker' | 'sources' | 'onUpdate'> & {
  candles(symbol: string, interval: CandleInterval, range: BoundedRange): readonly Candle[];
};

/** Trades that have become durable together. */
export type TradesUpdate = {
  readonly symbol: string;
  /** In the order in which they happened. */
  readonly trades: readonly PublicTrade[];
};

/** A trade as it was stored. */
export type StoredTrade = {
  readonly tradeId: number;
  readonly priceTicks: number;
  readonly quantityLots: number;
  readonly takerSells: boolean;
  readonly makerOrderId: number;
  readonly takerOrderId: number;
  readonly makerAccount: number;
  readonly takerAccount: number;
  readonly timeMs: number;
};

/** What was stored of a market: all minutes in which it was traded in, and its newest trades. */
export type StoredMarket = {
  readonly market: number;
  /** In order of time. */
  readonly minutes: readonly MinuteSummary[];
  readonly trades: readonly StoredTrade[];
};

export type ExchangeMarketDataOptions = {
  readonly markets: readonly Market[];
  readonly index: IndexFeed;
  /** Best prices of a book; `null` before it was read. */
  readonly best: (symbol: string) => BestPrices | null;
  /** How an account is called in public. */
  readonly pseudonymOf: (account: number) => string;
  /** Trades of each market that are kept. */
  readonly keptTrades: number;
  readonly now: () => number;
};

type Feed = {
  readonly market: Market;
  readonly own: OwnMarket;
  /** The newest trades, oldest first; at times twice as many as are told of. */
  trades: PublicTrade[];
  /** Trades that nobody was told of yet. */
  untold: PublicTrade[];
  /** The price as it was announced last. */
  announced: PriceUpdate | null;
};

/** Points of a sparkline, half an hour from each other. */
const SPARKLINE_POINTS = 48;
const SPARKLINE_STEP_MS = 2 * intervalMs['15m'];

/**
 * Market data of the exchange itself: trades, candles, 24-hour figures and prices, as a projection of
 * its durable trades. A market without a trade shows the index in their place, and says that it is
 * simulated where that is.
 */
export class ExchangeMarketData implements Projection {
  readonly #options: ExchangeMarketDataOptions;
  readonly #feeds: readonly Feed[];
  readonly #bySymbol: ReadonlyMap<string, Feed>;
  readonly #byId: ReadonlyMap<number, Feed>;
  readonly #pseudonyms = new Map<number, string>();
  readonly #listeners = new Set<(update: MarketDataUpdate) => void>();
  readonly #tradeListeners = new Set<(update: TradesUpdate) => void>();
  readonly #restoreListeners = new Set<() => void>();
  /** Candles of the index that were not announced yet. */
  #indexCandles: MarketDataUpdate['candles'][number][] = [];
  readonly #endIndex: () => void;
  #seq: number;

  constructor(options: ExchangeMarketDataOptions) {
    this.#options = options;
    const { index, markets } = options;
    this.#feeds = markets.map((market) => ({
      market,
      own: new OwnMarket(market, (interval, range) =>
        index.candles(market.symbol, interval, range),
      ),
      trades: [],
      untold: [],
      announced: null,
    }));
    this.#bySymbol = new Map(this.#feeds.map((feed) => [feed.market.symbol, feed]));
    this.#byId = new Map(this.#feeds.map((feed) => [feed.market.id, feed]));
    this.#seq = index.seq();
    this.#endIndex = index.onUpdate(({ candles }) => {
      for (const each of candles) {
        const feed = this.#bySymbol.get(each.symbol);
        if (feed?.own.lastTrade === null) this.#indexCandles.push(each);
      }
    });
  }

  /** Number of the newest update. */
  seq(): number {
    return this.#seq;
  }

  prices(): readonly PriceUpdate[] {
    return this.#feeds.flatMap((feed) => this.#priceOf(feed) ?? []);
  }

  /** Oldest first, the running candle included; empty for a symbol that is not listed. */
  candles(...[symbol, interval, range]: Parameters<MarketData['candles']>): readonly Candle[] {
    const { fromMs = 0, toMs = Number.POSITIVE_INFINITY, limit } = range;
    const feed = this.#bySymbol.get(symbol);
    if (feed === undefined || !(limit >= 1)) return [];
    return feed.own.candles(interval, { fromMs, toMs, limit });
  }

  /** Candles that start before this are of the index, in whole or in part; `null` = all are. */
  tradedSinceMs(symbol: string): number | null {
    const ownFromMs = this.#bySymbol.get(symbol)?.own.ownFromMs ?? Number.POSITIVE_INFINITY;
    return Number.isFinite(ownFromMs) ? ownFromMs : null;
  }

  ticker(symbol: string): Ticker | null {
    const feed = this.#bySymbol.get(symbol);
    const last = feed?.own.lastTrade;
    const nowMs = this.#options.now();
    const figures = feed?.own.figures(nowMs);
    if (!(feed && last && figures)) return this.#options.index.ticker(symbol);
    const quarters = this.candles(symbol, '15m', { limit: 2 * SPARKLINE_POINTS });
    const points = { untilMs: nowMs, stepMs: SPARKLINE_STEP_MS, count: SPARKLINE_POINTS };
    const sparklineTicks = evenCloses(quarters, points);
    return { ...figures, symbol, timestampMs: last.timeMs, sparklineTicks, simulated: false };
  }

  /** Where the index comes from. */
  sources(): readonly PriceSource[] {
    return this.#options.index.sources();
  }

  /** The newest trades of a market, oldest first. */
  recentTrades(symbol: string, limit: number): readonly PublicTrade[] {
    const count = Math.min(limit, this.#options.keptTrades);
    return count < 1 ? [] : (this.#bySymbol.get(symbol)?.trades.slice(-count) ?? []);
  }

  /** Prices and candles that changed, a few times a second at most. */
  onUpdate(listener: (update: MarketDataUpdate) => void): () => void {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }

  /** Trades, as soon as they are durable. */
  onTrades(listener: (update: TradesUpdate) => void): () => void {
    this.#tradeListeners.add(listener);
    return () => {
      this.#tradeListeners.delete(listener);
    };
  }

  /** Tells that what was stored has been read: the markets are other ones than before. */
  onRestored(listener: () => void): () => void {
    this.#restoreListeners.add(listener);
    return () => {
      this.#restoreListeners.delete(listener);
    };
  }

  /** Begins with what was stored; to be called before anything is taken in. */
  restore(stored: readonly StoredMarket[]): void {
    for (const { market, minutes, trades } of stored) {
      const feed = this.#byId.get(market);
      if (feed === undefined) continue;
      const prints = trades.map(({ timeMs, priceTicks, quantityLots }) => ({
        timeMs,
        priceTicks,
        sizeLots: quantityLots,
      }));
      feed.own.restore(minutes, prints);
      feed.trades = trades.map((trade) => this.#publicTrade(feed.market, trade));
    }
    for (const listener of this.#restoreListeners) listener();
  }

  take({ timeMs, events }: CommandEffects): void {
    for (const event of events) {
      if (event.kind === 'trade') this.#trade(event, timeMs);
    }
  }

  settle(): void {
    for (const feed of this.#feeds) {
      if (feed.untold.length === 0) continue;
      const trades = feed.untold;
      feed.untold = [];
      const update = { symbol: feed.market.symbol, trades };
      for (const listener of this.#tradeListeners) listener(update);
    }
  }

  /** Announces what changed since the last time, if anything did. */
  advance(): void {
    const prices = this.#feeds.flatMap((feed) => this.#changedPrice(feed) ?? []);
    const own = this.#feeds.flatMap(({ market: { symbol }, own: candles }) =>
      candles.takeChanged().map((each) => ({ symbol, ...each })),
    );
    const candles = [...this.#takeIndexCandles(), ...own];
    if (prices.length === 0 && candles.length === 0) return;
    this.#seq += 1;
    const update = { seq: this.#seq, timestampMs: this.#options.now(), prices, candles };
    for (const listener of [...this.#listeners]) listener(update);
  }

  /** Follows the index no more. */
  stop(): void {
    this.#endIndex();
  }

  /** Those that a market's own trades have not taken the place of meanwhile. */
  #takeIndexCandles(): MarketDataUpdate['candles'][number][] {
    const pending = this.#indexCandles;
    this.#indexCandles = [];
    return pending.filter(({ symbol, candle }) => {
      const ownFromMs = this.#bySymbol.get(symbol)?.own.ownFromMs ?? 0;
      return candle.startMs < ownFromMs;
    });
  }

  #trade(event: Trade, timeMs: number): void {
    const feed = this.#byId.get(event.market);
    if (feed === undefined) return;
    const { price: priceTicks, quantity: quantityLots } = event;
    const takerSells = event.takerSide !== BUY;
    const stored = { ...event, priceTicks, quantityLots, takerSells, timeMs };
    const trade = this.#publicTrade(feed.market, stored);
    feed.own.add({ timeMs, priceTicks, sizeLots: quantityLots });
    feed.trades.push(trade);
    const { keptTrades } = this.#options;
    if (feed.trades.length >= 2 * keptTrades) feed.trades = feed.trades.slice(-keptTrades);
    feed.untold.push(trade);
  }

  #publicTrade(market: Market, trade: StoredTrade): PublicTrade {
    const { takerSells, makerOrderId, takerOrderId, makerAccount, takerAccount } = trade;
    return {
      tradeId: trade.tradeId,
      symbol: market.symbol,
      priceTicks: trade.priceTicks,
      quantityLots: trade.quantityLots,
      takerSide: takerSells ? 'sell' : 'buy',
      buyOrderId: takerSells ? makerOrderId : takerOrderId,
      sellOrderId: takerSells ? takerOrderId : makerOrderId,
      buyer: this.#pseudonym(takerSells ? makerAccount : takerAccount),
      seller: this.#pseudonym(takerSells ? takerAccount : makerAccount),
      timestampMs: trade.timeMs,
    };
  }

  /** Computed once an account: it costs as much as all the rest of a trade. */
  #pseudonym(account: number): string {
    const known = this.#pseudonyms.get(account);
    if (known !== undefined) return known;
    const pseudonym = this.#options.pseudonymOf(account);
    this.#pseudonyms.set(account, pseudonym);
    return pseudonym;
  }

  #changedPrice(feed: Feed): PriceUpdate | null {
    const price = this.#priceOf(feed);
    if (price === null || isSame(price, feed.announced)) return null;
    feed.announced = price;
    return price;
  }

  /** `null` while there is neither a trade nor an index. */
  #priceOf({ market: { symbol }, own }: Feed): PriceUpdate | null {
    const { index: oracle, best: bestOf, now } = this.#options;
    const index = oracle.prices().find((price) => price.symbol === symbol);
    const best = bestOf(symbol);
    const isEmpty = best === null || (best.bidTicks === 0 && best.askTicks === 0);
    const last = own.lastTrade;
    const figures = own.figures(now());
    if (last === null || figures === null) {
      if (index === undefined) return null;
      return isEmpty ? index : { ...index, ...best };
    }
    return {
      symbol,
      priceTicks: last.priceTicks,
      bidTicks: best?.bidTicks ?? 0,
      askTicks: best?.askTicks ?? 0,
      volumeLots24h: figures.volumeLots,
      changeBps24h: figures.changeBps,
      timestampMs: last.timeMs,
      simulated: false,
      indexTicks: index?.priceTicks ?? last.priceTicks,
    };
  }
}

function isSame(one: PriceUpdate, other: PriceUpdate | null): boolean {
  return (
    one.timestampMs === other?.timestampMs &&
    one.priceTicks === other.priceTicks &&
    one.bidTicks === other.bidTicks &&
    one.askTicks === other.askTicks &&
    one.indexTicks === other.indexTicks &&
    one.volumeLots24h === other.volumeLots24h &&
    one.changeBps24h === other.changeBps24h
  );
}
