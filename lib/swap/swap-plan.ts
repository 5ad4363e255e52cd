import { MAX_UINT256 } from '#lib/domain/amm/uint-limits.ts';
import type { Currency, Token } from '#lib/domain/currency.ts';
import { slippageBounds } from '#lib/domain/route/slippage.ts';
import type { SwapRoute } from '#lib/domain/route/swap-route.ts';
import type { ApprovalMode } from './swap-state.ts';

/** What the router needs before it may take the pay token. Amounts in base units. */
export type ApprovalPlan =
  | { readonly kind: 'none' }
  | { readonly kind: 'permit'; readonly token: Token; readonly amount: bigint }
  | { readonly kind: 'approve'; readonly token: Token; readonly amount: bigint };

/** What is going to be signed, exactly. Amounts in base units. */
export type SwapPlan = {
  readonly route: SwapRoute;
  /** Tolerance, parts per million. */
  readonly slippagePpm: number;
  /** The most that can leave the account, network cost aside. */
  readonly maximumIn: bigint;
  /** The least that the contract pays out; less undoes the swap. */
  readonly minimumOut: bigint;
  readonly deadlineMinutes: number;
  readonly approval: ApprovalPlan;
};

/**
 * How an account lets the router take a token. Tokens take permits (EIP-2612) from keys alone: a
 * contract approves by a transaction what a key would sign for.
 */
export function approvalModeOf(
  chosen: ApprovalMode,
  account: { readonly isContract: boolean },
): ApprovalMode {
  return account.isContract && chosen === 'permit' ? 'exact' : chosen;
}

/** The plan for a route. Wrapping and unwrapping have neither slippage nor approval. */
export function planSwap({
  route,
  slippagePpm,
  deadlineMinutes,
  approval,
  allowance,
}: {
  readonly route: SwapRoute;
  readonly slippagePpm: number;
  readonly deadlineMinutes: number;
  readonly approval: ApprovalMode;
  readonly allowance: bigint;
}): SwapPlan {
  const { maximumIn, minimumOut } = slippageBounds(route, slippagePpm);
  const wanted = { currency: route.input, amount: maximumIn, mode: approval, allowance };
  return {
    route,
    slippagePpm,
    maximumIn,
    minimumOut,
    deadlineMinutes,
    approval: route.kind === 'swap' ? planApproval(wanted) : { kind: 'none' },
  };
}

function planApproval({
  currency,
  amount,
  mode,
  allowance,
}: {
  readonly currency: Currency;
  readonly amount: bigint;
  readonly mode: ApprovalMode;
  readonly allowance: bigint;
}): ApprovalPlan {
  if (currency.kind === 'native' || allowance >= amount) return { kind: 'none' };
  if (mode === 'permit' && currency.permit) return { kind: 'permit', token: currency, amount };
  const granted = mode === 'unlimited' ? MAX_UINT256 : amount;
  return { kind: 'approve', token: currency, amount: granted };
}
