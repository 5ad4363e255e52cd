import { encodeFunctionData, type Hex, isAddress, zeroAddress } from 'viem';
import { type Address, sameAddress } from '#lib/domain/address.ts';
import { MAX_UINT256 } from '#lib/domain/amm/uint-limits.ts';
import { slippageBounds } from '#lib/domain/route/slippage.ts';
import type { SwapRoute } from '#lib/domain/route/swap-route.ts';
import { encodeExactInLeg, encodeExactOutLeg, ROUTER_ITSELF } from './encode-leg.ts';
import { encodePayouts } from './encode-payouts.ts';
import { collectsInRouter, wrapsFirst } from './money-in-router.ts';
import type { SignedPermit } from './permit.ts';
import { swapRouterAbi } from './router-abis.ts';
import { erc20Abi, wluxAbi } from './token-abis.ts';

export type SwapContracts = {
  readonly swapRouter02: Address;
  readonly wlux: Address;
};

export type EncodeSwapOptions = {
  readonly contracts: SwapContracts;
  /** Who sends the transaction and pays. */
  readonly sender: Address;
  /** Who receives the output; the sender when absent. */
  readonly recipient?: Address;
  /** Tolerance, parts per million. */
  readonly slippagePpm: number;
  /** Seconds since the epoch after which the swap reverts. */
  readonly deadline: bigint;
  /** Lets the router take the input without an approval. */
  readonly permit?: SignedPermit;
};

/** A transaction to sign. */
export type SwapCall = {
  readonly to: Address;
  readonly data: Hex;
  /** Base units of the coin to send along. */
  readonly value: bigint;
  /**
   * Positions, in the array that the router's `multicall` answers with, of each leg's amount: its
   * output for an exact input, its input for an exact output. Empty for wrapping.
   */
  readonly legAnswers: readonly number[];
};

const MSG_SENDER_WORD: Address = '0x0000000000000000000000000000000000000001';

/**
 * The transaction that executes a route. Swaps go through SwapRouter02's `multicall` with the
 * deadline; LUX and WLUX are exchanged in the WLUX contract itself.
 *
 * The bounds of `slippageBounds` hold for the swap as a whole: a split collects its output in the
 * router, which checks the sum. What a pool does not take of the coin, or of a token between two
 * hops, is sent back in the same transaction.
 *
 * @throws SwapEncodingError `swap/invalid-recipient` (zero, one of the router's own words, the router,
 * a wrong checksum, or anybody but the sender for wrapping), `swap/invalid-deadline`, `swap/invalid-permit` (for the
 * coin, or for less than the swap may take).
 */
export function encodeSwap(route: SwapRoute, options: EncodeSwapOptions): SwapCall {
  const recipient = options.recipient ?? options.sender;
  checkRecipient(route, { ...options, recipient });
  if (route.kind !== 'swap') return encodeWrap(route, options.contracts.wlux);
  if (options.deadline <= 0n || options.deadline > MAX_UINT256) {
    throw new SwapEncodingError('swap/invalid-deadline', 'A deadline is a time in seconds.');
  }
  const { maximumIn, minimumOut } = slippageBounds(route, options.slippagePpm);
  const calls = [...encodePermit(route, { permit: options.permit, maximumIn })];
  const legAnswers: number[] = [];
  for (const leg of encodeLegs(route, { ...options, recipient })) {
    calls.push(...leg);
    legAnswers.push(calls.length - 1);
  }
  calls.push(...encodePayouts(route, { sender: options.sender, recipient, minimumOut }));
  return {
    to: options.contracts.swapRouter02,
    data: encodeFunctionData({
      abi: swapRouterAbi,
      functionName: 'multicall',
      args: [options.deadline, calls],
    }),
    value: route.input.kind === 'native' ? maximumIn : 0n,
    legAnswers,
  };
}

/** The transaction that lets a spender take up to an amount of a token. */
export function encodeApproval(approval: {
  readonly token: Address;
  readonly spender: Address;
  /** Base units. */
  readonly amount: bigint;
}): Pick<SwapCall, 'to' | 'data' | 'value'> {
  const data = encodeFunctionData({
    abi: erc20Abi,
    functionName: 'approve',
    args: [approval.spender, approval.amount],
  });
  return { to: approval.token, data, value: 0n };
}

type Recipient = { readonly recipient: Address };

function checkRecipient(route: SwapRoute, options: EncodeSwapOptions & Recipient): void {
  const { recipient, sender, contracts } = options;
  const forbidden = [zeroAddress, MSG_SENDER_WORD, ROUTER_ITSELF, contracts.swapRouter02];
  const isForbidden = forbidden.some((address) => sameAddress(address, recipient));
  if (!isAddress(recipient) || isForbidden) {
    throw new SwapEncodingError('swap/invalid-recipient', `${recipient} cannot receive a swap.`);
  }
  if (route.kind !== 'swap' && !sameAddress(sender, recipient)) {
    const message = 'Wrapping and unwrapping pay the sender only.';
    throw new SwapEncodingError('swap/invalid-recipient', message);
  }
}

function encodeWrap(route: SwapRoute, wlux: Address): SwapCall {
  const wrap = route.kind === 'wrap';
  const data = wrap
    ? encodeFunctionData({ abi: wluxAbi, functionName: 'deposit' })
    : encodeFunctionData({ abi: wluxAbi, functionName: 'withdraw', args: [route.amountIn] });
  return { to: wlux, data, value: wrap ? route.amountIn : 0n, legAnswers: [] };
}

function encodePermit(
  { input }: SwapRoute,
  { permit, maximumIn }: { readonly permit: SignedPermit | undefined; readonly maximumIn: bigint },
): readonly Hex[] {
  if (permit === undefined) return [];
  if (input.kind === 'native') {
    throw new SwapEncodingError('swap/invalid-permit', 'The coin needs no permit.');
  }
  if (permit.value < maximumIn) {
    throw new SwapEncodingError('swap/invalid-permit', 'The permit covers less than the swap.');
  }
  const { value, deadline, v, r, s } = permit;
  // "If necessary": somebody may have submitted the permit before, and it must not fail the swap.
  return [
    encodeFunctionData({
      abi: swapRouterAbi,
      functionName: 'selfPermitIfNecessary',
      args: [input.address, value, deadline, v, r, s],
    }),
  ];
}

/** The calls of each leg; the last call of each answers with the leg's amount. */
function encodeLegs(
  route: SwapRoute,
  { recipient, slippagePpm }: EncodeSwapOptions & Recipient,
): readonly (readonly Hex[])[] {
  const { maximumIn, minimumOut } = slippageBounds(route, slippagePpm);
  const collected = collectsInRouter(route);
  const to = collected ? ROUTER_ITSELF : recipient;
  if (route.mode === 'exact-in') {
    const paidByRouter = wrapsFirst(route);
    const terms = { recipient: to, minimumOut: collected ? 0n : minimumOut, paidByRouter };
    const wrap = paidByRouter ? [encodeWrapCoins(route.amountIn)] : [];
    return route.legs.map((leg) => [...wrap, ...encodeExactInLeg(leg, terms)]);
  }
  const maxima = splitMaximum(route, maximumIn);
  return route.legs.map((leg, index) => [
    encodeExactOutLeg(leg, { recipient: to, maximumIn: maxima[index] ?? 0n }),
  ]);
}

function encodeWrapCoins(value: bigint): Hex {
  return encodeFunctionData({ abi: swapRouterAbi, functionName: 'wrapETH', args: [value] });
}

/** Each leg's part of the maximum, by what it is quoted at; together exactly the maximum. */
function splitMaximum(route: SwapRoute, maximumIn: bigint): readonly bigint[] {
  let quoted = 0n;
  let given = 0n;
  return route.legs.map((leg) => {
    quoted += leg.amountIn;
    const upToHere = (maximumIn * quoted) / route.amountIn;
    const part = upToHere - given;
    given = upToHere;
    return part;
  });
}

/** Why a route cannot be made into a transaction as asked. */
export type SwapEncodingErrorCode =
  | 'swap/invalid-recipient'
  | 'swap/invalid-deadline'
  | 'swap/invalid-permit';

/** A swap was asked for in a way that would lose money or fail for sure. */
export class SwapEncodingError extends Error {
  override readonly name = 'SwapEncodingError';
  readonly code: SwapEncodingErrorCode;

  constructor(code: SwapEncodingErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}
