import type { BookLevel, BookLevels } from '#lib/domain/book-level.ts';
import type { Candle } from '#lib/domain/candle.ts';
import { type CandleInterval, intervalMs, intervalStart } from '#lib/domain/interval.ts';
import { type Market, markets } from '#lib/domain/market.ts';
import type { PriceUpdate } from '#lib/domain/price-update.ts';
import type { PublicTrade } from '#lib/domain/public-trade.ts';
import { sfc32 } from '../engine/sfc32.ts';

/** Levels a side, and how many of them one update changes. */
const DEPTH = 100;
const CHANGES = 6;
const MAX_LOTS = 20_000;
const START_TICKS = 6_700_000;
/** Most that the middle moves with one step, in ticks. */
const STEP_TICKS = 3;
const KEPT_CANDLES = 400;

/** A market that moves at random, always the same way for the same seed. */
export class SyntheticMarket {
  readonly market: Market;
  readonly #next: () => number;
  #mid = START_TICKS;
  #trades = 0;
  readonly #bids = new Map<number, number>();
  readonly #asks = new Map<number, number>();

  constructor(seed: number) {
    const [market] = markets;
    if (market === undefined) throw new Error('there is no market');
    this.market = market;
    this.#next = sfc32(seed);
    for (let place = 1; place <= DEPTH; place += 1) {
      this.#bids.set(this.#mid - place, this.#lots());
      this.#asks.set(this.#mid + place, this.#lots());
    }
  }

  /** The whole book, best first. */
  snapshot(): BookLevels {
    const levels = (side: Map<number, number>, sign: number) =>
      [...side]
        .map(([priceTicks, lots]) => levelOf(priceTicks, lots))
        .sort((one, other) => sign * (one.priceTicks - other.priceTicks));
    return { bids: levels(this.#bids, -1), asks: levels(this.#asks, 1) };
  }

  /** Changes some levels near the middle; now and then the middle itself moves. */
  change(): BookLevels {
    const bids: BookLevel[] = [];
    const asks: BookLevel[] = [];
    if (this.#below(10) === 0) this.#move(bids, asks);
    for (let count = 0; count < CHANGES; count += 1) {
      const place = 1 + Math.min(this.#below(DEPTH), this.#below(DEPTH));
      const onBid = this.#below(2) === 0;
      const priceTicks = onBid ? this.#mid - place : this.#mid + place;
      const level = levelOf(priceTicks, this.#lots());
      (onBid ? this.#bids : this.#asks).set(priceTicks, level.quantityLots);
      (onBid ? bids : asks).push(level);
    }
    return { bids, asks };
  }

  trade(timestampMs: number): PublicTrade {
    this.#trades += 1;
    const takerSide = this.#below(2) === 0 ? 'buy' : 'sell';
    return {
      tradeId: this.#trades,
      symbol: this.market.symbol,
      priceTicks: takerSide === 'buy' ? this.#mid + 1 : this.#mid - 1,
      quantityLots: 1 + this.#below(5_000),
      takerSide,
      buyOrderId: 2 * this.#trades,
      sellOrderId: 2 * this.#trades + 1,
      buyer: 'aaaaaaaaaaaa',
      seller: 'bbbbbbbbbbbb',
      timestampMs,
    };
  }

  price(timestampMs: number): PriceUpdate {
    return {
      symbol: this.market.symbol,
      priceTicks: this.#mid,
      bidTicks: this.#mid - 1,
      askTicks: this.#mid + 1,
      indexTicks: this.#mid,
      volumeLots24h: 1_000_000,
      changeBps24h: Math.trunc(((this.#mid - START_TICKS) * 10_000) / START_TICKS),
      timestampMs,
      simulated: true,
    };
  }

  /** The candle that is being made, as if it had begun at the start price. */
  candle(interval: CandleInterval, nowMs: number): Candle {
    return this.#candleFrom(intervalStart(nowMs, interval), START_TICKS, this.#mid);
  }

  /** History before it. */
  candles(interval: CandleInterval, nowMs: number): readonly Candle[] {
    const last = intervalStart(nowMs, interval);
    const candles: Candle[] = [];
    let open = START_TICKS;
    for (let back = KEPT_CANDLES; back > 0; back -= 1) {
      const close = open + this.#below(20_001) - 10_000;
      candles.push(this.#candleFrom(last - back * intervalMs[interval], open, close));
      open = close;
    }
    return [...candles, this.candle(interval, nowMs)];
  }

  #candleFrom(startMs: number, openTicks: number, closeTicks: number): Candle {
    const volumeLots = 1_000 + this.#below(100_000);
    const highTicks = Math.max(openTicks, closeTicks) + 500;
    const lowTicks = Math.min(openTicks, closeTicks) - 500;
    return { startMs, openTicks, highTicks, lowTicks, closeTicks, volumeLots };
  }

  /** Keeps both sides whole around a new middle: what it passes goes, what is far follows. */
  #move(bids: BookLevel[], asks: BookLevel[]): void {
    this.#mid += this.#below(2 * STEP_TICKS + 1) - STEP_TICKS;
    this.#mend(this.#bids, -1, bids);
    this.#mend(this.#asks, 1, asks);
  }

  #mend(side: Map<number, number>, sign: number, changed: BookLevel[]): void {
    for (const priceTicks of [...side.keys()]) {
      const place = sign * (priceTicks - this.#mid);
      if (place >= 1 && place <= DEPTH) continue;
      side.delete(priceTicks);
      changed.push(levelOf(priceTicks, 0));
    }
    for (let place = 1; place <= DEPTH; place += 1) {
      const priceTicks = this.#mid + sign * place;
      if (side.has(priceTicks)) continue;
      const quantityLots = this.#lots();
      side.set(priceTicks, quantityLots);
      changed.push(levelOf(priceTicks, quantityLots));
    }
  }

  /** A whole number from 0 on, less than the bound. */
  #below(bound: number): number {
    return this.#next() % bound;
  }

  #lots(): number {
    return 1 + this.#below(MAX_LOTS);
  }
}

/** A level of one to a dozen orders, as many as its size says; none where nothing is. */
function levelOf(priceTicks: number, quantityLots: number): BookLevel {
  return { priceTicks, quantityLots, orderCount: quantityLots === 0 ? 0 : 1 + (quantityLots % 12) };
}
