import {
  type Chain,
  createClient,
  createTestClient,
  defineChain,
  http,
  type TestClient,
} from 'viem';
import { mnemonicToAccount } from 'viem/accounts';
import { getTransaction, getTransactionCount, sendTransaction } from 'viem/actions';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createChainClient } from '#lib/chain/create-chain-client.ts';
import { readBalances } from '#lib/chain/read-balances.ts';
import { type Currency, currencyKey, LUX, type Token } from '#lib/domain/currency.ts';
import { walletErrorCode } from '#lib/wallet/wallet-error-code.ts';
import { type DeployedChain, deployedChain } from '#scripts/testing/deployed-chain.ts';
import type { Signer } from './own-signer.ts';
import { swapAvailability } from './swap-contracts.ts';
import { SwapEngine } from './swap-engine.ts';
import type { SwapInputs } from './swap-inputs.ts';
import { planSwap } from './swap-plan.ts';
import type { SwapRecord } from './swap-record.ts';
import { SwapSession } from './swap-session.ts';
import type { SwapSettings } from './swap-state.ts';

const MNEMONIC = 'test test test test test test test test test test test junk';
const account = mnemonicToAccount(MNEMONIC, { addressIndex: 5 });

let deployed: DeployedChain;
let chain: Chain;
let anvil: TestClient;
let signer: Signer;
let stop: () => void = () => undefined;

beforeAll(async () => {
  deployed = await deployedChain();
  chain = defineChain({
    id: deployed.deployment.chainId,
    name: 'test',
    nativeCurrency: LUX,
    rpcUrls: { default: { http: [deployed.rpcUrl] } },
  });
  const transport = http(deployed.rpcUrl);
  anvil = createTestClient({ mode: 'anvil', chain, transport });
  signer = createClient({ account, chain, transport });
});

afterEach(async () => {
  stop();
  await anvil.setAutomine(true);
});

afterAll(async () => {
  await deployed.stop();
});

function token(symbol: string): Token {
  const found = deployed.deployment.tokens.find((listed) => listed.symbol === symbol);
  if (found === undefined) throw new Error(`${symbol} is listed`);
  return found;
}

function memoryStorage(): Storage {
  const kept = new Map<string, string>();
  return {
    get length() {
      return kept.size;
    },
    clear: () => kept.clear(),
    getItem: (key) => kept.get(key) ?? null,
    key: (index) => [...kept.keys()][index] ?? null,
    removeItem: (key) => {
      kept.delete(key);
    },
    setItem: (key, value) => {
      kept.set(key, value);
    },
  };
}

/** A session of the test account, reading the chain like a page that is looked at. */
function startSession(inputs: SwapInputs, storage = memoryStorage()) {
  const availability = swapAvailability(deployed.deployment);
  if (availability.kind === 'unavailable') throw new Error('the exchange is deployed');
  const told: SwapRecord[] = [];
  const session = new SwapSession({
    surroundings: {
      chainId: chain.id,
      networkTitle: chain.name,
      rpcUrl: deployed.rpcUrl,
      deployment: availability.deployment,
      tokens: deployed.deployment.tokens,
      signer: () => Promise.resolve(signer),
      codeOf: walletErrorCode,
    },
    inputs,
    unlisted: [],
    loadEngine: (options) => Promise.resolve(new SwapEngine(options)),
    repeat: (act) => {
      const timer = setInterval(() => void act(), 100);
      stop = () => clearInterval(timer);
      return stop;
    },
    onRecord: (record) => told.push(record),
  });
  session.setOwner(account.address);
  session.start(storage);
  return { session, told, storage };
}

/** The plan for what the session quotes now. */
async function quotedPlan(session: SwapSession, settings: Partial<SwapSettings> = {}) {
  session.setSettings({ ...session.store.getState().settings, ...settings });
  await expect.poll(() => session.store.getState().quote.kind).toBe('quoted');
  const { quote, settings: chosen, view } = session.store.getState();
  if (quote.kind !== 'quoted') throw new Error('there is a quote');
  return planSwap({
    route: quote.route,
    slippagePpm: 5_000,
    deadlineMinutes: chosen.deadlineMinutes,
    approval: chosen.approval,
    allowance: view?.holdings?.allowances.get(currencyKey(quote.route.input)) ?? 0n,
  });
}

/** Swaps what the session quotes and waits until the chain has it. */
async function swap(session: SwapSession): Promise<SwapRecord> {
  session.review(await quotedPlan(session));
  await session.confirm();
  await expect.poll(() => session.store.getState().progress.stage).toBe('confirmed');
  const [record] = session.store.getState().records;
  if (record === undefined) throw new Error('the swap is kept');
  session.dismiss();
  return record;
}

async function holdings(...currencies: Currency[]): Promise<readonly bigint[]> {
  const { rpcUrl, deployment } = deployed;
  const { multicall3 } = deployment.contracts;
  if (multicall3 === undefined) throw new Error('multicall3 is deployed');
  const client = createChainClient({ chainId: chain.id, name: 'test', rpcUrl, multicall3 });
  const { balances } = await readBalances({
    context: { client, multicall3 },
    owner: account.address,
    currencies,
  });
  return currencies.map((currency) => balances.get(currencyKey(currency)) ?? 0n);
}

describe('a swap session on a real chain', () => {
  it('swaps LUX for a token and reads the receipt to the last unit', async () => {
    const before = await holdings(LUX, token('LUSD'));
    const { session } = startSession({
      pay: LUX,
      receive: token('LUSD'),
      exact: 'pay',
      text: '25',
    });
    const { outcome } = await swap(session);
    const after = await holdings(LUX, token('LUSD'));
    if (outcome.kind !== 'confirmed') throw new Error('it is confirmed');
    const { paid, received, cost } = outcome.receipt;
    expect(paid).toBe(25n * 10n ** 18n);
    expect((before[0] ?? 0n) - (after[0] ?? 0n)).toBe(paid + cost);
    expect((after[1] ?? 0n) - (before[1] ?? 0n)).toBe(received);
  });

  it('swaps a token with a signed permit, for an exact amount of LUX', async () => {
    const before = await holdings(LUX, token('LUSD'));
    const { session } = startSession({
      pay: token('LUSD'),
      receive: LUX,
      exact: 'receive',
      text: '3',
    });
    const { outcome } = await swap(session);
    const after = await holdings(LUX, token('LUSD'));
    if (outcome.kind !== 'confirmed') throw new Error('it is confirmed');
    const { paid, received, cost } = outcome.receipt;
    expect(received).toBeGreaterThanOrEqual(3n * 10n ** 18n);
    expect((after[0] ?? 0n) - (before[0] ?? 0n)).toBe(received - cost);
    expect((before[1] ?? 0n) - (after[1] ?? 0n)).toBe(paid);
  });

  it('wraps, approves by transaction, and swaps what was wrapped', async () => {
    const wlux = token('WLUX');
    const wrapping = startSession({ pay: LUX, receive: wlux, exact: 'pay', text: '4' });
    const wrapped = await swap(wrapping.session);
    expect(wrapped).toMatchObject({
      kind: 'wrap',
      outcome: { receipt: { paid: 4n * 10n ** 18n } },
    });
    stop();

    const { session } = startSession({
      pay: wlux,
      receive: token('LETH'),
      exact: 'pay',
      text: '4',
    });
    const plan = await quotedPlan(session);
    expect(plan.approval).toMatchObject({ kind: 'approve', amount: 4n * 10n ** 18n });
    await session.approve(plan);
    await expect
      .poll(() => session.store.getState().view?.holdings?.allowances.get(currencyKey(wlux)))
      .toBe(4n * 10n ** 18n);
    await swap(session);
    expect(await holdings(wlux)).toEqual([0n]);
  });

  it('refuses what the rehearsal refuses, and sends nothing', async () => {
    const { session } = startSession({ pay: token('LBTC'), receive: LUX, exact: 'pay', text: '1' });
    const nonce = await getTransactionCount(signer, { address: account.address });
    session.review(await quotedPlan(session));
    await session.confirm();
    expect(session.store.getState().progress).toMatchObject({
      stage: 'failed',
      during: 'simulating',
      code: 'swap/insufficient-balance',
    });
    expect(await getTransactionCount(signer, { address: account.address })).toBe(nonce);
  });

  it('tells a swap that the chain undid from one that it carried out', async () => {
    const { session, told } = startSession({
      pay: LUX,
      receive: token('LUSD'),
      exact: 'pay',
      text: '10',
    });
    await quotedPlan(session);
    await anvil.setAutomine(false);
    session.review(await quotedPlan(session));
    await session.confirm();
    expect(session.store.getState().progress.stage).toBe('pending');
    session.dismiss();
    expect(told.at(-1)?.outcome.kind).toBe('pending');
    // The block comes after the deadline.
    await anvil.increaseTime({ seconds: 3_600 });
    await anvil.mine({ blocks: 1 });
    await expect.poll(() => told.at(-1)?.outcome.kind, { timeout: 10_000 }).toBe('reverted');
    expect(told.at(-1)?.outcome).toMatchObject({ code: 'swap/deadline-passed', final: false });
    await anvil.mine({ blocks: 10 });
    await expect
      .poll(() => told.at(-1)?.outcome, { timeout: 10_000 })
      .toMatchObject({ final: true });
  });

  it.each([
    ['sped up', 'same', 'confirmed'],
    ['cancelled', 'nothing', 'canceled'],
  ] as const)('follows a swap that was %s in the wallet', async (_, call, outcome) => {
    const { session, storage } = startSession({
      pay: LUX,
      receive: token('LUSD'),
      exact: 'pay',
      text: '1',
    });
    await quotedPlan(session);
    await anvil.setAutomine(false);
    session.review(await quotedPlan(session));
    await session.confirm();
    const [sent] = session.store.getState().records;
    if (sent === undefined) throw new Error('the swap is kept');
    stop();

    const { hash } = sent.transaction;
    const original = await getTransaction(signer, { hash });
    await sendTransaction(signer, {
      ...(call === 'same'
        ? { to: sent.transaction.to, data: original.input, value: original.value }
        : { to: account.address, value: 0n }),
      gas: original.gas,
      nonce: original.nonce,
      maxFeePerGas: (original.maxFeePerGas ?? 0n) * 2n,
      maxPriorityFeePerGas: (original.maxPriorityFeePerGas ?? 0n) * 2n,
      chain,
    });
    await anvil.mine({ blocks: 1 });

    // As after a reload: another session finds it in the storage.
    const resumed = startSession(session.store.getState().inputs, storage);
    await expect
      .poll(() => resumed.session.store.getState().records[0]?.outcome.kind, { timeout: 10_000 })
      .toBe(outcome);
    const [found] = resumed.session.store.getState().records;
    expect(found?.id).toBe(sent.id);
    expect(found?.transaction.hash === hash).toBe(call !== 'same');
  });

  it('fails when the wallet is disconnected before it answers', async () => {
    const { session } = startSession({ pay: LUX, receive: token('LUSD'), exact: 'pay', text: '1' });
    session.review(await quotedPlan(session));
    const confirmed = session.confirm();
    session.setOwner(null);
    expect(session.store.getState().progress).toMatchObject({
      stage: 'failed',
      code: 'wallet/disconnected',
    });
    await confirmed;
  });
});
