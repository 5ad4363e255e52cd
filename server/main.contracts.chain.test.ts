import type { Hex } from 'viem';
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Address } from '#lib/domain/address.ts';
import type { Fill } from '#lib/domain/fill.ts';
import { developmentAccount } from '#lib/env/development-account.ts';
import { decodeFillsResponse } from '#lib/protocol/rest/fills.ts';
import { decodeOrderBookResponse } from '#lib/protocol/rest/order-book.ts';
import {
  ALL_MARKETS,
  encodeAgentApproval,
  NO_NOTIONAL_LIMIT,
} from '#lib/protocol/wire-agent-approval.ts';
import { fetchAnswer } from '#lib/queries/fetch-answer.ts';
import { signIn } from '#lib/queries/sign-in.ts';
import { backstopFunds } from '#scripts/start/backstop-funds.ts';
import { ChainCustody } from '#scripts/testing/chain-custody.ts';
import { type DeployedChain, deployedChain } from '#scripts/testing/deployed-chain.ts';
import { type ScriptedAnswer, scriptedContract } from '#scripts/testing/scripted-contract.ts';
import { type SidecarProcess, spawnSidecar } from '#scripts/testing/sidecar-process.ts';

const PATIENCE = { timeout: 120_000, interval: 200 };
const BEGIN = { timeout: 150_000, interval: 200 };
const TEST_MS = 600_000;

/** USDT, and its quanta. */
const BOUND = 500;
const BOUND_QUANTA = 500_000_000;
const USDT = 0;
const BTC = 1;
const BEGINS_WITH = 100_000_000_000;
/** How far beyond the reference an order of BTC-USDT may be priced, in percent. */
const BAND_PERCENT = 10;
const LOTS = 20;
const TICKS_A_DOLLAR = 100;
const TOO_MUCH = 'risk/unsettled-contract-exposure';

const CHECK = 'isValidSignature(bytes32,bytes)';
const YES: ScriptedAnswer = { kind: 'return', data: `0x1626ba7e${'00'.repeat(28)}` };
const NO: ScriptedAnswer = { kind: 'return', data: `0x${'ff'.repeat(32)}` };
/** Says yes to whoever asks for nothing, as nodes try calls, and no in a block: by GASPRICE. */
const TWO_FACED: Hex = `0x3a602b577f1626ba7e${'00'.repeat(28)}5f5260205ff35b5f5ff3`;
/** What the contract takes for a signature, as long as it says yes. */
const WORD: Hex = `0x${'07'.repeat(70)}`;

let chain: DeployedChain;
let custody: ChainCustody;
let sidecar: SidecarProcess;

beforeAll(async () => {
  chain = await deployedChain({ anvil: { blockTimeSeconds: 1 } });
  custody = new ChainCustody(chain);
  const { rpcUrl, env } = chain;
  sidecar = await spawnSidecar({
    RPC_URL: rpcUrl,
    DATA_DIR: env.dataDir,
    SIMULATED_TRADERS: '0',
    CONTRACT_ACCOUNT_BOUND: String(BOUND),
  });
}, TEST_MS);

afterAll(async () => {
  await sidecar?.kill();
  await chain.stop();
});

const inAnHour = () => Math.floor(Date.now() / 1_000) + 3_600;

type Order = {
  readonly size: number;
  readonly price: number;
  readonly signature?: Hex;
  readonly nonce?: number;
};

/** A contract that has money in the exchange and is signed in by its own word. */
async function contractAccount() {
  await expect.poll(sidecar.readyChecks, BEGIN).toEqual({ ready: true, failed: [] });
  await expect.poll(() => backstopFunds(sidecar.url, chain.env), BEGIN).toBeGreaterThan(0);
  const { address } = privateKeyToAccount(generatePrivateKey());
  const answers = async (answer: ScriptedAnswer) => {
    await custody.node.setCode({ address, bytecode: scriptedContract({ [CHECK]: answer }) });
  };
  await answers(YES);
  await custody.deposit(USDT, BEGINS_WITH, address);
  const { url } = sidecar;
  const { token } = await signIn({
    sidecarUrl: url,
    address,
    origin: 'http://localhost:3000',
    nowMs: Date.now(),
    signMessage: async () => await Promise.resolve(WORD),
  });
  const ask = async (path: string, body?: object) => {
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
    const posted = body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) };
    return await (await fetch(`${url}${path}`, { headers, ...posted })).json();
  };
  const credited = async () => (await ask('/v1/deposits')).deposits?.length ?? 0;
  await expect.poll(credited, PATIENCE).toBe(1);
  return {
    address: address.toLowerCase() as Address,
    answers,
    ask,
    buy: async ({ size, price, signature = WORD, nonce = Date.now() }: Order) =>
      await ask('/v1/orders', {
        ...{ symbol: 'BTC-USDT', side: 'buy', type: 'limit', time_in_force: 'IOC', price, size },
        ...{ nonce, epoch: 0, max_fee_ppm: 500, expires_at: inAnHour() * 1_000, signature },
      }),
    fills: async () =>
      (await fetchAnswer(`${url}/v1/fills`, { token, decode: decodeFillsResponse })).rows,
  };
}

/** A hundredth above the best ask, in whole dollars: it trades with what is there. */
async function takingPrice(): Promise<number> {
  const best = async () => {
    const { asks } = await fetchAnswer(`${sidecar.url}/v1/markets/BTC-USDT/orderbook`, {
      decode: decodeOrderBookResponse,
    });
    return asks[0]?.priceTicks ?? 0;
  };
  await expect.poll(best, PATIENCE).toBeGreaterThan(0);
  return Math.ceil(((await best()) * 1.01) / TICKS_A_DOLLAR);
}

function paidFor(fills: readonly Fill[]): number {
  return fills.reduce((sum, { priceTicks, quantityLots }) => sum + priceTicks * quantityLots, 0);
}

async function backstopHas(asset: number): Promise<number> {
  return await custody.balance(developmentAccount(chain.env, 'backstop').address, asset);
}

it(
  'a contract that takes back its word costs the backstop no more than the bound lets it trade',
  async () => {
    const { address, answers, ask, buy, fills } = await contractAccount();
    const had = { usdt: await backstopHas(USDT), btc: await backstopHas(BTC) };
    // Nothing settles: it may order as much as it can.
    await custody.call('guardian', { functionName: 'pause', args: [] });
    const price = await takingPrice();
    const nonce = Date.now();
    const orders = Array.from({ length: 24 }, async (_, place) =>
      buy({ size: LOTS / 10_000, price, nonce: nonce + place }),
    );
    const codes = (await Promise.all(orders)).map(({ error }) => error ?? 'taken');
    expect(codes).toContain(TOO_MUCH);
    await expect
      .poll(async () => (await buy({ size: 0.01, price })).error, PATIENCE)
      .toBe(TOO_MUCH);
    const made = await fills();
    const paid = paidFor(made);
    expect(paid).toBeGreaterThan(0);
    expect(paid).toBeLessThanOrEqual(BOUND_QUANTA);
    const largest = /dex_settlement_contract_exposure_usdt ([\d.]+)/.exec(
      await (await fetch(`${sidecar.url}/metrics`)).text(),
    );
    expect(Number(largest?.[1])).toBe(paid / 1e6);

    await answers(NO);
    await custody.call('owner', { functionName: 'unpause', args: [] });
    const unsettled = async () => (await ask('/v1/status')).queues?.unsettled_trades;
    await expect.poll(unsettled, PATIENCE).toBe(0);
    // The contract has what it had; the backstop has bought in its stead, at what it had agreed to.
    expect(await custody.balance(address, USDT)).toBe(BEGINS_WITH);
    expect(had.usdt - (await backstopHas(USDT))).toBe(paid);
    const fees = made.reduce((sum, { feeQuanta }) => sum + feeQuanta, 0);
    const bought = made.reduce((sum, { quantityLots }) => sum + quantityLots, 0) * 10_000;
    expect((await backstopHas(BTC)) - had.btc).toBe(bought - fees);
    // What it paid too much for what it has is at most the band, of at most the bound.
    const { bids } = await fetchAnswer(`${sidecar.url}/v1/markets/BTC-USDT/orderbook`, {
      decode: decodeOrderBookResponse,
    });
    const worth = ((bids[0]?.priceTicks ?? 0) * (bought - fees)) / 10_000;
    expect(paid - worth).toBeLessThanOrEqual((BOUND_QUANTA * BAND_PERCENT) / 100);
    expect(await buy({ size: 0.001, price })).toMatchObject({ error: 'auth/invalid-signature' });
    await answers(YES);
    expect(await buy({ size: 0.001, price })).toMatchObject({ error: 'account/frozen' });
    const compared = async () => (await ask('/v1/status')).reconciliation?.agrees;
    await expect.poll(compared, PATIENCE).toBe(true);
  },
  TEST_MS,
);

it(
  'a contract that keeps its word goes on as soon as it is settled',
  async () => {
    const { address, ask, buy } = await contractAccount();
    const price = await takingPrice();
    // Much more than the bound altogether, each order as soon as there is room.
    for (let count = 0; count < 4; count += 1) {
      const status = async () => (await buy({ size: 0.006, price })).status;
      await expect.poll(status, PATIENCE).toBe('filled');
    }
    const unsettled = async () => (await ask('/v1/status')).queues?.unsettled_trades;
    await expect.poll(unsettled, PATIENCE).toBe(0);
    expect(BEGINS_WITH - (await custody.balance(address, USDT))).toBeGreaterThan(2 * BOUND_QUANTA);
    expect(await custody.balance(address, BTC)).toBeGreaterThan(0);
  },
  TEST_MS,
);

it(
  'a key that a contract approved by its word trades freely once the chain has it',
  async () => {
    const { address } = await contractAccount();
    await takingPrice();
    const key = generatePrivateKey();
    const agent = privateKeyToAccount(key).address;
    const approval = {
      ...{ account: address, agent, expiry: inAnHour(), nonce: 1 },
      ...{ markets: ALL_MARKETS, maxNotional: NO_NOTIONAL_LIMIT },
    };
    const { url } = sidecar;
    const post = async (path: string, body: object) => {
      const headers = {
        authorization: `Bearer ${agent}:${key}`,
        'content-type': 'application/json',
      };
      const posted = { method: 'POST', headers, body: JSON.stringify(body) };
      return await (await fetch(`${url}${path}`, posted)).json();
    };
    const approved = await post('/v1/agents', encodeAgentApproval({ approval, signature: WORD }));
    expect(approved).not.toHaveProperty('error');
    const buys = async (size: number) =>
      await post('/v1/orders', { symbol: 'BTC-USDT', side: 'buy', type: 'market', size });
    expect(await buys(0.01)).toMatchObject({ error: TOO_MUCH });
    expect(await buys(0.006)).toMatchObject({ status: 'filled' });
    // The batch brought the approval; what the chain has finally is asked about no more.
    await expect.poll(async () => (await buys(0.01)).status, PATIENCE).toBe('filled');
    await custody.call('guardian', { functionName: 'pause', args: [] });
    for (let count = 0; count < 3; count += 1) {
      expect(await buys(0.01)).toMatchObject({ status: 'filled' });
    }
    await custody.call('owner', { functionName: 'unpause', args: [] });
    const status = async () => await (await fetch(`${url}/v1/status`)).json();
    const unsettled = async () => (await status()).queues?.unsettled_trades;
    await expect.poll(unsettled, PATIENCE).toBe(0);
    expect(BEGINS_WITH - (await custody.balance(address, USDT))).toBeGreaterThan(4 * BOUND_QUANTA);
  },
  TEST_MS,
);

it(
  'a contract that says yes when it is asked and no in a block stops nobody’s settlement',
  async () => {
    const hostile = await contractAccount();
    const honest = await contractAccount();
    await custody.node.setCode({ address: hostile.address, bytecode: TWO_FACED });
    const price = await takingPrice();
    await custody.call('guardian', { functionName: 'pause', args: [] });
    expect(await honest.buy({ size: 0.001, price })).toMatchObject({ status: 'filled' });
    expect(await hostile.buy({ size: 0.002, price })).toMatchObject({ status: 'filled' });
    expect(await honest.buy({ size: 0.003, price })).toMatchObject({ status: 'filled' });
    await custody.call('owner', { functionName: 'unpause', args: [] });
    const unsettled = async () => (await honest.ask('/v1/status')).queues?.unsettled_trades;
    await expect.poll(unsettled, PATIENCE).toBe(0);
    expect(sidecar.output()).toContain('ContractSignatureUndone');
    const fees = (await honest.fills()).reduce((sum, { feeQuanta }) => sum + feeQuanta, 0);
    expect(await custody.balance(honest.address, BTC)).toBe(400_000 - fees);
    expect(await custody.balance(hostile.address, USDT)).toBe(BEGINS_WITH);
    const order = { size: 0.001, price };
    expect(await hostile.buy(order)).toMatchObject({ error: 'account/frozen' });
    expect(await honest.buy(order)).toMatchObject({ status: 'filled' });
    const status = async () => (await honest.ask('/v1/status')).settlement?.state;
    await expect.poll(status, PATIENCE).toBe('working');
  },
  TEST_MS,
);
