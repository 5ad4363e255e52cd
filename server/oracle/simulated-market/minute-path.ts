import { ACTIVITY, type AssetModel, JUMPS, MINUTES_PER_DAY, minuteRhythm } from './asset-model.ts';
import { type Jump, type MarketDay, mixShock } from './day-chain.ts';
import { exp } from './exp.ts';
import { type RandomStream, randomStream } from './random-stream.ts';

/** One asset's way through one day, minute by minute. */
export type MinutePath = {
  /** Logarithmic price against the start of the chain at each minute's beginning, and at midnight. */
  readonly levels: Float64Array;
  /** Standard deviation of each minute's return, jumps aside. */
  readonly deviation: Float64Array;
};

const STREAM = 2;
const MINUTE_PERSISTENCE = exp(-1 / ACTIVITY.memoryMinutes);
const STIR_PERSISTENCE = exp(-1 / JUMPS.stirMinutes);

/** `MINUTE_PERSISTENCE` to the power of each number of minutes up to a day. */
const persistencePowers = powers(MINUTE_PERSISTENCE, MINUTES_PER_DAY + 1);

/**
 * The paths of all assets through a day, from where the chain has them at its midnight to where it has
 * them at the next. Within the day returns are normal with a variance that follows the daily rhythm,
 * a mean-reverting activity shared by all assets, and the stir after jumps.
 */
export function minutePaths({
  seed,
  models,
  today,
  tomorrow,
}: {
  readonly seed: number;
  readonly models: readonly AssetModel[];
  readonly today: MarketDay;
  readonly tomorrow: MarketDay;
}): MinutePath[] {
  const random = randomStream(seed, STREAM, today.day);
  const activity = activityPath(random, today.activity, tomorrow.activity);
  const shocks = correlatedShocks(random, models);
  return models.map((_, asset) => {
    const busy = withStir(activity, today.jumps, asset);
    const growth = (tomorrow.volatility[asset] ?? 0) - (today.volatility[asset] ?? 0);
    const deviation = spreadDeviation(busy, today.deviation[asset] ?? 0, growth);
    const levels = bridge({
      from: today.levels[asset] ?? 0,
      drift: today.drift[asset] ?? 0,
      deviation,
      shocks: shocks[asset] ?? new Float64Array(MINUTES_PER_DAY),
    });
    addJumps(levels, today.jumps, asset);
    return { levels, deviation };
  });
}

/**
 * Activity as a mean-reverting process whose logarithm is pinned at both midnights (an
 * Ornstein–Uhlenbeck bridge), so that days join without a seam.
 */
function activityPath(random: RandomStream, from: number, to: number): Float64Array {
  const innovation = ACTIVITY.deviation * Math.sqrt(1 - MINUTE_PERSISTENCE * MINUTE_PERSISTENCE);
  const logs = new Float64Array(MINUTES_PER_DAY + 1);
  logs[0] = from;
  for (let at = 1; at <= MINUTES_PER_DAY; at += 1) {
    logs[at] = MINUTE_PERSISTENCE * (logs[at - 1] ?? 0) + innovation * random.normal();
  }
  const miss = to - (logs[MINUTES_PER_DAY] ?? 0);
  const whole = 1 - (persistencePowers[MINUTES_PER_DAY] ?? 0) ** 2;
  return Float64Array.from({ length: MINUTES_PER_DAY }, (_, at) => {
    const left = persistencePowers[MINUTES_PER_DAY - at] ?? 0;
    const passed = 1 - (persistencePowers[at] ?? 0) ** 2;
    return exp((logs[at] ?? 0) + (miss * left * passed) / whole);
  });
}

function correlatedShocks(random: RandomStream, models: readonly AssetModel[]): Float64Array[] {
  const shocks = models.map(() => new Float64Array(MINUTES_PER_DAY));
  for (let at = 0; at < MINUTES_PER_DAY; at += 1) {
    const market = random.normal();
    for (const [asset, model] of models.entries()) {
      const own = shocks[asset];
      if (own !== undefined) own[at] = mixShock(model, market, random.normal());
    }
  }
  return shocks;
}

function withStir(activity: Float64Array, jumps: readonly Jump[], asset: number): Float64Array {
  const busy = activity.slice();
  for (const jump of jumps) {
    let stir = Math.abs(jump.returns[asset] ?? 0) * 100 * JUMPS.stirPerCent;
    for (let at = jump.minute; at < MINUTES_PER_DAY && stir > 0.01; at += 1) {
      busy[at] = (busy[at] ?? 1) * (1 + stir);
      stir *= STIR_PERSISTENCE;
    }
  }
  return busy;
}

/** Spreads a day's variance over its minutes; it grows or falls towards the next day's by `growth`. */
function spreadDeviation(busy: Float64Array, sigma: number, growth: number): Float64Array {
  const perMinute = exp(growth / MINUTES_PER_DAY);
  const deviation = new Float64Array(MINUTES_PER_DAY);
  let trend = 1;
  let variance = 0;
  for (let at = 0; at < MINUTES_PER_DAY; at += 1) {
    const weight = (busy[at] ?? 1) * (minuteRhythm[at] ?? 1) * trend;
    deviation[at] = weight;
    variance += weight * weight;
    trend *= perMinute;
  }
  const scale = sigma / Math.sqrt(variance);
  for (let at = 0; at < MINUTES_PER_DAY; at += 1) deviation[at] = (deviation[at] ?? 0) * scale;
  return deviation;
}

/** A random walk with the given deviations, bent so that it ends `drift` above its beginning. */
function bridge({
  from,
  drift,
  deviation,
  shocks,
}: {
  readonly from: number;
  readonly drift: number;
  readonly deviation: Float64Array;
  readonly shocks: Float64Array;
}): Float64Array {
  const walk = new Float64Array(MINUTES_PER_DAY + 1);
  const clock = new Float64Array(MINUTES_PER_DAY + 1);
  for (let at = 0; at < MINUTES_PER_DAY; at += 1) {
    const sigma = deviation[at] ?? 0;
    walk[at + 1] = (walk[at] ?? 0) + sigma * (shocks[at] ?? 0);
    clock[at + 1] = (clock[at] ?? 0) + sigma * sigma;
  }
  const miss = drift - (walk[MINUTES_PER_DAY] ?? 0);
  const whole = clock[MINUTES_PER_DAY] ?? 1;
  return walk.map((value, at) => from + value + (miss * (clock[at] ?? 0)) / whole);
}

function addJumps(levels: Float64Array, jumps: readonly Jump[], asset: number): void {
  for (const jump of jumps) {
    const size = jump.returns[asset] ?? 0;
    for (let at = jump.minute + 1; at <= MINUTES_PER_DAY; at += 1) {
      levels[at] = (levels[at] ?? 0) + size;
    }
  }
}

function powers(factor: number, count: number): Float64Array {
  const list = new Float64Array(count);
  let power = 1;
  for (let at = 0; at < count; at += 1) {
    list[at] = power;
    power *= factor;
  }
  return list;
}
