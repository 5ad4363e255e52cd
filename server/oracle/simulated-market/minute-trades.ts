import type { Candle, TradePrint } from '#lib/domain/candle.ts';
import { ln } from './ln.ts';
import { MAX_TRADES_PER_MINUTE } from './minute-bars.ts';
import { type RandomStream, randomStream } from './random-stream.ts';

const STREAM = 4;
const MINUTE_MS = 60_000;
const SHORTEST_WAIT_MS = 250;
const LONGEST_WAIT_MS = 500;
/** How far a trade lies off the walk, in steps of the walk. */
const BOUNCE = 0.7;

/** A trade of the minute, by its place, whose price is given. */
type Pin = { readonly at: number; readonly ticks: number };

/**
 * The trades of which a minute's candle is the summary, one every 250 to 500 ms: aggregated, they give
 * exactly that candle. A minute is thus known before its trades are, and a chart of a year needs none.
 */
export function minuteTrades({
  seed,
  asset,
  candle,
}: {
  readonly seed: number;
  readonly asset: number;
  readonly candle: Candle;
}): TradePrint[] {
  const random = randomStream(seed, STREAM, asset, candle.startMs / MINUTE_MS);
  const times = tradeTimes(random, candle.startMs);
  const prices = tradePrices(random, times.length, candle);
  const sizes = tradeSizes(random, times.length, candle.volumeLots);
  return times.map((timeMs, at) => ({
    timeMs,
    priceTicks: prices[at] ?? candle.closeTicks,
    sizeLots: sizes[at] ?? 1,
  }));
}

function tradeTimes(random: RandomStream, startMs: number): number[] {
  const spread = LONGEST_WAIT_MS - SHORTEST_WAIT_MS;
  const times: number[] = [];
  let afterMs = Math.floor(random.uniform() * SHORTEST_WAIT_MS);
  while (afterMs < MINUTE_MS && times.length < MAX_TRADES_PER_MINUTE) {
    times.push(startMs + afterMs);
    afterMs += SHORTEST_WAIT_MS + Math.floor(random.uniform() * spread);
  }
  return times;
}

/**
 * A walk through the minute's open, high, low and close that leaves the range nowhere. Each trade lies a
 * little off the walk, as buyers pay the ask and sellers get the bid.
 */
function tradePrices(random: RandomStream, count: number, candle: Candle): Int32Array {
  const { lowTicks, highTicks } = candle;
  const step = (highTicks - lowTicks) / (1.6 * Math.sqrt(count));
  const prices = new Int32Array(count);
  const pins = pinnedTrades(random, count, candle);
  let from = pins[0] ?? { at: 0, ticks: candle.openTicks };
  prices[from.at] = from.ticks;
  for (const to of pins.slice(1)) {
    let price = from.ticks;
    for (let at = from.at + 1; at < to.at; at += 1) {
      const left = to.at - at;
      const pull = (to.ticks - price) / (left + 1);
      const noise = step * Math.sqrt(left / (left + 1)) * random.normal();
      price = reflect(price + pull + noise, lowTicks, highTicks);
      const bounce = BOUNCE * step * random.normal();
      prices[at] = Math.round(reflect(price + bounce, lowTicks, highTicks));
    }
    prices[to.at] = to.ticks;
    from = to;
  }
  return prices;
}

/** First and last trade, and between them the extremes that neither of the two is. */
function pinnedTrades(random: RandomStream, count: number, candle: Candle): Pin[] {
  const { openTicks, highTicks, lowTicks, closeTicks } = candle;
  const last = count - 1;
  // Early and late places keep apart, from one another and from the ends, so that no walk is a leap.
  const early = Math.floor(last * (0.1 + 0.3 * random.uniform()));
  const late = Math.floor(last * (0.6 + 0.3 * random.uniform()));
  const highFirst = random.uniform() < 0.5;
  const pins: Pin[] = [{ at: 0, ticks: openTicks }];
  const highPin = { at: highFirst ? early : late, ticks: highTicks };
  const lowPin = { at: highFirst ? late : early, ticks: lowTicks };
  for (const pin of highFirst ? [highPin, lowPin] : [lowPin, highPin]) {
    if (pin.ticks !== openTicks && pin.ticks !== closeTicks) pins.push(pin);
  }
  pins.push({ at: last, ticks: closeTicks });
  return pins;
}

function reflect(price: number, low: number, high: number): number {
  const folded = price > high ? 2 * high - price : price;
  const raised = folded < low ? 2 * low - folded : folded;
  return Math.min(high, Math.max(low, raised));
}

/** Integer sizes of at least one lot that add up to the volume; a few large, many small. */
function tradeSizes(random: RandomStream, count: number, volumeLots: number): number[] {
  const weights = Array.from({ length: count }, () => ln(random.uniform()) ** 2);
  const whole = weights.reduce((sum, weight) => sum + weight, 0);
  const spare = volumeLots - count;
  let weight = 0;
  let given = 0;
  return weights.map((own, at) => {
    weight += own;
    const upTo = at === count - 1 ? spare : Math.floor((spare * weight) / whole);
    const size = 1 + upTo - given;
    given = upTo;
    return size;
  });
}
