import { type Pool, type PoolSwap, poolAmountIn, swapPoolIn, swapPoolOut } from '../amm/pool.ts';
import { PPM } from '../ppm.ts';
import type { Allocation } from './distribute.ts';
import type { PathHop } from './find-paths.ts';
import type { RouteHop, RouteLeg, SwapMode } from './swap-route.ts';

/** Pools as the legs before have left them, computed when a later leg needs them. */
type LaterPools = Map<number, () => Pool>;

type HopSwap = { readonly hop: PathHop; readonly swap: PoolSwap };

/**
 * Executes allocations one after the other, as the router will: to the last unit, each leg on the
 * pools as the legs before left them.
 *
 * @returns `null` when a pool cannot fill its part, or a leg would give nothing.
 */
export function evaluateLegs(
  allocations: readonly Allocation[],
  mode: SwapMode,
): readonly RouteLeg[] | null {
  const later: LaterPools = new Map();
  const total = allocations.reduce((sum, { amount }) => sum + amount, 0n);
  const legs: RouteLeg[] = [];
  for (const allocation of allocations) {
    const swaps = mode === 'exact-in' ? swapIn(allocation, later) : swapOut(allocation, later);
    const first = swaps?.[0]?.swap;
    const last = swaps?.at(-1)?.swap;
    if (swaps === null || first === undefined || last === undefined) return null;
    if (first.amountIn === 0n || last.amountOut === 0n) return null;
    for (const { hop, swap } of swaps) later.set(hop.slot, swap.after);
    legs.push({
      sharePpm: Number((allocation.amount * PPM) / total),
      amount: allocation.amount,
      amountIn: first.amountIn,
      amountOut: last.amountOut,
      hops: swaps.map(routeHop),
    });
  }
  return withWholeShares(legs);
}

function swapIn({ path, amount }: Allocation, later: LaterPools): readonly HopSwap[] | null {
  const swaps: HopSwap[] = [];
  let value = amount;
  for (const hop of path.hops) {
    const swap = swapPoolIn(currentSide(hop, later), value);
    if (swap === null) return null;
    swaps.push({ hop, swap });
    value = swap.amountOut;
  }
  return swaps;
}

function swapOut(allocation: Allocation, later: LaterPools): readonly HopSwap[] | null {
  const isV2 = allocation.path.hops.every(({ pool }) => pool.kind === 'v2');
  return isV2 ? swapOutV2(allocation, later) : swapOutV3(allocation, later);
}

/** A V3 router swaps the last pool first, and takes exactly what the next needs from the one before. */
function swapOutV3({ path, amount }: Allocation, later: LaterPools): readonly HopSwap[] | null {
  const swaps: HopSwap[] = [];
  let value = amount;
  for (const hop of path.hops.toReversed()) {
    const swap = swapPoolOut(currentSide(hop, later), value);
    if (swap === null) return null;
    swaps.unshift({ hop, swap });
    value = swap.amountIn;
  }
  return swaps;
}

/** A V2 router computes the input backwards, then swaps it forwards, so rounding gains go onwards. */
function swapOutV2(allocation: Allocation, later: LaterPools): readonly HopSwap[] | null {
  const { path, amount } = allocation;
  let value: bigint | null = amount;
  for (const hop of path.hops.toReversed()) {
    value = value === null ? null : poolAmountIn(currentSide(hop, later), value);
  }
  return value === null ? null : swapIn({ path, amount: value }, later);
}

function currentSide(hop: PathHop, later: LaterPools): PathHop {
  const after = later.get(hop.slot);
  return after === undefined ? hop : { ...hop, pool: after() };
}

function routeHop({ hop, swap }: HopSwap): RouteHop {
  const { pool, zeroForOne } = hop;
  return {
    pool: pool.address,
    kind: pool.kind,
    feePpm: pool.feePpm,
    tokenIn: zeroForOne ? pool.token0 : pool.token1,
    tokenOut: zeroForOne ? pool.token1 : pool.token0,
    amountIn: swap.amountIn,
    amountOut: swap.amountOut,
    feeAmount: swap.feeAmount,
    ticksCrossed: swap.ticksCrossed,
  };
}

/** Gives what rounding left over to the largest leg, the first, so that the shares make a whole. */
function withWholeShares(legs: readonly RouteLeg[]): readonly RouteLeg[] {
  const missing = 1_000_000 - legs.reduce((sum, { sharePpm }) => sum + sharePpm, 0);
  return legs.map((leg, index) =>
    index === 0 ? { ...leg, sharePpm: leg.sharePpm + missing } : leg,
  );
}
