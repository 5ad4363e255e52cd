import {
  createClient,
  createTestClient,
  custom,
  HttpRequestError,
  http,
  type LocalAccount,
} from 'viem';
import { getBlock, getTransactionCount, readContract } from 'viem/actions';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { erc20Abi } from '#contracts-abi/abis/erc20.ts';
import { type ChainClient, createChainClient } from '#lib/chain/create-chain-client.ts';
import type { Address } from '#lib/domain/address.ts';
import { midPrice, type Pool } from '#lib/domain/amm/pool.ts';
import { type Market, markets } from '#lib/domain/market.ts';
import { developmentAccount } from '#lib/env/development-account.ts';
import { type DeployedChain, deployedChain } from '#scripts/testing/deployed-chain.ts';
import { mispricedSide } from './arbitrage-trade.ts';
import {
  type ArbitrageRules,
  DEFAULT_ARBITRAGE_RULES,
  PoolArbitrage,
  type RoundOutcome,
} from './pool-arbitrage.ts';
import { createPoolReader, type PoolReader } from './pool-reader.ts';
import { fairPrice, tokenValue, tokenValues } from './token-values.ts';
import { createTradingAccount } from './trading-account.ts';

const SEEDED: Readonly<Record<string, number>> = {
  'BTC-USDT': 6_700_000,
  'ETH-USDT': 350_000,
  'LUX-USDT': 120_000,
};
const NOW = 1_790_000_000_000;
const GWEI = 1_000_000_000n;

let chain: DeployedChain;
let client: ChainClient;
let snapshot: `0x${string}`;
const test = () =>
  createTestClient({ mode: 'anvil', transport: http(chain.rpcUrl), chain: client.chain });

/** Prices moved from where the pools were seeded by so many per cent. */
function moved(percent: Readonly<Record<string, number>>): (market: Market) => number {
  return ({ symbol }) =>
    Math.round(((SEEDED[symbol] ?? 0) * (100 + (percent[symbol] ?? percent.all ?? 0))) / 100);
}

function contract(
  name: 'multicall3' | 'swapRouter02' | 'wlux' | 'v2Factory' | 'v3Factory',
): Address {
  const address = chain.deployment.contracts[name];
  if (address === undefined) throw new Error(`${name} is not deployed`);
  return address;
}

function poolReader(through = client): PoolReader {
  return createPoolReader({
    client: through,
    multicall3: contract('multicall3'),
    v2Factory: contract('v2Factory'),
    v3Factory: contract('v3Factory'),
    tokens: chain.deployment.tokens.map(({ address }) => address),
  });
}

function maker(options: {
  readonly price: (market: Market) => number;
  readonly rules?: Partial<ArbitrageRules>;
  readonly account?: LocalAccount;
  readonly through?: ChainClient;
  readonly readPools?: PoolReader;
  readonly receiptMs?: number;
  readonly priceAgeMs?: number;
  readonly onOutcome?: (outcome: RoundOutcome) => void;
}) {
  const { price, through = client, receiptMs = 10_000, priceAgeMs = 0 } = options;
  const account = options.account ?? developmentAccount(chain.env, 'marketMaker');
  return new PoolArbitrage({
    account: createTradingAccount({
      client: through,
      account,
      multicall3: contract('multicall3'),
      router: contract('swapRouter02'),
      receiptMs,
    }),
    readPools: options.readPools ?? poolReader(through),
    priceOf: (market) => ({ priceTicks: price(market), timestampMs: NOW - priceAgeMs }),
    markets,
    tokens: chain.deployment.tokens,
    router: contract('swapRouter02'),
    wlux: contract('wlux'),
    rules: { ...DEFAULT_ARBITRAGE_RULES, ...options.rules },
    now: () => NOW,
    onOutcome: options.onOutcome ?? (() => undefined),
  });
}

/** Rounds until nothing is left to do; fails when that takes more of them than it may. */
async function settle(arbitrage: PoolArbitrage, most = 12): Promise<RoundOutcome[]> {
  const outcomes: RoundOutcome[] = [];
  for (let round = 0; round < most; round += 1) {
    const outcome = await arbitrage.round();
    outcomes.push(outcome);
    if (outcome.kind === 'idle') return outcomes;
  }
  throw new Error(`not settled: ${JSON.stringify(outcomes.map(({ kind }) => kind))}`);
}

function swapsOf(outcomes: readonly RoundOutcome[]) {
  return outcomes.flatMap((outcome) => (outcome.kind === 'traded' ? outcome.swaps : []));
}

function valuesAt(price: (market: Market) => number) {
  return tokenValues(
    chain.deployment.tokens,
    markets.map((market) => ({
      market,
      price: { priceTicks: price(market), timestampMs: NOW },
    })),
  );
}

function expectInLine(pools: readonly Pool[], price: (market: Market) => number): void {
  const values = valuesAt(price);
  for (const pool of pools) {
    const fair = fairPrice(values, pool);
    if (fair === null) throw new Error('every pool is of priced tokens');
    const { thresholdPpm } = DEFAULT_ARBITRAGE_RULES;
    expect(mispricedSide({ pool, fair, thresholdPpm })).toBeNull();
    const mid = midPrice({ pool, zeroForOne: true });
    const ratio =
      Number((mid.numerator * fair.denominator * 1_000_000n) / (mid.denominator * fair.numerator)) /
      1e6;
    const band = (pool.feePpm + thresholdPpm) / 1e6;
    expect(Math.abs(ratio - 1)).toBeLessThan(band * 1.02);
  }
}

beforeAll(async () => {
  chain = await deployedChain();
  client = createChainClient({
    chainId: chain.env.chainId,
    name: 'test',
    rpcUrl: chain.rpcUrl,
    multicall3: contract('multicall3'),
  });
});

afterAll(async () => {
  await chain.stop();
});

beforeEach(async () => {
  snapshot = await test().snapshot();
});

afterEach(async () => {
  await test().revert({ id: snapshot });
});

describe('pool arbitrage', () => {
  it('leaves the pools alone where they were seeded', async () => {
    const outcome = await maker({ price: moved({}) }).round();
    expect(outcome).toMatchObject({ kind: 'idle', reason: 'market-maker/in-line' });
    expect(await poolReader()()).toHaveLength(12);
  });

  it.each([
    ['rise', { all: 4 }],
    ['fall', { all: -6 }],
    ['drift apart', { 'BTC-USDT': 3, 'ETH-USDT': -5, 'LUX-USDT': 12 }],
    ['collapse', { all: -35 }],
  ])('brings every pool back into its band when prices %s', async (_, percent) => {
    const price = moved(percent);
    const outcomes = await settle(maker({ price }), 40);
    expectInLine(await poolReader()(), price);
    const swaps = swapsOf(outcomes);
    expect(swaps.length).toBeGreaterThan(6);
    expect(swaps.every(({ result }) => result.status === 'mined')).toBe(true);
    expect(outcomes.at(-1)).toMatchObject({ reason: 'market-maker/in-line' });
  });

  it('moves real value: nothing is made up, and the account gains at the new prices', async () => {
    const price = moved({ 'BTC-USDT': 3, 'ETH-USDT': 5, 'LUX-USDT': -8 });
    const { tokens } = chain.deployment;
    const pools = await poolReader()();
    const own = developmentAccount(chain.env, 'marketMaker').address;
    const holders = [own, ...pools.map(({ address }) => address)];
    const balances = async () =>
      await Promise.all(tokens.map(async (token) => await balancesOf(token.address, holders)));
    const before = await balances();
    const outcomes = await settle(maker({ price }));
    const after = await balances();

    let gained = 0n;
    for (const [index, { address, symbol }] of tokens.entries()) {
      const change = holders.map(
        (_, who) => (after[index]?.[who] ?? 0n) - (before[index]?.[who] ?? 0n),
      );
      // What the account wrapped is new WLUX, and the only thing that is new.
      const wrapped = symbol === 'WLUX' ? wrappedBy(outcomes) : 0n;
      expect(
        change.reduce((sum, each) => sum + each, 0n),
        symbol,
      ).toBe(wrapped);
      expect(change[0], symbol).not.toBe(0n);
      const value = tokenValue(valuesAt(price), address);
      if (value === null) throw new Error(`${symbol} has a price`);
      gained += (((change[0] ?? 0n) - wrapped) * value.numerator) / value.denominator;
    }
    const expected = swapsOf(outcomes).reduce((sum, { trade }) => sum + trade.profit, 0n);
    expect(expected).toBeGreaterThan(1_000_000_000n);
    // Each of the four values above is rounded down.
    expect(gained).toBeGreaterThanOrEqual(expected - 8n);
  });

  it('wraps its own LUX, and approves each token once, before it pays with them', async () => {
    const arbitrage = maker({ price: moved({ 'LUX-USDT': -5 }) });
    const outcomes = await settle(arbitrage);
    expect(outcomes.map(({ kind }) => kind)).toEqual(['prepared', 'prepared', 'traded', 'idle']);
    expect(wrappedBy(outcomes)).toBeGreaterThan(4_000_000n * 10n ** 18n);
    const [later] = await settle(maker({ price: moved({ 'LUX-USDT': -8 }) }));
    expect(later?.kind).toBe('traded');
  });

  it('moves large imbalances in pieces of at most so much', async () => {
    const price = moved({ 'BTC-USDT': 10 });
    const maxTradeValue = 50_000_000_000n;
    const outcomes = await settle(maker({ price, rules: { maxTradeValue } }), 60);
    const swaps = swapsOf(outcomes);
    for (const { trade } of swaps) expect(trade.value).toBeLessThanOrEqual(maxTradeValue);
    expect(outcomes.length).toBeGreaterThan(5);
    expectInLine(await poolReader()(), price);
  });

  it('goes on after a restart where it was', async () => {
    const price = moved({ all: 6 });
    const rules = { maxTradeValue: 50_000_000_000n };
    const first = maker({ price, rules });
    for (let round = 0; round < 3; round += 1) await first.round();
    await settle(maker({ price, rules }), 60);
    expectInLine(await poolReader()(), price);
  });

  it('keeps rounds apart when blocks arrive faster than it works, and ends on request', async () => {
    const outcomes: RoundOutcome[] = [];
    const arbitrage = maker({
      price: moved({ all: 3 }),
      onOutcome: (outcome) => outcomes.push(outcome),
    });
    for (let block = 0; block < 5; block += 1) arbitrage.blockArrived();
    await vi.waitFor(() => expect(outcomes).toHaveLength(2), { timeout: 10_000 });
    await arbitrage.stop();
    arbitrage.blockArrived();
    await arbitrage.stop();
    expect(outcomes).toHaveLength(2);
  });
});

describe('pool arbitrage stays idle, and says why,', () => {
  /** Nothing was sent: the account's nonce is what it was. */
  async function expectIdle(arbitrage: PoolArbitrage, reason: string): Promise<void> {
    const own = developmentAccount(chain.env, 'marketMaker').address;
    const before = await getTransactionCount(client, { address: own });
    expect(await arbitrage.round()).toMatchObject({ kind: 'idle', reason });
    expect(await getTransactionCount(client, { address: own })).toBe(before);
  }

  it('while prices are stale', async () => {
    const price = moved({ all: 5 });
    await expectIdle(maker({ price, priceAgeMs: 5_001 }), 'market-maker/stale-price');
    await expectIdle(maker({ price, priceAgeMs: -5_001 }), 'market-maker/stale-price');
  });

  it('while the chain does not answer, and works when it does again', async () => {
    let down = true;
    const through = faultyClient(() => (down ? 'refuse' : 'pass'));
    const price = moved({ all: 5 });
    const arbitrage = maker({ price, through });
    await expectIdle(arbitrage, 'market-maker/chain-unavailable');
    down = false;
    await settle(arbitrage);
    expectInLine(await poolReader()(), price);
  });

  it('while it holds nothing to pay with', async () => {
    const account = developmentAccount(chain.env, 6);
    const rules = { gasReserve: 10_000_000n * 10n ** 18n };
    for (const percent of [5, -5]) {
      const arbitrage = maker({ price: moved({ all: percent }), account, rules });
      await expectIdle(arbitrage, 'market-maker/insufficient-inventory');
    }
  });

  it('while it cannot pay for gas', async () => {
    const account = developmentAccount(chain.env, 7);
    await test().setBalance({ address: account.address, value: 10n ** 18n });
    const arbitrage = maker({ price: moved({ all: 5 }), account });
    await expectIdle(arbitrage, 'market-maker/out-of-gas');
  });

  it('while gas costs more than it may pay', async () => {
    await mineWithBaseFee(600n * GWEI);
    await expectIdle(maker({ price: moved({ all: 5 }) }), 'market-maker/fee-too-high');
    // Reverting to a snapshot does not bring the base fee back.
    await mineWithBaseFee(GWEI);
  });

  it('where there are no pools', async () => {
    const none = maker({
      price: moved({ all: 5 }),
      readPools: async () => await Promise.resolve([]),
    });
    await expectIdle(none, 'market-maker/no-pools');
  });
});

describe('pool arbitrage withstands', () => {
  it('a pool that moved after it was read: the swap is refused before it costs anything', async () => {
    const price = moved({ all: 4 });
    const stale = await poolReader()();
    await settle(maker({ price }));
    const outcome = await maker({
      price,
      readPools: async () => await Promise.resolve(stale),
    }).round();
    const results = swapsOf([outcome]).map(({ result }) => result);
    expect(results.length).toBeGreaterThan(6);
    for (const result of results) expect(result).toMatchObject({ status: 'refused', hash: null });
  });

  it('an answer that is lost after a transaction was sent', async () => {
    const through = faultyClient((method) =>
      method === 'eth_sendRawTransaction' ? 'lose' : 'pass',
    );
    const price = moved({ all: 3 });
    const outcomes = await settle(maker({ price, through }));
    expect(swapsOf(outcomes).every(({ result }) => result.status === 'mined')).toBe(true);
    expectInLine(await poolReader()(), price);
  });

  it('transactions that the chain drops', async () => {
    const price = moved({ all: 3 });
    await settle(maker({ price: moved({ all: 2 }) }));
    await test().setAutomine(false);
    const arbitrage = maker({ price, receiptMs: 0 });
    const sent = swapsOf([await arbitrage.round()]);
    expect(sent.length).toBeGreaterThan(3);
    for (const { result } of sent) {
      if (result.hash === null) throw new Error('it was sent');
      expect(result.status).toBe('unconfirmed');
      await test().dropTransaction({ hash: result.hash });
    }
    await test().setAutomine(true);
    await settle(arbitrage);
    expectInLine(await poolReader()(), price);
  });

  it('transactions that are stuck: it waits, then replaces them for a higher fee', async () => {
    const price = moved({ all: 3 });
    await settle(maker({ price: moved({ all: 2 }) }));
    await test().setAutomine(false);
    const arbitrage = maker({ price, receiptMs: 0, rules: { patienceRounds: 2 } });
    const stuck = swapsOf([await arbitrage.round()]);
    const waiting = { kind: 'idle', reason: 'market-maker/transactions-pending' };
    expect(await arbitrage.round()).toMatchObject(waiting);
    expect(await arbitrage.round()).toMatchObject(waiting);
    const replacing = swapsOf([await arbitrage.round()]);
    expect(replacing.map(({ result }) => `${result.status}${result.detail}`)).toEqual(
      stuck.map(() => 'unconfirmed'),
    );
    await test().mine({ blocks: 1 });
    await test().setAutomine(true);
    const { transactions } = await getBlock(client);
    expect(transactions).toEqual(replacing.map(({ result }) => result.hash));
    await settle(arbitrage);
    expectInLine(await poolReader()(), price);
  });

  it('a reorganisation that undoes its swaps', async () => {
    const price = moved({ all: 3 });
    const arbitrage = maker({ price });
    const before = await test().snapshot();
    await settle(arbitrage);
    await test().revert({ id: before });
    await test().mine({ blocks: 2 });
    const again = await settle(arbitrage);
    expect(swapsOf(again).length).toBeGreaterThan(6);
    expectInLine(await poolReader()(), price);
  });
});

async function mineWithBaseFee(baseFeePerGas: bigint): Promise<void> {
  await test().setNextBlockBaseFeePerGas({ baseFeePerGas });
  await test().mine({ blocks: 1 });
}

type Fate = 'pass' | 'refuse' | 'lose';

/** A client whose requests may be refused, or carried out with their answers lost. */
function faultyClient(fateOf: (method: string) => Fate): ChainClient {
  const real = http(chain.rpcUrl, { retryCount: 0 })({ chain: client.chain });
  const transport = custom(
    {
      async request({ method, params }: { method: string; params?: unknown }) {
        const fate = fateOf(method);
        if (fate === 'refuse') throw new HttpRequestError({ url: chain.rpcUrl });
        const answer = await real.request({ method, params });
        if (fate === 'lose') throw new HttpRequestError({ url: chain.rpcUrl });
        return answer;
      },
    },
    { retryCount: 0 },
  );
  return createClient({ chain: client.chain, transport });
}

async function balancesOf(token: Address, holders: readonly Address[]): Promise<bigint[]> {
  const balance = { address: token, abi: erc20Abi, functionName: 'balanceOf' } as const;
  return await Promise.all(
    holders.map(async (holder) => await readContract(client, { ...balance, args: [holder] })),
  );
}

/** LUX that was turned into WLUX, in wei. */
function wrappedBy(outcomes: readonly RoundOutcome[]): bigint {
  const prepared = outcomes.flatMap((each) => (each.kind === 'prepared' ? each.transactions : []));
  return prepared.reduce((sum, { request }) => sum + request.value, 0n);
}
