import type { Address } from '#lib/domain/address.ts';
import type { PendingDeposit, Withdrawal } from '#lib/domain/settlement.ts';
import { decodeDepositsResponse } from '#lib/protocol/rest/deposits.ts';
import { decodeNoncesResponse } from '#lib/protocol/rest/nonces.ts';
import {
  decodeWithdrawalsResponse,
  requestedWithdrawalResponse,
} from '#lib/protocol/rest/withdrawals.ts';
import { validate } from '#lib/protocol/validate.ts';
import {
  encodeWithdrawalRequest,
  type WithdrawalRequest,
} from '#lib/protocol/wire-withdrawal-request.ts';
import type { AccountRequest } from './fetch-agents.ts';
import { fetchAnswer } from './fetch-answer.ts';

/** The newest, which are all that may still be on their way. */
const ROWS = 50;

/** Deposits that the chain has and the account has not yet. @throws RequestError. */
export async function fetchPendingDeposits({
  sidecarUrl,
  account,
  ...options
}: AccountRequest & { readonly account: Address }): Promise<readonly PendingDeposit[]> {
  const { pending } = await fetchAnswer(`${sidecarUrl}/v1/deposits?limit=1`, {
    ...options,
    decode: (value) => decodeDepositsResponse(value, account),
  });
  return pending;
}

/** The account's withdrawals, the newest first. @throws RequestError. */
export async function fetchWithdrawals({
  sidecarUrl,
  ...options
}: AccountRequest): Promise<readonly Withdrawal[]> {
  const { rows } = await fetchAnswer(`${sidecarUrl}/v1/withdrawals?limit=${ROWS}`, {
    ...options,
    decode: decodeWithdrawalsResponse,
  });
  return rows;
}

/** The account's epoch, which is part of what it signs. @throws RequestError. */
export async function fetchEpoch({ sidecarUrl, ...options }: AccountRequest): Promise<number> {
  const { epoch } = await fetchAnswer(`${sidecarUrl}/v1/nonces`, {
    ...options,
    decode: decodeNoncesResponse,
  });
  return epoch;
}

/**
 * Asks for a withdrawal by its owner's signature: the money is put aside at once, and paid with one of
 * the next batches.
 *
 * @throws RequestError.
 */
export async function requestWithdrawal(
  request: WithdrawalRequest,
  { sidecarUrl, ...options }: AccountRequest,
): Promise<void> {
  await fetchAnswer(`${sidecarUrl}/v1/withdrawals`, {
    ...options,
    body: encodeWithdrawalRequest(request),
    decode: (value) => validate(requestedWithdrawalResponse, value),
  });
}
