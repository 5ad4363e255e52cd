import { encodeFunctionData, type Hex } from 'viem';
import type { Address } from '#lib/domain/address.ts';
import type { RouteHop, RouteLeg } from '#lib/domain/route/swap-route.ts';
import { swapRouterAbi } from './router-abis.ts';
import { v2Path } from './v2-path.ts';
import { v3Path } from './v3-path.ts';

/** SwapRouter02's word for itself as a recipient. */
export const ROUTER_ITSELF: Address = '0x0000000000000000000000000000000000000002';

/** SwapRouter02's word for "all that the router holds of the input token". */
const ROUTER_BALANCE = 0n;

/**
 * The calls of a leg that pays an exact input. Consecutive hops of one version travel in one call;
 * between versions the token rests in the router, and the next call swaps all that is there.
 * The last call answers with the leg's output.
 *
 * @param to.paidByRouter Whether the router pays with all that it holds of the input; else the sender
 * pays the leg's amount.
 */
export function encodeExactInLeg(
  leg: RouteLeg,
  to: {
    readonly recipient: Address;
    readonly minimumOut: bigint;
    readonly paidByRouter: boolean;
  },
): readonly Hex[] {
  const [first, second] = leg.hops;
  if (first === undefined) throw new RangeError('a leg has hops');
  const amountIn = to.paidByRouter ? ROUTER_BALANCE : leg.amountIn;
  if (second === undefined || first.kind === second.kind) {
    return [exactIn(leg.hops, { ...to, amountIn })];
  }
  return [
    exactIn([first], { amountIn, recipient: ROUTER_ITSELF, minimumOut: 0n }),
    exactIn([second], { ...to, amountIn: ROUTER_BALANCE }),
  ];
}

/**
 * The call of a leg that receives an exact output; it answers with the leg's input.
 *
 * @throws RangeError when the leg mixes versions, which the router cannot do for exact outputs.
 */
export function encodeExactOutLeg(
  leg: RouteLeg,
  to: { readonly recipient: Address; readonly maximumIn: bigint },
): Hex {
  const first = leg.hops[0];
  if (first === undefined || leg.hops.some(({ kind }) => kind !== first.kind)) {
    throw new RangeError('a leg with an exact output has hops of one version');
  }
  const { recipient, maximumIn } = to;
  if (first.kind === 'v2') {
    return encodeFunctionData({
      abi: swapRouterAbi,
      functionName: 'swapTokensForExactTokens',
      args: [leg.amount, maximumIn, v2Path(leg.hops), recipient],
    });
  }
  if (leg.hops.length === 1) {
    const { tokenIn, tokenOut, feePpm } = first;
    const amounts = { amountOut: leg.amount, amountInMaximum: maximumIn, sqrtPriceLimitX96: 0n };
    return encodeFunctionData({
      abi: swapRouterAbi,
      functionName: 'exactOutputSingle',
      args: [{ tokenIn, tokenOut, fee: feePpm, recipient, ...amounts }],
    });
  }
  const path = v3Path(leg.hops, 'backwards');
  return encodeFunctionData({
    abi: swapRouterAbi,
    functionName: 'exactOutput',
    args: [{ path, recipient, amountOut: leg.amount, amountInMaximum: maximumIn }],
  });
}

function exactIn(
  hops: readonly RouteHop[],
  swap: {
    readonly amountIn: bigint;
    readonly recipient: Address;
    readonly minimumOut: bigint;
  },
): Hex {
  const [first, second] = hops;
  if (first === undefined) throw new RangeError('a swap has hops');
  const { amountIn, recipient, minimumOut } = swap;
  if (first.kind === 'v2') {
    return encodeFunctionData({
      abi: swapRouterAbi,
      functionName: 'swapExactTokensForTokens',
      args: [amountIn, minimumOut, v2Path(hops), recipient],
    });
  }
  const amounts = { amountIn, amountOutMinimum: minimumOut };
  if (second === undefined) {
    const { tokenIn, tokenOut, feePpm } = first;
    return encodeFunctionData({
      abi: swapRouterAbi,
      functionName: 'exactInputSingle',
      args: [{ tokenIn, tokenOut, fee: feePpm, recipient, ...amounts, sqrtPriceLimitX96: 0n }],
    });
  }
  return encodeFunctionData({
    abi: swapRouterAbi,
    functionName: 'exactInput',
    args: [{ path: v3Path(hops, 'forwards'), recipient, ...amounts }],
  });
}
