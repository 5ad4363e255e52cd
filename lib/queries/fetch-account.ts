import { type AccountResponse, decodeAccountResponse } from '#lib/protocol/rest/account.ts';
import type { AccountRequest } from './fetch-agents.ts';
import { fetchAnswer } from './fetch-answer.ts';

/** Whose account it is, with which key it is asked for, and how fast it may go. @throws RequestError. */
export async function fetchAccount({
  sidecarUrl,
  ...options
}: AccountRequest): Promise<AccountResponse> {
  return await fetchAnswer(`${sidecarUrl}/v1/account`, {
    ...options,
    decode: decodeAccountResponse,
  });
}
