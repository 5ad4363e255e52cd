import type { Candle } from '#lib/domain/candle.ts';

const FIRST_CAPACITY = 256;
/** Open, high, low and close. */
const PRICES = 4;

/**
 * Candles of one interval while they are made: the last one grows, or a later one follows it. They are
 * kept in columns of numbers, the newest `most` of them at least. A volume beyond 2^53 − 1 is told as
 * that.
 */
export class CandleSeries {
  readonly #most: number;
  #startMs = new Float64Array(FIRST_CAPACITY);
  #volumeLots = new Float64Array(FIRST_CAPACITY);
  #prices = new Int32Array(PRICES * FIRST_CAPACITY);
  #length = 0;

  constructor(most: number) {
    this.#most = most;
  }

  get length(): number {
    return this.#length;
  }

  /**
   * Adds what happened next: to the last candle when it is of the same time, else after it.
   *
   * @throws RangeError when it is of a time before the last candle's.
   */
  add(candle: Candle): void {
    const last = this.#length - 1;
    const lastMs = last < 0 ? Number.NEGATIVE_INFINITY : (this.#startMs[last] as number);
    if (candle.startMs < lastMs) {
      throw new RangeError(`time runs backwards: ${candle.startMs} after the candle of ${lastMs}`);
    }
    if (candle.startMs === lastMs) this.#extend(last, candle);
    else this.#append(candle);
  }

  /** Candles that start in `[fromMs, toMs)`, oldest first, the newest `limit` of them. */
  between({ fromMs, toMs, limit }: { fromMs: number; toMs: number; limit: number }): Candle[] {
    const to = this.#firstAtOrAfter(toMs);
    const from = Math.max(this.#firstAtOrAfter(fromMs), to - limit);
    return Array.from({ length: Math.max(0, to - from) }, (_, at) => this.#candle(from + at));
  }

  #extend(at: number, { highTicks, lowTicks, closeTicks, volumeLots }: Candle): void {
    const prices = this.#prices;
    const place = PRICES * at;
    prices[place + 1] = Math.max(prices[place + 1] as number, highTicks);
    prices[place + 2] = Math.min(prices[place + 2] as number, lowTicks);
    prices[place + 3] = closeTicks;
    const volume = (this.#volumeLots[at] as number) + volumeLots;
    this.#volumeLots[at] = Math.min(volume, Number.MAX_SAFE_INTEGER);
  }

  #append(candle: Candle): void {
    if (this.#length === this.#startMs.length) this.#makeRoom();
    const at = this.#length;
    this.#startMs[at] = candle.startMs;
    this.#volumeLots[at] = candle.volumeLots;
    const { openTicks, highTicks, lowTicks, closeTicks } = candle;
    this.#prices.set([openTicks, highTicks, lowTicks, closeTicks], PRICES * at);
    this.#length += 1;
  }

  /** Grows, or forgets the oldest: then there is room for as many again before it is done once more. */
  #makeRoom(): void {
    const dropped = Math.max(0, this.#length - this.#most);
    const capacity = Math.min(2 * this.#length, 2 * this.#most);
    const startMs = new Float64Array(capacity);
    const volumeLots = new Float64Array(capacity);
    const prices = new Int32Array(PRICES * capacity);
    startMs.set(this.#startMs.subarray(dropped, this.#length));
    volumeLots.set(this.#volumeLots.subarray(dropped, this.#length));
    prices.set(this.#prices.subarray(PRICES * dropped, PRICES * this.#length));
    this.#startMs = startMs;
    this.#volumeLots = volumeLots;
    this.#prices = prices;
    this.#length -= dropped;
  }

  #candle(at: number): Candle {
    const place = PRICES * at;
    return {
      startMs: this.#startMs[at] as number,
      openTicks: this.#prices[place] as number,
      highTicks: this.#prices[place + 1] as number,
      lowTicks: this.#prices[place + 2] as number,
      closeTicks: this.#prices[place + 3] as number,
      volumeLots: this.#volumeLots[at] as number,
    };
  }

  #firstAtOrAfter(timeMs: number): number {
    let low = 0;
    let high = this.#length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#startMs[middle] as number) < timeMs) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
