import { createClient, http } from 'viem';
import { getTransactionCount } from 'viem/actions';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { encodeApproval } from '#lib/chain/encode-swap.ts';
import { readBalances } from '#lib/chain/read-balances.ts';
import type { Address } from '#lib/domain/address.ts';
import { currencyKey, type Token } from '#lib/domain/currency.ts';
import { walletErrorCode } from '#lib/wallet/wallet-error-code.ts';
import { type SwapChain, swapChain } from '#scripts/testing/swap-chain.ts';
import { deployTestToken } from '#scripts/testing/test-tokens.ts';
import { approveToken } from './approve-token.ts';
import type { Signer } from './own-signer.ts';
import { advance, type SwapEvent, type SwapProgress } from './swap-progress.ts';

let on: SwapChain;
let signer: Signer;

beforeAll(async () => {
  on = await swapChain();
  const { chain } = on.client;
  const transport = http(on.chain.rpcUrl);
  signer = createClient({ account: on.user, chain, transport });
});

afterAll(async () => {
  await on.chain.stop();
});

/** A token that takes no allowance over another one, and answers nothing. */
async function usdt(): Promise<Token> {
  const { address, decimals } = await deployTestToken({ chain: on.chain, kind: 'no-return' });
  return { kind: 'token', address, symbol: 'OLD', name: 'Old', decimals, permit: false };
}

async function allowance(token: Token): Promise<bigint | undefined> {
  const { allowances } = await readBalances({
    context: on.context,
    owner: on.user.address,
    currencies: [token],
    spender: on.contract('swapRouter02'),
  });
  return allowances.get(currencyKey(token));
}

async function allowed(token: Token, amount: bigint): Promise<void> {
  const spender = on.contract('swapRouter02');
  await on.send(on.user, encodeApproval({ token: token.address, spender, amount }));
}

async function nonce(): Promise<number> {
  return await getTransactionCount(on.client, { address: on.user.address });
}

/** Approves, and tells every stage on the way. */
async function approved(token: Token, amount: bigint, account: Address = on.user.address) {
  const before = await nonce();
  const stages: SwapProgress[] = [];
  let progress: SwapProgress = { stage: 'approving' };
  await approveToken({
    context: on.context,
    signer: () => Promise.resolve(signer),
    account,
    approval: { kind: 'approve', token, amount },
    spender: on.contract('swapRouter02'),
    dispatch: (event: SwapEvent) => {
      progress = advance(progress, event);
      stages.push(progress);
    },
    codeOf: walletErrorCode,
  });
  return { stages, sent: (await nonce()) - before };
}

describe('approving a token on a real chain', () => {
  it('sets the old approval to zero first where the token asks for it, and says so', async () => {
    const token = await usdt();
    await allowed(token, 5n);
    const { stages, sent } = await approved(token, 7n);
    expect(stages).toMatchObject([
      { stage: 'approving', part: 'reset' },
      { stage: 'approval-pending', part: 'reset' },
      { stage: 'approving', part: 'grant' },
      { stage: 'approval-pending', part: 'grant' },
      { stage: 'idle' },
    ]);
    expect(sent).toBe(2);
    expect(await allowance(token)).toBe(7n);
  });

  it('asks once where nothing is in the way', async () => {
    const token = await usdt();
    const first = await approved(token, 7n);
    expect(first.stages).toMatchObject([{ stage: 'approval-pending' }, { stage: 'idle' }]);
    expect(first.sent).toBe(1);

    const { lusd } = on.tokens;
    await allowed(lusd, 5n);
    expect((await approved(lusd, 9n)).sent).toBe(1);
    expect(await allowance(lusd)).toBe(9n);
  });

  it('asks nothing of a wallet that signs for another account than was reviewed', async () => {
    const token = await usdt();
    const { stages, sent } = await approved(token, 7n, on.otherUser.address);
    expect(stages).toMatchObject([{ stage: 'failed', code: 'wallet/account-changed', hash: null }]);
    expect(sent).toBe(0);
    expect(await allowance(token)).toBe(0n);
  });

  it('asks nothing where the token refuses any approval', async () => {
    const router: Token = { ...on.tokens.lusd, address: on.contract('v2Factory') };
    const { stages, sent } = await approved(router, 7n);
    expect(stages).toMatchObject([{ stage: 'failed', during: 'approving', hash: null }]);
    expect(sent).toBe(0);
  });
});
