import { bytesToHex } from 'viem';
import { developmentAccount } from '#lib/env/development-account.ts';
import type { ExchangeEnv } from '#lib/env/exchange-env.ts';
import { decodeBalancesResponse } from '#lib/protocol/rest/balances.ts';
import { fetchAnswer } from '#lib/queries/fetch-answer.ts';

/**
 * The least, of USDT and BTC, that the development network's backstop has in the ledger of a sidecar, in
 * quanta; 0 until both are credited. Before that no contract may trade on its word.
 */
export async function backstopFunds(url: string, env: ExchangeEnv): Promise<number> {
  const account = developmentAccount(env, 'backstop');
  const key = account.getHdKey().privateKey;
  if (key === null) throw new TypeError('the backstop has no key');
  const token = `${account.address}:${bytesToHex(key)}`;
  const answer = fetchAnswer(`${url}/v1/balances`, { token, decode: decodeBalancesResponse });
  // There is no account before the first deposit counts.
  const { balances } = await answer.catch(() => ({ balances: [] }));
  const of = (symbol: string) => balances.find(({ asset }) => asset === symbol)?.available ?? 0;
  return Math.min(of('USDT'), of('BTC'));
}
