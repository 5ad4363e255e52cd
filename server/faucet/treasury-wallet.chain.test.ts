import { createPublicClient, http, parseEther } from 'viem';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { clearingHouseAbi } from '#contracts-abi/abis/clearing-house.ts';
import type { Address } from '#lib/domain/address.ts';
import { developmentAccount } from '#lib/env/development-account.ts';
import { type DeployedChain, deployedChain } from '#scripts/testing/deployed-chain.ts';
import { type PlannedDeposit, planFunding } from './plan-funding.ts';
import { TreasuryError, TreasuryWallet } from './treasury-wallet.ts';

const ACCOUNT = `0x${'a1'.repeat(20)}` as const;
const TARGET = { USDT: 50_000, BTC: 1, ETH: 10, LUX: 10_000 };
const wanted = planFunding(TARGET, () => 0);

let chain: DeployedChain;
let house: Address;
let treasury: TreasuryWallet;

beforeAll(async () => {
  chain = await deployedChain({ anvil: { blockTimeSeconds: 1 } });
  const { clearingHouse } = chain.deployment.contracts;
  if (clearingHouse === undefined) throw new Error('there is no clearing house');
  house = clearingHouse;
  treasury = new TreasuryWallet({
    rpcUrl: chain.rpcUrl,
    rpcTimeoutMs: 5_000,
    chainId: 1337,
    account: developmentAccount(chain.env, 'treasury'),
    receiptMs: 30_000,
  });
});

afterAll(async () => await chain.stop());

async function give(deposits: readonly PlannedDeposit[]): Promise<void> {
  await treasury.deposit({ account: ACCOUNT, deposits, deployment: chain.deployment });
}

async function balances(account: Address): Promise<readonly bigint[]> {
  return await createPublicClient({ transport: http(chain.rpcUrl) }).readContract({
    address: house,
    abi: clearingHouseAbi,
    functionName: 'balancesOf',
    args: [account],
  });
}

describe('the treasury of the local network', () => {
  it('deposits every asset for an account that has nothing, the native one wrapped', async () => {
    expect(await treasury.depositCount(house)).toBe(0);
    await give(wanted);
    expect(await treasury.isSettled()).toBe(true);
    expect(await treasury.depositCount(house)).toBe(4);
    // LUSD, WLUX, LETH, LBTC, in quanta.
    expect(await balances(ACCOUNT)).toEqual([
      50_000_000_000n,
      10_000_000_000n,
      1_000_000_000n,
      100_000_000n,
    ]);
  });

  it('deposits again without approving again', async () => {
    const client = createPublicClient({ transport: http(chain.rpcUrl) });
    const { address } = developmentAccount(chain.env, 'treasury');
    const before = await client.getTransactionCount({ address });
    await give(wanted.slice(0, 3));
    expect((await client.getTransactionCount({ address })) - before).toBe(3);
  });

  it('says what it lacks, and deposits nothing then', async () => {
    const deposits = [...wanted, { token: 'LETH', amount: parseEther('900000') }];
    const count = await treasury.depositCount(house);
    await expect(give(deposits)).rejects.toThrow(new TreasuryError('the treasury lacks LETH'));
    expect(await treasury.depositCount(house)).toBe(count);
  });

  it('says when a deposit is refused by the contract', async () => {
    const odd = [{ token: 'LETH', amount: 1n }];
    await expect(give(odd)).rejects.toThrow('was reverted');
  });

  it('has as much as maker, takers and backstop are given many times over', async () => {
    const client = createPublicClient({ transport: http(chain.rpcUrl) });
    const { address } = developmentAccount(chain.env, 'treasury');
    expect(await client.getBalance({ address })).toBeGreaterThan(parseEther('3000000'));
  });
});
