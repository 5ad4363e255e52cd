import { encodeFunctionData, type Hex } from 'viem';
import type { Address } from '#lib/domain/address.ts';
import type { Currency } from '#lib/domain/currency.ts';
import type { SwapRoute } from '#lib/domain/route/swap-route.ts';
import { collectsInRouter, wrapsFirst } from './money-in-router.ts';
import { swapRouterAbi } from './router-abis.ts';

export type PayoutTerms = {
  /** Who gets back what was not needed of the coin. */
  readonly sender: Address;
  readonly recipient: Address;
  /** Base units of the output. */
  readonly minimumOut: bigint;
};

/** The calls at the end of a swap: what is sent on to the recipient, or back. */
export function encodePayouts(
  route: SwapRoute,
  { sender, recipient, minimumOut }: PayoutTerms,
): readonly Hex[] {
  const calls: Hex[] = [];
  if (collectsInRouter(route)) calls.push(encodeOutput(route.output, { recipient, minimumOut }));
  for (const token of restingTokens(route))
    calls.push(encodeSweep(token, { recipient, minimumOut: 0n }));
  if (mayLeaveCoins(route)) {
    calls.push(wrapsFirst(route) ? encodeUnwrap(sender, 0n) : encodeRefund());
  }
  return calls;
}

function encodeOutput(
  output: Currency,
  { recipient, minimumOut }: Omit<PayoutTerms, 'sender'>,
): Hex {
  if (output.kind === 'token') return encodeSweep(output.address, { recipient, minimumOut });
  return encodeUnwrap(recipient, minimumOut);
}

/** Unwraps all that the router holds. */
function encodeUnwrap(recipient: Address, minimum: bigint): Hex {
  return encodeFunctionData({
    abi: swapRouterAbi,
    functionName: 'unwrapWETH9',
    args: [minimum, recipient],
  });
}

function encodeRefund(): Hex {
  return encodeFunctionData({ abi: swapRouterAbi, functionName: 'refundETH' });
}

function encodeSweep(token: Address, { recipient, minimumOut }: Omit<PayoutTerms, 'sender'>): Hex {
  return encodeFunctionData({
    abi: swapRouterAbi,
    functionName: 'sweepToken',
    args: [token, minimumOut, recipient],
  });
}

/**
 * Tokens between two hops that could stay in the router: when somebody takes the liquidity of a
 * second V3 pool just before, it may fill only a part, and anybody could take the rest.
 */
function restingTokens(route: SwapRoute): readonly Address[] {
  if (route.mode === 'exact-out') return [];
  const tokens = route.legs.flatMap(({ hops: [, second] }) =>
    second?.kind === 'v3' ? [second.tokenIn] : [],
  );
  return tokens.filter((token, index) => tokens.indexOf(token) === index);
}

/** An exact output may cost less than was sent; a V3 pool may take less than it was given. */
function mayLeaveCoins(route: SwapRoute): boolean {
  if (route.input.kind !== 'native') return false;
  return route.mode === 'exact-out' || route.legs.some(({ hops: [first] }) => first?.kind === 'v3');
}
