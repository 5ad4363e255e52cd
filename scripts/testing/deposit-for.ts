import type { Address } from '#lib/domain/address.ts';
import { developmentAccount } from '#lib/env/development-account.ts';
import { type FundingTarget, planFunding, TreasuryWallet } from '#server/faucet/index.ts';
import type { DeployedChain } from './deployed-chain.ts';

/** What a trader begins with where a test does not say otherwise, in whole units. */
const USUAL: FundingTarget = { USDT: 50_000, BTC: 1, ETH: 10, LUX: 10_000 };

/**
 * Deposits for an account on a chain of a test's, out of what the deployer has left, and waits until it
 * is mined. One at a time: the transactions are numbered here.
 */
export async function depositFor(
  { rpcUrl, env, deployment }: DeployedChain,
  { account, amounts = USUAL }: { readonly account: Address; readonly amounts?: FundingTarget },
): Promise<void> {
  const wallet = new TreasuryWallet({
    rpcUrl,
    rpcTimeoutMs: 5_000,
    chainId: env.chainId,
    account: developmentAccount(env, 'deployer'),
    receiptMs: 30_000,
  });
  await wallet.deposit({ account, deposits: planFunding(amounts, () => 0), deployment });
}
