import {
  ACTIVITY,
  type AssetModel,
  DAY_VOLATILITY,
  JUMPS,
  REVERSION_PER_DAY,
  VOLATILITY_SHARE,
  weekdayRhythm,
} from './asset-model.ts';
import { exp } from './exp.ts';
import { type RandomStream, randomStream } from './random-stream.ts';

/** A sudden move within a day; one logarithmic return per asset, zero where it does not move. */
export type Jump = {
  readonly minute: number;
  readonly returns: readonly number[];
};

/** The market at midnight and what the day that follows brings; lists have one entry per asset. */
export type MarketDay = {
  /** Days since the epoch. */
  readonly day: number;
  /** Logarithm of the price against the start of the chain. */
  readonly levels: readonly number[];
  /** Logarithm of volatility against a typical day's. */
  readonly volatility: readonly number[];
  /** Logarithm of activity at midnight. */
  readonly activity: number;
  /** The day's return without its jumps. */
  readonly drift: readonly number[];
  /** Standard deviation from which that return was drawn. */
  readonly deviation: readonly number[];
  readonly jumps: readonly Jump[];
};

type ChainState = {
  readonly levels: readonly number[];
  readonly marketVolatility: number;
  readonly ownVolatility: readonly number[];
};

const STREAM = 1;

/**
 * The days of a market from `firstDay` on, computed in order as far as they are asked for. A day costs
 * a microsecond or two, and takes its random numbers from its own number, so that the chain is the
 * same whenever and in however many runs it is walked.
 */
export function createDayChain({
  seed,
  firstDay,
  models,
}: {
  readonly seed: number;
  readonly firstDay: number;
  readonly models: readonly AssetModel[];
}): (day: number) => MarketDay {
  const days: MarketDay[] = [];
  let state = firstState(randomStream(seed, STREAM, firstDay - 1), models);

  return (day) => {
    if (day < firstDay) throw new RangeError(`day ${day} lies before the history`);
    while (days.length <= day - firstDay) {
      const next = marketDay({ seed, day: firstDay + days.length, state, models });
      days.push(next.day);
      state = next.state;
    }
    const wanted = days[day - firstDay];
    if (wanted === undefined) throw new RangeError(`no day ${day}`);
    return wanted;
  };
}

function firstState(random: RandomStream, models: readonly AssetModel[]): ChainState {
  const { deviation } = DAY_VOLATILITY;
  return {
    levels: models.map(() => 0),
    marketVolatility: deviation * random.normal(),
    ownVolatility: models.map(() => deviation * random.normal()),
  };
}

function marketDay({
  seed,
  day,
  state,
  models,
}: {
  readonly seed: number;
  readonly day: number;
  readonly state: ChainState;
  readonly models: readonly AssetModel[];
}): { readonly day: MarketDay; readonly state: ChainState } {
  const random = randomStream(seed, STREAM, day);
  const activity = ACTIVITY.deviation * random.normal();
  const marketVolatility = nextVolatility(state.marketVolatility, random);
  const ownVolatility = state.ownVolatility.map((value) => nextVolatility(value, random));
  const jumps = drawJumps(random, models);

  const volatility = state.ownVolatility.map(
    (own) => VOLATILITY_SHARE.market * state.marketVolatility + VOLATILITY_SHARE.own * own,
  );
  const market = random.normal();
  const deviation: number[] = [];
  const drift: number[] = [];
  const levels: number[] = [];
  for (const [asset, model] of models.entries()) {
    const level = state.levels[asset] ?? 0;
    // Minus the variance of the logarithm, so that the mean of the squared volatility is the model's.
    const spread = (volatility[asset] ?? 0) - DAY_VOLATILITY.deviation * DAY_VOLATILITY.deviation;
    const sigma = model.dailyVolatility * weekdayRhythm(day) * exp(spread);
    const shock = mixShock(model, market, random.normal());
    const move = sigma * shock - REVERSION_PER_DAY * level;
    deviation.push(sigma);
    drift.push(move);
    levels.push(jumps.reduce((sum, jump) => sum + (jump.returns[asset] ?? 0), level + move));
  }
  return {
    day: { day, levels: state.levels, volatility, activity, drift, deviation, jumps },
    state: { levels, marketVolatility, ownVolatility },
  };
}

/** A standard normal of one asset from the market's and its own; two assets share the market's. */
export function mixShock(model: AssetModel, market: number, own: number): number {
  const loading = model.marketLoading;
  return loading * market + Math.sqrt(1 - loading * loading) * own;
}

function nextVolatility(value: number, random: RandomStream): number {
  const { persistence, deviation } = DAY_VOLATILITY;
  const innovation = deviation * Math.sqrt(1 - persistence * persistence);
  return persistence * value + innovation * random.normal();
}

function drawJumps(random: RandomStream, models: readonly AssetModel[]): Jump[] {
  const jumps: Jump[] = [];
  for (let left = countEvents(JUMPS.marketPerDay, random); left > 0; left -= 1) {
    const size = JUMPS.marketSize * random.normal();
    jumps.push(jumpAt(random, (model) => size * model.jumpBeta, models));
  }
  for (const jumping of models) {
    for (let left = countEvents(JUMPS.ownPerDay, random); left > 0; left -= 1) {
      const size = jumping.ownJump * random.normal();
      jumps.push(jumpAt(random, (model) => (model === jumping ? size : 0), models));
    }
  }
  return jumps;
}

function jumpAt(
  random: RandomStream,
  sizeOf: (model: AssetModel) => number,
  models: readonly AssetModel[],
): Jump {
  const minute = Math.floor(random.uniform() * 1_440);
  const bounded = (size: number) => Math.max(-JUMPS.largest, Math.min(JUMPS.largest, size));
  return { minute, returns: models.map((model) => bounded(sizeOf(model))) };
}

/** A Poisson count of small mean, by Knuth's product of uniforms. */
function countEvents(mean: number, random: RandomStream): number {
  const limit = exp(-mean);
  let count = 0;
  for (let product = random.uniform(); product > limit; product *= random.uniform()) count += 1;
  return count;
}
