import { PPM } from '../ppm.ts';
import { type Allocation, distribute, isBetter, refine, totalOf } from './distribute.ts';
import { evaluateLegs } from './evaluate-legs.ts';
import type { Path } from './find-paths.ts';
import type { RouteLeg, SwapMode } from './swap-route.ts';

/** A split is cut into pieces of five percent before it is refined. */
const PIECES = 20;

/** Paths that a split is made of at first, before legs that do not pay are taken out. */
const CONSIDERED = 8;

/** Every leg more is one thing more that can fail: it must gain a hundredth of a basis point. */
const GAIN_PPM_A_LEG = 1n;

/** Amounts below are not split: rounding would cost more than a split gains. */
const SMALLEST_SPLIT = 10_000n;

export type SelectQuery = {
  readonly paths: readonly Path[];
  readonly amount: bigint;
  readonly mode: SwapMode;
  /** At most so many legs. */
  readonly maxLegs: number;
  /** What the gas of legs costs, in the output token (exact-in) or the input token (exact-out). */
  readonly gasCost: (legs: readonly RouteLeg[]) => bigint;
};

/** Legs, what each was allocated, and what they give or cost together, gas included. */
export type Selection = {
  readonly allocations: readonly Allocation[];
  readonly legs: readonly RouteLeg[];
  readonly net: bigint;
};

/**
 * The best way to distribute an amount over paths, by what is left after gas.
 *
 * Every single path is evaluated. Then the amount is distributed over all paths together, and the
 * path that is missed least is taken out again and again; the best of all these wins. Candidates are
 * found on sums of flows and compared on exact execution.
 *
 * @returns `null` when the paths cannot take the amount.
 */
export function selectLegs(query: SelectQuery): Selection | null {
  let best: Selection | null = null;
  for (const path of query.paths) {
    best = better(query, best, evaluate(query, [{ path, amount: query.amount }]));
  }
  for (const allocations of splits(query)) {
    best = better(query, best, evaluate(query, allocations));
  }
  return best;
}

function evaluate(query: SelectQuery, allocations: readonly Allocation[]): Selection | null {
  const legs = evaluateLegs(allocations, query.mode);
  if (legs === null) return null;
  const gas = query.gasCost(legs);
  const net =
    query.mode === 'exact-in'
      ? legs.reduce((sum, { amountOut }) => sum + amountOut, -gas)
      : legs.reduce((sum, { amountIn }) => sum + amountIn, gas);
  return { allocations, legs, net };
}

/** The better of two selections; one with more legs must be better by a margin. */
function better(
  query: SelectQuery,
  best: Selection | null,
  candidate: Selection | null,
): Selection | null {
  if (candidate === null) return best;
  if (best === null) return candidate;
  const extraLegs = BigInt(candidate.legs.length - best.legs.length);
  const size = best.net < 0n ? -best.net : best.net;
  const margin = extraLegs <= 0n ? 0n : (size * extraLegs * GAIN_PPM_A_LEG) / PPM;
  const threshold = query.mode === 'exact-in' ? best.net + margin : best.net - margin;
  return isBetter(candidate.net, threshold, query.mode) ? candidate : best;
}

/** Splits worth evaluating: over ever fewer paths, at most `maxLegs`. */
function splits(query: SelectQuery): readonly (readonly Allocation[])[] {
  const { amount, mode, maxLegs } = query;
  if (query.paths.length < 2 || maxLegs < 2 || amount < SMALLEST_SPLIT) return [];
  const found: (readonly Allocation[])[] = [];
  const whole = distribute({ paths: query.paths, amount, mode, pieces: PIECES });
  let paths: readonly Path[] = whole?.slice(0, CONSIDERED).map(({ path }) => path) ?? [];
  while (paths.length >= 2) {
    if (paths.length <= maxLegs) {
      const allocations = distribute({ paths, amount, mode, pieces: PIECES });
      if (allocations !== null) found.push(refine(allocations, { mode, pieces: PIECES }));
    }
    paths = withoutLeastMissed(query, paths);
  }
  return found;
}

/** The paths less the one without which the others trade best. */
function withoutLeastMissed(query: SelectQuery, paths: readonly Path[]): readonly Path[] {
  const { amount, mode } = query;
  let best: { readonly total: bigint; readonly paths: readonly Path[] } | null = null;
  for (const missing of paths) {
    const rest = paths.filter((path) => path !== missing);
    const allocations = distribute({ paths: rest, amount, mode, pieces: PIECES });
    const total = allocations === null ? null : totalOf(allocations, mode);
    if (total !== null && (best === null || isBetter(total, best.total, mode))) {
      best = { total, paths: rest };
    }
  }
  return best?.paths ?? [];
}
