import type { Candle } from '#lib/domain/candle.ts';
import { type CandleInterval, INTERVALS, intervalStart } from '#lib/domain/interval.ts';
import type { PriceSource } from '#lib/domain/price-source.ts';
import type { PriceUpdate } from '#lib/domain/price-update.ts';
import type { Ticker } from '#lib/domain/ticker.ts';
import type { MarketFeed, MarketUpdate } from '#server/gateway/index.ts';

/** A market that does exactly what a test tells it to. */
export class ScriptedFeed implements MarketFeed {
  readonly #now: () => number;
  readonly #prices = new Map<string, PriceUpdate>();
  readonly #candles = new Map<string, Candle[]>();
  readonly #listeners = new Set<(update: MarketUpdate) => void>();
  #seq = 0;

  constructor(now: () => number) {
    this.#now = now;
  }

  /** One trade of one lot: a new price, and the candles of all intervals that it falls into. */
  trade(symbol: string, priceTicks: number): void {
    this.#seq += 1;
    const timestampMs = this.#now();
    const price = {
      symbol,
      priceTicks,
      bidTicks: priceTicks - 1,
      askTicks: priceTicks + 1,
      volumeLots24h: this.#seq,
      changeBps24h: 0,
      timestampMs,
      simulated: true,
    };
    this.#prices.set(symbol, price);
    const candles = INTERVALS.map((interval) => ({
      symbol,
      interval,
      candle: this.#candleAfter({ symbol, interval, priceTicks }),
    }));
    this.announce({ seq: this.#seq, timestampMs, prices: [price], candles });
  }

  announce(update: MarketUpdate): void {
    for (const listener of this.#listeners) listener(update);
  }

  seq(): number {
    return this.#seq;
  }

  prices(): readonly PriceUpdate[] {
    return [...this.#prices.values()];
  }

  candles(...[symbol, interval, range]: Parameters<MarketFeed['candles']>): readonly Candle[] {
    const { fromMs = 0, toMs = Number.POSITIVE_INFINITY, limit } = range;
    const all = this.#candles.get(`${interval}:${symbol}`) ?? [];
    return all.filter(({ startMs }) => startMs >= fromMs && startMs < toMs).slice(-limit);
  }

  tradedSinceMs(): number | null {
    return null;
  }

  ticker(symbol: string): Ticker | null {
    const price = this.#prices.get(symbol);
    if (price === undefined) return null;
    const { priceTicks, timestampMs } = price;
    return {
      symbol,
      fromMs: timestampMs - 86_400_000,
      openTicks: priceTicks,
      highTicks: priceTicks,
      lowTicks: priceTicks,
      lastTicks: priceTicks,
      changeBps: 0,
      volumeLots: 1,
      volumeQuanta: priceTicks,
      timestampMs,
      sparklineTicks: [priceTicks],
      simulated: true,
    };
  }

  sources(): readonly PriceSource[] {
    return [{ name: 'scripted', tier: 'primary', healthy: true, lastUpdateMs: 1, simulated: true }];
  }

  onUpdate(listener: (update: MarketUpdate) => void): () => void {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }

  #candleAfter({
    symbol,
    interval,
    priceTicks,
  }: {
    symbol: string;
    interval: CandleInterval;
    priceTicks: number;
  }): Candle {
    const list = this.#candles.get(`${interval}:${symbol}`) ?? [];
    this.#candles.set(`${interval}:${symbol}`, list);
    const startMs = intervalStart(this.#now(), interval);
    const last = list.at(-1);
    const running = last?.startMs === startMs ? list.pop() : undefined;
    const candle = {
      startMs,
      openTicks: running?.openTicks ?? priceTicks,
      highTicks: Math.max(running?.highTicks ?? priceTicks, priceTicks),
      lowTicks: Math.min(running?.lowTicks ?? priceTicks, priceTicks),
      closeTicks: priceTicks,
      volumeLots: (running?.volumeLots ?? 0) + 1,
    };
    list.push(candle);
    return candle;
  }
}
