import type { SignedPermit } from '#lib/chain/permit.ts';
import { holdPlan, movedTooFar, priceMove } from './hold-plan.ts';
import type { SwapErrorCode } from './swap-errors.ts';
import type { SwapPlan } from './swap-plan.ts';
import type { SwapEvent } from './swap-progress.ts';
import type { SwapRecord } from './swap-record.ts';

/** What a swap does to the world outside, one step each; every step may throw. */
export type SwapSteps = {
  /** The plan for the same request on the chain as it is now. */
  replan(): Promise<SwapPlan>;
  /** The user's signature that lets the router take the token. */
  signPermit(plan: SwapPlan): Promise<SignedPermit>;
  /** Rehearses the swap on the chain; answers with the gas to allow. */
  simulate(plan: SwapPlan, permit: SignedPermit | null): Promise<bigint>;
  /** Has the wallet sign and send; answers with what was sent. */
  send(request: {
    readonly plan: SwapPlan;
    readonly permit: SignedPermit | null;
    readonly gas: bigint;
  }): Promise<SwapRecord>;
};

export type SwapExecution = {
  /** What the user has reviewed and agreed to. */
  readonly reviewed: SwapPlan;
  readonly steps: SwapSteps;
  readonly dispatch: (event: SwapEvent) => void;
  /** Takes the price that the user is asked to accept when it has moved too far. */
  readonly onPriceMoved: (fresh: SwapPlan) => void;
  readonly codeOf: (error: unknown) => SwapErrorCode;
};

/**
 * Carries a reviewed swap to the wallet: a fresh quote held to what was reviewed, the permit where
 * one is planned, a rehearsal on the chain, then the wallet. The stage must be `simulating` already.
 * Failures are told through `dispatch`; nothing is thrown.
 *
 * @returns What was sent, or `null` when nothing was.
 */
export async function executeSwap(execution: SwapExecution): Promise<SwapRecord | null> {
  const { reviewed, steps, dispatch, onPriceMoved, codeOf } = execution;
  let handedOver = false;
  try {
    const fresh = await steps.replan();
    const move = priceMove(reviewed.route, fresh.route);
    if (movedTooFar(move, reviewed.slippagePpm)) {
      onPriceMoved(fresh);
      dispatch({ type: 'price-moved', move });
      return null;
    }
    const plan = holdPlan(reviewed, fresh);
    const permit = await permitFor(plan, execution);
    const gas = await steps.simulate(plan, permit);
    dispatch({ type: 'simulated' });
    handedOver = true;
    const record = await steps.send({ plan, permit, gas });
    dispatch({ type: 'sent', hash: record.transaction.hash });
    return record;
  } catch (error) {
    dispatch({ type: 'failed', code: outcomeOf(codeOf(error), handedOver) });
    return null;
  }
}

async function permitFor(
  plan: SwapPlan,
  { steps, dispatch }: SwapExecution,
): Promise<SignedPermit | null> {
  if (plan.approval.kind !== 'permit') return null;
  dispatch({ type: 'permit-needed' });
  const permit = await steps.signPermit(plan);
  dispatch({ type: 'permit-signed' });
  return permit;
}

/** A connection that breaks while a wallet sends leaves open whether it was sent. */
function outcomeOf(code: SwapErrorCode, handedOver: boolean): SwapErrorCode {
  return handedOver && code === 'chain/unreachable' ? 'chain/unknown-outcome' : code;
}
