import { PPM } from '#lib/domain/ppm.ts';
import { slippageBounds } from '#lib/domain/route/slippage.ts';
import type { SwapRoute } from '#lib/domain/route/swap-route.ts';
import type { SwapPlan } from './swap-plan.ts';
import type { PriceMove } from './swap-progress.ts';

/**
 * How the price moved from one route to a fresher one for the same request, in basis points:
 * negative when it became worse.
 */
export function priceMove(reviewed: SwapRoute, fresh: SwapRoute): PriceMove {
  const change =
    reviewed.mode === 'exact-in'
      ? ((fresh.amountOut - reviewed.amountOut) * 10_000n) / reviewed.amountOut
      : ((reviewed.amountIn - fresh.amountIn) * 10_000n) / reviewed.amountIn;
  return { changeBps: Number(change) };
}

/**
 * Whether a move is for the worse by so much that the user is asked again: more than half of the
 * slippage, beyond which the swap is likely to fail on its way.
 */
export function movedTooFar({ changeBps }: PriceMove, slippagePpm: number): boolean {
  return -changeBps * 200 > slippagePpm;
}

/**
 * A fresh plan held to what was reviewed: it takes the fresh route and gives the contract the limit
 * that is better for the user, the reviewed one or the fresh one. The slippage shrinks to fit.
 */
export function holdPlan(reviewed: SwapPlan, fresh: SwapPlan): SwapPlan {
  const slippagePpm = Math.min(fresh.slippagePpm, tolerance(reviewed, fresh.route));
  const bounds = slippageBounds(fresh.route, slippagePpm);
  const { approval } = fresh;
  return {
    ...fresh,
    ...bounds,
    slippagePpm,
    approval: approval.kind === 'permit' ? { ...approval, amount: bounds.maximumIn } : approval,
  };
}

/** The largest slippage with which a route stays within the limits of a plan; never below zero. */
function tolerance({ minimumOut, maximumIn }: SwapPlan, route: SwapRoute): number {
  const ppm =
    route.mode === 'exact-in'
      ? ((route.amountOut - minimumOut) * PPM) / route.amountOut
      : ((maximumIn - route.amountIn) * PPM) / route.amountIn;
  return ppm < 0n ? 0 : Number(ppm);
}
