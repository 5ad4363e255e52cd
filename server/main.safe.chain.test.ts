import {
  createPublicClient,
  createWalletClient,
  encodeFunctionData,
  type Hex,
  http,
  parseAbi,
} from 'viem';
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { clearingHouseAbi } from '#contracts-abi/abis/clearing-house.ts';
import { createChainClient } from '#lib/chain/create-chain-client.ts';
import { OrderHasher } from '#lib/chain/order-hasher.ts';
import type { Address } from '#lib/domain/address.ts';
import type { Fill } from '#lib/domain/fill.ts';
import type { SignedOrder } from '#lib/domain/signed-order.ts';
import { developmentAccount } from '#lib/env/development-account.ts';
import { decodeBalancesResponse } from '#lib/protocol/rest/balances.ts';
import { decodeFillsResponse } from '#lib/protocol/rest/fills.ts';
import { decodeOrderBookResponse } from '#lib/protocol/rest/order-book.ts';
import {
  ALL_MARKETS,
  encodeAgentApproval,
  NO_NOTIONAL_LIMIT,
} from '#lib/protocol/wire-agent-approval.ts';
import { fetchAnswer } from '#lib/queries/fetch-answer.ts';
import { backstopFunds } from '#scripts/start/backstop-funds.ts';
import { ChainCustody } from '#scripts/testing/chain-custody.ts';
import { type DeployedChain, deployedChain } from '#scripts/testing/deployed-chain.ts';
import { SafeAccount } from '#scripts/testing/safe-account.ts';
import { type SidecarProcess, spawnSidecar } from '#scripts/testing/sidecar-process.ts';

const PATIENCE = { timeout: 120_000, interval: 200 };
/** A process on a machine that has much else to do takes its time to begin. */
const BEGIN = { timeout: 150_000, interval: 200 };
const TEST_MS = 600_000;

/** What a Safe begins with, in quanta, which are the base units of both tokens. */
const BEGINS_WITH = { LUSD: 20_000_000_000, LBTC: 100_000_000 } as const;
type Token = keyof typeof BEGINS_WITH;

/** Numbers of the assets in the ledger. */
const ASSETS = { LUSD: 0, LBTC: 1 } as const;

const LOT_QUANTA = 10_000;
const TICKS_A_DOLLAR = 100;
const SOLD_LOTS = 20;

const tokenAbi = parseAbi([
  'function approve(address spender, uint256 value) returns (bool)',
  'function transfer(address to, uint256 value) returns (bool)',
  'function balanceOf(address account) view returns (uint256)',
]);

let chain: DeployedChain;
let custody: ChainCustody;
let sidecar: SidecarProcess;

beforeAll(async () => {
  chain = await deployedChain({ anvil: { blockTimeSeconds: 1 } });
  custody = new ChainCustody(chain);
  const { rpcUrl, env } = chain;
  // Nobody but the maker and the Safes trades, so that what is settled is theirs.
  const settings = { RPC_URL: rpcUrl, DATA_DIR: env.dataDir, SIMULATED_TRADERS: '0' };
  sidecar = await spawnSidecar(settings);
}, TEST_MS);

afterAll(async () => {
  await sidecar?.kill();
  await chain.stop();
});

const house = () => custody.contract('clearingHouse');
const tokenOf = (symbol: Token) => custody.token(ASSETS[symbol]).address;
const inAnHour = () => Math.floor(Date.now() / 1_000) + 3_600;

/** The deployer, who has tokens, calls something. */
async function send(to: Address, data: Hex): Promise<void> {
  const { rpcUrl, env } = chain;
  const client = createChainClient({ chainId: env.chainId, name: 'test', rpcUrl });
  const account = developmentAccount(env, 'deployer');
  const wallet = createWalletClient({ account, chain: client.chain, transport: http(rpcUrl) });
  const hash = await wallet.sendTransaction({ to, data });
  const reader = createPublicClient({ transport: http(rpcUrl), pollingInterval: 50 });
  expect((await reader.waitForTransactionReceipt({ hash })).status).toBe('success');
}

async function bothOnChain(owner: Address) {
  return {
    LUSD: await custody.balance(owner, ASSETS.LUSD),
    LBTC: await custody.balance(owner, ASSETS.LBTC),
  };
}

/** A Safe that has tokens pays them in: it approves, and it deposits, as its owners sign. */
async function depositingSafe(threshold: number): Promise<SafeAccount> {
  const { rpcUrl, env } = chain;
  const relay = developmentAccount(env, 5);
  const safe = await SafeAccount.create({ rpcUrl, chainId: env.chainId, relay, threshold });
  for (const symbol of ['LUSD', 'LBTC'] as const) {
    const token = tokenOf(symbol);
    const amount = BigInt(BEGINS_WITH[symbol]);
    const given = {
      abi: tokenAbi,
      functionName: 'transfer',
      args: [safe.address, amount],
    } as const;
    await send(token, encodeFunctionData(given));
    const allowed = { abi: tokenAbi, functionName: 'approve', args: [house(), amount] } as const;
    await safe.execute({ to: token, data: encodeFunctionData(allowed) });
    const paid = { abi: clearingHouseAbi, functionName: 'deposit', args: [token, amount] } as const;
    await safe.execute({ to: house(), data: encodeFunctionData(paid) });
  }
  return safe;
}

/** A Safe with money in the exchange, and a trading key that it approved. */
async function tradingSafe(threshold = 2) {
  await expect.poll(sidecar.readyChecks, BEGIN).toEqual({ ready: true, failed: [] });
  await expect.poll(() => backstopFunds(sidecar.url, chain.env), BEGIN).toBeGreaterThan(0);
  const safe = await depositingSafe(threshold);
  const key = generatePrivateKey();
  const agent = privateKeyToAccount(key).address;
  const token = `${agent}:${key}`;
  const { url } = sidecar;
  const hasher = new OrderHasher({ chainId: chain.env.chainId, verifyingContract: house() });
  const ask = async (path: string, body?: object) => {
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
    const posted = body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) };
    return await (await fetch(`${url}${path}`, { headers, ...posted })).json();
  };
  const approval = {
    account: safe.address,
    agent,
    expiry: inAnHour(),
    markets: ALL_MARKETS,
    maxNotional: NO_NOTIONAL_LIMIT,
    nonce: 1,
  };
  const signature = await safe.sign(hasher.agentApproval(approval));
  const approve = async () => await ask('/v1/agents', encodeAgentApproval({ approval, signature }));
  // There is no account before the first deposit counts.
  await expect.poll(async () => (await approve()).error ?? null, PATIENCE).toBe(null);
  const deposits = async () => (await ask('/v1/deposits')).deposits.length;
  await expect.poll(deposits, PATIENCE).toBe(2);
  return {
    safe,
    hasher,
    ask,
    fills: async () =>
      (await fetchAnswer(`${url}/v1/fills`, { token, decode: decodeFillsResponse })).rows,
    balances: async () => {
      const decode = decodeBalancesResponse;
      const { balances } = await fetchAnswer(`${url}/v1/balances`, { token, decode });
      const of = (symbol: string) => balances.find(({ asset }) => asset === symbol)?.available;
      return { LUSD: of('USDT'), LBTC: of('BTC') };
    },
  };
}

type TradingSafe = Awaited<ReturnType<typeof tradingSafe>>;

/** Buys at the market with the trading key, once there is somebody to buy from. */
async function buyWithKey({ ask }: TradingSafe): Promise<void> {
  const order = { symbol: 'BTC-USDT', side: 'buy', type: 'market', size: 0.001 };
  await expect.poll(async () => (await ask('/v1/orders', order)).status, PATIENCE).toBe('filled');
}

/** Sells with an order that the Safe itself signs, two owners for it or those that are named. */
async function sellAsSafe(
  { safe, hasher, ask }: TradingSafe,
  by?: SafeAccount['owners'],
): Promise<void> {
  const { bids } = await fetchAnswer(`${sidecar.url}/v1/markets/BTC-USDT/orderbook`, {
    decode: decodeOrderBookResponse,
  });
  // A hundredth below the best bid, in whole dollars: it trades at the bids that there are.
  const price = Math.floor(((bids[0]?.priceTicks ?? 0) * 99) / TICKS_A_DOLLAR / 100);
  const order: SignedOrder = {
    account: safe.address,
    market: 1,
    flags: 1 | 2,
    price: price * TICKS_A_DOLLAR,
    quantity: SOLD_LOTS,
    triggerPrice: 0,
    nonce: Date.now(),
    expiry: inAnHour(),
    epoch: 0,
    maxFeePpm: 500,
  };
  const signature = await safe.sign(hasher.order(order), by);
  const asked = { symbol: 'BTC-USDT', side: 'sell', type: 'limit', time_in_force: 'IOC' };
  const terms = {
    nonce: order.nonce,
    epoch: 0,
    max_fee_ppm: 500,
    expires_at: order.expiry * 1_000,
  };
  const sent = { ...asked, price, size: 0.002, ...terms, signature };
  expect(await ask('/v1/orders', sent)).toMatchObject({ status: 'filled' });
}

/** What a Safe has after its fills, to the unit. */
function after(fills: readonly Fill[]): Record<Token, number> {
  const left: Record<Token, number> = { ...BEGINS_WITH };
  for (const { side, priceTicks, quantityLots, feeQuanta } of fills) {
    const [base, quote] = [quantityLots * LOT_QUANTA, priceTicks * quantityLots];
    left.LBTC += side === 'buy' ? base - feeQuanta : -base;
    left.LUSD += side === 'buy' ? -quote : quote - feeQuanta;
  }
  return left;
}

/** Every fill is in a batch that is final. */
async function expectSettled({ fills }: TradingSafe): Promise<void> {
  const stages = async () => [...new Set((await fills()).map((fill) => fill.settlement?.stage))];
  await expect.poll(stages, PATIENCE).toEqual(['settled']);
}

/** Ledger and chain are compared at a block after now, account by account, and are the same. */
async function expectAgreement({ ask }: TradingSafe): Promise<void> {
  const { number } = await createPublicClient({ transport: http(chain.rpcUrl) }).getBlock();
  const compared = async () => (await ask('/v1/status')).reconciliation?.block > number;
  await expect.poll(compared, PATIENCE).toBe(true);
  expect(await ask('/v1/status')).toMatchObject({
    settlement: { state: 'working', why: null },
    queues: { quarantined_trades: 0 },
    reconciliation: { agrees: true, differences: 0 },
  });
}

/** Withdraws 25 USDT to somebody, by the Safe's signature. */
async function withdraw({ safe, hasher, ask }: TradingSafe, to: Address): Promise<void> {
  const terms = { account: safe.address, to, nonce: Date.now(), epoch: 0 };
  const expiry = inAnHour();
  const signed = { ...terms, asset: tokenOf('LUSD'), amount: 25_000_000n, expiry };
  const signature = await safe.sign(hasher.withdrawal(signed));
  const sent = { ...terms, asset: 'USDT', amount: '25', expires_at: expiry * 1_000, signature };
  const [first] = safe.owners;
  if (first === undefined) throw new TypeError('the Safe has an owner');
  const alone = await safe.sign(hasher.withdrawal(signed), [first, first]);
  const refused = await ask('/v1/withdrawals', { ...sent, signature: alone });
  expect(refused).toMatchObject({ error: 'auth/invalid-signature' });
  expect(await ask('/v1/withdrawals', sent)).toMatchObject({ status: 'requested' });
  const stage = async () => (await ask('/v1/withdrawals')).withdrawals[0].status;
  await expect.poll(stage, PATIENCE).toBe('paid');
}

it(
  'a Safe deposits, trades by a key and by its own signature, and withdraws',
  async () => {
    const trading = await tradingSafe();
    const { safe, fills, balances } = trading;
    expect(await bothOnChain(safe.address)).toEqual(BEGINS_WITH);
    await buyWithKey(trading);
    await sellAsSafe(trading, safe.owners);
    await expectSettled(trading);
    const made = await fills();
    expect(new Set(made.map(({ side }) => side))).toEqual(new Set(['buy', 'sell']));
    expect(await balances()).toEqual(after(made));
    expect(await bothOnChain(safe.address)).toEqual(after(made));

    const to = privateKeyToAccount(generatePrivateKey()).address;
    await withdraw(trading, to);
    const { LUSD, LBTC } = after(made);
    expect(await bothOnChain(safe.address)).toEqual({ LUSD: LUSD - 25_000_000, LBTC });
    expect(await balances()).toEqual({ LUSD: LUSD - 25_000_000, LBTC });
    const client = createPublicClient({ transport: http(chain.rpcUrl) });
    const read = { address: tokenOf('LUSD'), abi: tokenAbi, functionName: 'balanceOf' } as const;
    expect(await client.readContract({ ...read, args: [to] })).toBe(25_000_000n);
    await expectAgreement(trading);
  },
  TEST_MS,
);

it(
  'a Safe one of whose owners is enough trades by signatures as long as a key’s, and withdraws',
  async () => {
    const trading = await tradingSafe(1);
    const { safe, fills } = trading;
    await sellAsSafe(trading);
    await buyWithKey(trading);
    await expectSettled(trading);
    expect(await bothOnChain(safe.address)).toEqual(after(await fills()));
    await expectAgreement(trading);
  },
  TEST_MS,
);

it(
  'what a Safe sold before an owner was replaced is settled out of the backstop',
  async () => {
    const trading = await tradingSafe();
    const { safe, ask, fills, balances } = trading;
    const backstop = developmentAccount(chain.env, 'backstop').address;
    const funds = async () => await custody.balance(backstop, ASSETS.LBTC);
    await expect.poll(funds, PATIENCE).toBeGreaterThan(0);
    const had = await bothOnChain(backstop);
    await custody.call('guardian', { functionName: 'pause', args: [] });
    await sellAsSafe(trading);
    const made = await fills();
    expect(await balances()).toEqual(after(made));
    await safe.replaceSecondOwner();
    await custody.call('owner', { functionName: 'unpause', args: [] });
    await expectSettled(trading);
    expect(sidecar.output()).toContain('ContractSignatureRefused');
    // The Safe has what it had; the backstop has delivered, and was paid for it, in its stead.
    expect(await bothOnChain(safe.address)).toEqual(BEGINS_WITH);
    expect(await balances()).toEqual(BEGINS_WITH);
    const taken = after(made);
    expect(await bothOnChain(backstop)).toEqual({
      LUSD: had.LUSD + taken.LUSD - BEGINS_WITH.LUSD,
      LBTC: had.LBTC + taken.LBTC - BEGINS_WITH.LBTC,
    });
    const order = { symbol: 'BTC-USDT', side: 'buy', type: 'market', size: 0.001 };
    expect(await ask('/v1/orders', order)).toMatchObject({ error: 'account/frozen' });
    await expectAgreement(trading);
  },
  TEST_MS,
);
