import { decodeFunctionResult, encodeFunctionData, hexToBigInt } from 'viem';
import { call, estimateGas } from 'viem/actions';
import type { Address, Hash } from '#lib/domain/address.ts';
import { slippageBounds } from '#lib/domain/route/slippage.ts';
import type { SwapRoute } from '#lib/domain/route/swap-route.ts';
import { decodeRevert, type SwapFailure, type SwapFailureCode } from './decode-revert.ts';
import type { SwapCall } from './encode-swap.ts';
import type { SignedPermit } from './permit.ts';
import { readBalances } from './read-balances.ts';
import type { ReadContext } from './read-many.ts';
import { swapRouterAbi } from './router-abis.ts';
import { erc20Abi } from './token-abis.ts';
import { transferLoss } from './transfer-loss.ts';

/** What a swap would do if it were the next transaction. */
export type Simulation = {
  readonly amountIn: bigint;
  readonly amountOut: bigint;
  /** Gas that the node estimates; a transaction should allow some more. */
  readonly gasUnits: bigint;
};

export type SimulateSwapQuery = {
  readonly context: ReadContext;
  readonly route: SwapRoute;
  readonly swap: SwapCall;
  readonly sender: Address;
  readonly slippagePpm: number;
  /** Given when the swap carries one: a refused permit can then be told from other failures. */
  readonly permit?: SignedPermit;
  /**
   * The block that the route was found on. When the swap gives too little even there, no price has
   * moved: a token takes a part of every transfer.
   */
  readonly quotedAt?: Hash;
};

/** Tokens that count shares of a changing whole may deliver so few base units less than was sent. */
const ROUNDING_UNITS = 2n;

/**
 * Tries a swap on the latest state without sending it.
 *
 * @throws SwapSimulationError with the code of why it would fail. Fees that a token takes of its
 * transfers show as `swap/fee-on-transfer`, also where the router would pay out without noticing; where
 * it only says that a transfer failed, the balance and the allowance are read to say which of them
 * it was.
 */
export async function simulateSwap(query: SimulateSwapQuery): Promise<Simulation> {
  const { context, route, swap, sender } = query;
  const request = { account: sender, to: swap.to, data: swap.data, value: swap.value };
  try {
    const [answer, gasUnits, loss] = await Promise.all([
      call(context.client, { ...request, batch: false }),
      estimateGas(context.client, request),
      unnoticedLoss(query),
    ]);
    if (loss > ROUNDING_UNITS) throw new SwapSimulationError(TAKES_A_CUT);
    if (route.kind !== 'swap') {
      return { amountIn: route.amountIn, amountOut: route.amountOut, gasUnits };
    }
    const amount = sumOfLegs(answer.data ?? '0x', swap);
    return route.mode === 'exact-in'
      ? { amountIn: route.amountIn, amountOut: amount, gasUnits }
      : { amountIn: amount, amountOut: route.amountOut, gasUnits };
  } catch (cause) {
    if (cause instanceof SwapSimulationError) throw cause;
    throw new SwapSimulationError(await explain(query, decodeRevert(cause)), { cause });
  }
}

const TAKES_A_CUT: SwapFailure = { code: 'swap/fee-on-transfer', reason: null };

/**
 * What the output token keeps of its last transfer where nobody checks what arrives: the router
 * measures only what an exact input brings over a V2 pair at the end of its one leg. Tried with the
 * last pool of the largest leg; zero where it cannot be told.
 */
async function unnoticedLoss({ context, route, sender }: SimulateSwapQuery): Promise<bigint> {
  const { legs, output, mode } = route;
  const [leg] = legs;
  const last = leg?.hops.at(-1);
  if (leg === undefined || last === undefined || output.kind === 'native') return 0n;
  if (mode === 'exact-in' && legs.length === 1 && last.kind === 'v2') return 0n;
  const transfer = { token: output.address, from: last.pool, to: sender, amount: leg.amountOut };
  return (await transferLoss(context, transfer)) ?? 0n;
}

function sumOfLegs(data: `0x${string}`, { legAnswers }: SwapCall): bigint {
  const answers = decodeFunctionResult({ abi: swapRouterAbi, functionName: 'multicall', data });
  return legAnswers.reduce((sum, position) => {
    const answer = answers[position];
    if (answer === undefined) throw new RangeError('the router answers every call');
    return sum + hexToBigInt(answer, { size: 32 });
  }, 0n);
}

/** Looks closer at failures which the router's words leave open. */
async function explain(query: SimulateSwapQuery, failure: SwapFailure): Promise<SwapFailure> {
  const withCode = (code: SwapFailureCode | null) =>
    code === null ? failure : { ...failure, code };
  if (failure.code === 'swap/transfer-failed') return withCode(await whyTransferFailed(query));
  if (failure.code === 'swap/slippage-exceeded') return withCode(await whyTooLittle(query));
  if (failure.code === 'swap/reverted') return withCode(await whyReverted(query));
  return failure;
}

async function whyTransferFailed(query: SimulateSwapQuery): Promise<SwapFailureCode | null> {
  const { context, route, swap, sender, slippagePpm } = query;
  if (route.input.kind === 'native') return null;
  const key = route.input.address.toLowerCase();
  const { maximumIn } = slippageBounds(route, slippagePpm);
  const held = await readBalances({
    context,
    owner: sender,
    currencies: [route.input],
    spender: swap.to,
  });
  if ((held.balances.get(key) ?? 0n) < maximumIn) return 'swap/insufficient-balance';
  const granted = query.permit?.value ?? held.allowances.get(key) ?? 0n;
  return granted < maximumIn ? 'swap/insufficient-allowance' : null;
}

async function whyTooLittle(query: SimulateSwapQuery): Promise<SwapFailureCode | null> {
  const { context, swap, sender, quotedAt } = query;
  if (quotedAt === undefined) return null;
  const { to, data, value } = swap;
  try {
    const at = { blockHash: quotedAt, batch: false } as const;
    await call(context.client, { account: sender, to, data, value, ...at });
    return null;
  } catch (error) {
    return decodeRevert(error).code === 'swap/slippage-exceeded' ? 'swap/fee-on-transfer' : null;
  }
}

/** A refused permit leaves the router without a word. */
async function whyReverted(query: SimulateSwapQuery): Promise<SwapFailureCode | null> {
  const { context, route, swap, sender, permit } = query;
  if (permit === undefined || route.input.kind === 'native') return null;
  const { value, deadline, v, r, s } = permit;
  const data = encodeFunctionData({
    abi: erc20Abi,
    functionName: 'permit',
    args: [sender, swap.to, value, deadline, v, r, s],
  });
  try {
    await call(context.client, { to: route.input.address, data, batch: false });
    return null;
  } catch (error) {
    const { code } = decodeRevert(error);
    return code === 'chain/unreachable' ? code : 'swap/permit-refused';
  }
}

/** A swap would fail; nothing was sent. */
export class SwapSimulationError extends Error {
  override readonly name = 'SwapSimulationError';
  readonly code: SwapFailureCode;
  /** The contract's own words. */
  readonly reason: string | null;

  constructor({ code, reason }: SwapFailure, options?: ErrorOptions) {
    super(reason === null ? code : `${code}: ${reason}`, options);
    this.code = code;
    this.reason = reason;
  }
}
