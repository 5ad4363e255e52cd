import type { Path } from './find-paths.ts';
import { PathFlow, sharePool } from './path-flow.ts';
import type { SwapMode } from './swap-route.ts';

/** An amount given to a path. */
export type Allocation = {
  readonly path: Path;
  readonly amount: bigint;
};

export type DistributeQuery = {
  readonly paths: readonly Path[];
  readonly amount: bigint;
  readonly mode: SwapMode;
  /** Into how many equal pieces the amount is cut. */
  readonly pieces: number;
};

/** Moves smaller than one part in this many are not worth a look. */
const FINEST_MOVE = 10_000n;

/**
 * Fills paths like communicating vessels: piece by piece, each to the path on which it trades best
 * given what flows already. The outputs of pools are concave in their inputs, so on this grid no
 * other distribution over paths without common pools gives more.
 *
 * @returns Allocations of positive amounts, largest first, or `null` when the paths together cannot
 * take the whole amount.
 */
export function distribute(query: DistributeQuery): readonly Allocation[] | null {
  const { paths, amount, mode, pieces } = query;
  const count = amount < BigInt(pieces) ? 1n : BigInt(pieces);
  const piece = amount / count;
  const flow = new PathFlow(mode);
  const amounts = new Map<Path, bigint>();
  // What does not divide evenly travels with the first piece.
  let next = piece + (amount - piece * count);
  let marginals = paths.map((path) => flow.marginal(path, next));
  for (let filled = 0n; filled < count; filled += 1n) {
    const best = bestOf(marginals, mode);
    const path = paths[best];
    if (path === undefined) return null;
    flow.add(path, next);
    amounts.set(path, (amounts.get(path) ?? 0n) + next);
    const size = piece;
    const resized = size !== next;
    next = size;
    marginals = marginals.map((known, index) => {
      const other = paths[index];
      if (other === undefined) return null;
      const stale = resized || other === path || sharePool(other, path);
      return stale ? flow.marginal(other, size) : known;
    });
  }
  return byAmount([...amounts].map(([path, value]) => ({ path, amount: value })));
}

/** Index of the best of some results: the largest output, or the smallest cost; -1 if none. */
function bestOf(results: readonly (bigint | null)[], mode: SwapMode): number {
  let best = -1;
  let bestResult: bigint | null = null;
  for (const [index, result] of results.entries()) {
    if (result === null) continue;
    if (bestResult === null || isBetter(result, bestResult, mode)) {
      best = index;
      bestResult = result;
    }
  }
  return best;
}

/** Whether `a` is the better result of a swap: more output, or less input. */
export function isBetter(a: bigint, b: bigint, mode: SwapMode): boolean {
  return mode === 'exact-in' ? a > b : a < b;
}

/** What allocations give or cost together, in order; `null` when a pool cannot take its part. */
export function totalOf(allocations: readonly Allocation[], mode: SwapMode): bigint | null {
  const flow = new PathFlow(mode);
  let total = 0n;
  for (const { path, amount } of allocations) {
    const result = flow.marginal(path, amount);
    if (result === null) return null;
    flow.add(path, amount);
    total += result;
  }
  return total;
}

/**
 * Improves a distribution below the size of its pieces: moves ever smaller amounts between two paths
 * while that trades better.
 */
export function refine(
  allocations: readonly Allocation[],
  query: { readonly mode: SwapMode; readonly pieces: number },
): readonly Allocation[] {
  const amount = allocations.reduce((sum, allocation) => sum + allocation.amount, 0n);
  const smallest = amount / FINEST_MOVE;
  let best = allocations;
  let bestTotal = totalOf(best, query.mode);
  if (allocations.length < 2 || bestTotal === null || smallest === 0n) return allocations;
  for (let step = amount / BigInt(query.pieces * 2); step > smallest; step /= 2n) {
    for (const candidate of moves(best.length)) {
      const moved = moveBetween(best, { ...candidate, step });
      const total = moved === null ? null : totalOf(moved, query.mode);
      if (moved !== null && total !== null && isBetter(total, bestTotal, query.mode)) {
        best = moved;
        bestTotal = total;
      }
    }
  }
  return byAmount(best);
}

/** All ordered pairs of positions. */
function moves(length: number): readonly { from: number; to: number }[] {
  const pairs: { from: number; to: number }[] = [];
  for (let from = 0; from < length; from += 1) {
    for (let to = 0; to < length; to += 1) if (from !== to) pairs.push({ from, to });
  }
  return pairs;
}

/** The allocations with `step` moved; `null` when nothing would remain where it comes from. */
function moveBetween(
  allocations: readonly Allocation[],
  { from, to, step }: { readonly from: number; readonly to: number; readonly step: bigint },
): readonly Allocation[] | null {
  const source = allocations[from];
  if (source === undefined || source.amount <= step) return null;
  return allocations.map((allocation, index) => {
    if (index === from) return { ...allocation, amount: allocation.amount - step };
    if (index === to) return { ...allocation, amount: allocation.amount + step };
    return allocation;
  });
}

function byAmount(allocations: readonly Allocation[]): readonly Allocation[] {
  return allocations.toSorted((a, b) => {
    if (a.amount === b.amount) return 0;
    return a.amount > b.amount ? -1 : 1;
  });
}
