import { getTransactionReceipt, sendTransaction } from 'viem/actions';
import type { ChainClient } from '#lib/chain/create-chain-client.ts';
import { encodeApproval } from '#lib/chain/encode-swap.ts';
import type { Address, Hash } from '#lib/domain/address.ts';
import { SwapError, type SwapErrorCode } from './swap-errors.ts';
import type { ApprovalPlan } from './swap-plan.ts';
import type { SwapEvent } from './swap-progress.ts';
import type { Signer } from './swap-steps.ts';

const POLL_MS = 400;
/** After this an approval that is in no block is left to itself. */
const PATIENCE_MS = 180_000;

export type ApproveToken = {
  readonly client: ChainClient;
  readonly signer: () => Promise<Signer>;
  readonly approval: Extract<ApprovalPlan, { kind: 'approve' }>;
  readonly spender: Address;
  readonly dispatch: (event: SwapEvent) => void;
  readonly codeOf: (error: unknown) => SwapErrorCode;
};

/**
 * Has the wallet approve a token, and waits for it to be in a block. The stage must be `approving`
 * already. Failures are told through `dispatch`; nothing is thrown.
 */
export async function approveToken(request: ApproveToken): Promise<void> {
  const { client, signer, approval, spender, dispatch, codeOf } = request;
  const { token, amount } = approval;
  try {
    const call = encodeApproval({ token: token.address, spender, amount });
    const hash = await sendTransaction(await signer(), call);
    dispatch({ type: 'approval-sent', hash });
    const status = await minedStatus(client, hash);
    if (status === 'reverted') throw new SwapError('swap/approval-reverted');
    if (status === null) throw new SwapError('swap/dropped');
    dispatch({ type: 'approved' });
  } catch (error) {
    dispatch({ type: 'failed', code: codeOf(error) });
  }
}

/** What became of a transaction; `null` when it is in no block for long. */
async function minedStatus(
  client: ChainClient,
  hash: Hash,
): Promise<'success' | 'reverted' | null> {
  const end = Date.now() + PATIENCE_MS;
  while (Date.now() < end) {
    // A receipt that is not there yet is an error to viem, and so is a chain that is away for a while.
    const receipt = await getTransactionReceipt(client, { hash }).catch(() => null);
    if (receipt !== null) return receipt.status;
    await new Promise((resolve) => {
      setTimeout(resolve, POLL_MS);
    });
  }
  return null;
}
