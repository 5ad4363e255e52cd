import type { Balance } from '#lib/domain/balance.ts';
import { decodeBalancesResponse } from '#lib/protocol/rest/balances.ts';
import type { AccountRequest } from './fetch-agents.ts';
import { fetchAnswer } from './fetch-answer.ts';

/** What the account has of each asset, by symbol. @throws RequestError. */
export async function fetchBalances({
  sidecarUrl,
  ...options
}: AccountRequest): Promise<ReadonlyMap<string, Balance>> {
  const { balances } = await fetchAnswer(`${sidecarUrl}/v1/balances`, {
    ...options,
    decode: decodeBalancesResponse,
  });
  return new Map(balances.map((balance) => [balance.asset, balance]));
}
