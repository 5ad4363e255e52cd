import { expect } from '@playwright/test';
import { encodeFunctionData, maxUint256 } from 'viem';
import { clearingHouseAbi } from '#contracts-abi/abis/clearing-house.ts';
import { erc20Abi } from '#contracts-abi/abis/erc20.ts';
import { wluxAbi } from '#contracts-abi/abis/wlux.ts';
import type { Address } from '#lib/domain/address.ts';
import { findAsset } from '#lib/domain/asset.ts';
import type { TestChain } from '../chain/test-chain.ts';
import type { ExchangeAccount } from './exchange-account.ts';

/** What a test's account has in custody, in whole units. */
const CUSTODY = { USDT: 50_000n, BTC: 1n, ETH: 10n, LUX: 10_000n } as const;

/** Wrapped at a time, for many accounts. */
const WRAPPED = 500_000n * 10n ** 18n;

/** Deposits come with confirmations of a block each. */
const CREDITED_MS = 60_000;

/**
 * Deposits test money on chain for an account, as anybody could, and waits until it can be traded
 * with: 50,000 USDT, 1 BTC, 10 ETH and 10,000 LUX.
 */
export async function fundWallet(account: ExchangeAccount, chain: TestChain): Promise<void> {
  const symbols = Object.keys(CUSTODY) as (keyof typeof CUSTODY)[];
  await Promise.all(
    symbols.map(async (symbol) => {
      await depositFor(chain, { account: account.address, symbol, amount: CUSTODY[symbol] });
    }),
  );
  await expect(async () => {
    for (const symbol of symbols) {
      const { decimals } = assetOf(symbol);
      const { available } = await account.balance(symbol);
      expect(BigInt(available)).toBeGreaterThanOrEqual(CUSTODY[symbol] * 10n ** BigInt(decimals));
    }
  }).toPass({ timeout: CREDITED_MS });
}

/** Deposits tokens of the treasury's for an account; the amount is in whole units of the asset. */
async function depositFor(
  chain: TestChain,
  {
    account,
    symbol,
    amount,
  }: { readonly account: Address; readonly symbol: string; readonly amount: bigint },
): Promise<void> {
  await prepare(symbol, chain);
  const { token, tokenDecimals } = assetOf(symbol);
  const data = encodeFunctionData({
    abi: clearingHouseAbi,
    functionName: 'depositFor',
    args: [account, chain.token(token).address, amount * 10n ** BigInt(tokenDecimals)],
  });
  await chain.send({ to: chain.contract('clearingHouse'), data });
}

/** The treasury has approved its token, and wrapped enough of the native one. */
async function prepare(symbol: string, chain: TestChain): Promise<void> {
  const token = chain.token(assetOf(symbol).token).address;
  const house = chain.contract('clearingHouse');
  const read = { address: token, abi: erc20Abi } as const;
  const owner = chain.treasury;
  const allowance = await chain.client.readContract({
    ...read,
    functionName: 'allowance',
    args: [owner, house],
  });
  if (allowance < maxUint256 / 2n) {
    const approve = { abi: erc20Abi, functionName: 'approve', args: [house, maxUint256] } as const;
    await chain.send({ to: token, data: encodeFunctionData(approve) });
  }
  const isNative = token === chain.contract('wlux');
  if (isNative && (await chain.tokenBalance(owner, token)) < WRAPPED / 10n) {
    const data = encodeFunctionData({ abi: wluxAbi, functionName: 'deposit' });
    await chain.send({ to: token, data, value: WRAPPED });
  }
}

function assetOf(symbol: string) {
  const asset = findAsset(symbol);
  if (asset === undefined) throw new Error(`${symbol} is no asset`);
  return asset;
}
