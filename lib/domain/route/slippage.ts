import { mulDivDown, mulDivUp } from '../amm/mul-div.ts';
import { MAX_UINT256 } from '../amm/uint-limits.ts';
import { PPM } from '../ppm.ts';
import type { SwapRoute } from './swap-route.ts';

/** 0.5 %: what a swap tolerates unless told otherwise. */
export const DEFAULT_SLIPPAGE_PPM = 5_000;

/** 5 %: beyond it a person must say so explicitly. */
export const MAX_SLIPPAGE_PPM = 50_000;

/**
 * The least that may be received: the quoted output less the tolerance, rounded down. It is the
 * worst case the contract enforces, so the figure shown is never better than what can happen.
 *
 * @throws RangeError when the tolerance is not an integer in [0, 1,000,000] ppm.
 */
export function minimumReceived(amountOut: bigint, slippagePpm: number): bigint {
  return mulDivDown(amountOut, PPM - checkedSlippage(slippagePpm), PPM);
}

/**
 * The most that may be paid: the quoted input plus the tolerance, rounded up, for the same reason.
 *
 * @throws RangeError when the tolerance is not an integer in [0, 1,000,000] ppm.
 */
export function maximumPaid(amountIn: bigint, slippagePpm: number): bigint {
  const most = mulDivUp(amountIn, PPM + checkedSlippage(slippagePpm), PPM);
  return most > MAX_UINT256 ? MAX_UINT256 : most;
}

/** What a route pays at most and gives at least under a tolerance, in its two currencies. */
export function slippageBounds(
  route: SwapRoute,
  slippagePpm: number,
): { readonly maximumIn: bigint; readonly minimumOut: bigint } {
  if (route.kind !== 'swap') return { maximumIn: route.amountIn, minimumOut: route.amountOut };
  return route.mode === 'exact-in'
    ? { maximumIn: route.amountIn, minimumOut: minimumReceived(route.amountOut, slippagePpm) }
    : { maximumIn: maximumPaid(route.amountIn, slippagePpm), minimumOut: route.amount };
}

function checkedSlippage(slippagePpm: number): bigint {
  if (!Number.isInteger(slippagePpm) || slippagePpm < 0 || slippagePpm > 1_000_000) {
    throw new RangeError(`slippage ${slippagePpm} is not an integer in [0, 1000000] ppm`);
  }
  return BigInt(slippagePpm);
}
