import { hexToBigInt, size } from 'viem';
import { call, sendTransaction } from 'viem/actions';
import { decodeRevert } from '#lib/chain/decode-revert.ts';
import { encodeApproval } from '#lib/chain/encode-swap.ts';
import { readBalances } from '#lib/chain/read-balances.ts';
import type { ReadContext } from '#lib/chain/read-many.ts';
import { waitForMined } from '#lib/chain/wait-for-mined.ts';
import type { Address } from '#lib/domain/address.ts';
import { currencyKey } from '#lib/domain/currency.ts';
import { ownSigner, type Signer } from './own-signer.ts';
import { SwapError, type SwapErrorCode } from './swap-errors.ts';
import type { ApprovalPlan } from './swap-plan.ts';
import type { SwapEvent } from './swap-progress.ts';

/** An approval is waited for by somebody who looks on. */
const POLL_MS = 400;

export type ApproveToken = {
  readonly context: Omit<ReadContext, 'blockHash'>;
  readonly signer: () => Promise<Signer>;
  /** Whose tokens they are; the wallet must still sign for it. */
  readonly account: Address;
  readonly approval: Extract<ApprovalPlan, { kind: 'approve' }>;
  readonly spender: Address;
  readonly dispatch: (event: SwapEvent) => void;
  readonly codeOf: (error: unknown) => SwapErrorCode;
};

/**
 * Has the wallet approve a token, and waits for it to be in a block. Every approval is tried on the
 * chain before the wallet is asked. A token that takes a new approval only after the old one was
 * set to zero is given both, one after the other. The stage must be `approving` already. Failures
 * are told through `dispatch`; nothing is thrown.
 */
export async function approveToken(request: ApproveToken): Promise<void> {
  const { approval, dispatch, codeOf } = request;
  try {
    if (!(await isTaken(request, approval.amount))) {
      await takeBack(request);
      if (!(await isTaken(request, approval.amount))) throw new SwapError('swap/approval-reverted');
    }
    await approve(request, approval.amount);
    dispatch({ type: 'approved' });
  } catch (error) {
    dispatch({ type: 'failed', code: codeOf(error) });
  }
}

/** Sets an approval that stands in the way of a new one to zero. */
async function takeBack(request: ApproveToken): Promise<void> {
  const { dispatch } = request;
  const inTheWay = (await allowanceOf(request)) > 0n && (await isTaken(request, 0n));
  if (!inTheWay) throw new SwapError('swap/approval-reverted');
  dispatch({ type: 'reset-needed' });
  await approve(request, 0n);
  dispatch({ type: 'reset-done' });
}

/** Whether the token would take an approval if it were the next transaction. */
async function isTaken(request: ApproveToken, amount: bigint): Promise<boolean> {
  const { context, account, approval, spender } = request;
  const { to, data } = encodeApproval({ token: approval.token.address, spender, amount });
  try {
    const answer = await call(context.client, { account, to, data, batch: false });
    // Some tokens answer nothing, others answer "no" instead of reverting.
    const word = answer.data ?? '0x';
    return size(word) < 32 || hexToBigInt(word) !== 0n;
  } catch (cause) {
    const { code } = decodeRevert(cause);
    if (code === 'chain/unreachable' || code === 'swap/insufficient-funds') {
      throw new SwapError(code, { cause });
    }
    return false;
  }
}

async function allowanceOf({
  context,
  account,
  approval: { token },
  spender,
}: ApproveToken): Promise<bigint> {
  const asked = { context, owner: account, currencies: [token], spender };
  const { allowances } = await readBalances(asked);
  return allowances.get(currencyKey(token)) ?? 0n;
}

/** Has the wallet send one approval, and waits for its block. */
async function approve(request: ApproveToken, amount: bigint): Promise<void> {
  const { context, approval, spender, dispatch } = request;
  const approvalCall = encodeApproval({ token: approval.token.address, spender, amount });
  const hash = await sendTransaction(await ownSigner(request), approvalCall);
  dispatch({ type: 'approval-sent', hash });
  const mined = await waitForMined({ client: context.client, hash, pollMs: POLL_MS });
  if (mined === null || mined.status === 'replaced') throw new SwapError('swap/dropped');
  if (mined.status === 'reverted') throw new SwapError('swap/approval-reverted');
}
