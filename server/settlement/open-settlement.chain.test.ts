import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { HDAccount } from 'viem';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { signAgentApproval, signCancelAll } from '#lib/chain/order-signature.ts';
import { withdrawalTypedData } from '#lib/chain/order-typed-data.ts';
import { developmentAccount } from '#lib/env/development-account.ts';
import { agreesWithChain } from '#scripts/testing/agrees-with-chain.ts';
import { ChainCustody } from '#scripts/testing/chain-custody.ts';
import {
  CHAIN_PRICE,
  ChainExchange,
  inADay,
  keptSignature,
  privateKeyOf,
} from '#scripts/testing/chain-exchange.ts';
import { type DeployedChain, deployedChain } from '#scripts/testing/deployed-chain.ts';
import { until } from '#scripts/testing/until.ts';
import { BUY, SELL } from '#server/engine/index.ts';

const MINUTE = 60_000;
const USDT = 0;
const BTC = 1;

let chain: DeployedChain;
let custody: ChainCustody;
let exchange: ChainExchange;
let folder: string;
let maker: HDAccount;
let taker: HDAccount;

beforeEach(async () => {
  chain = await deployedChain({ anvil: { blockTimeSeconds: 1 } });
  custody = new ChainCustody(chain);
  folder = mkdtempSync(join(tmpdir(), 'settlement-'));
  exchange = await ChainExchange.begin(custody, folder);
  maker = developmentAccount(chain.env, 5);
  taker = developmentAccount(chain.env, 6);
  await custody.deposit(BTC, 100_000_000, maker.address);
  await custody.deposit(USDT, 100_000_000_000, taker.address);
  await until(() => expect(exchange.available(taker, USDT)).toBe(100_000_000_000));
}, MINUTE);

afterEach(async () => {
  await exchange.stop();
  rmSync(folder, { recursive: true, force: true });
  await chain.stop();
}, MINUTE);

async function settledThrough(tradeId: number): Promise<void> {
  await until(() => expect(exchange.book.trades.progress.through).toBe(tradeId));
}

describe('settlement on the contract', () => {
  it('settles trades, and pays withdrawals', async () => {
    const { desk, port, state, domain } = exchange;
    const stages: string[] = [];
    desk.onChange((change) => {
      if (change.kind === 'trades') stages.push(change.settlement.stage);
    });
    await exchange.place({ owner: maker, side: SELL, lots: 100, oneShot: false });
    await exchange.place({ owner: taker, side: BUY, lots: 30, oneShot: true });
    expect(desk.tradeSettlement(1).stage).toBe('matched');
    await settledThrough(1);
    expect(await custody.balance(taker.address, BTC)).toBe(30 * 10_000 - 150);
    expect(await custody.balance(maker.address, USDT)).toBe(30 * CHAIN_PRICE - 40_200);
    expect(new Set(stages)).toEqual(new Set(['settling', 'settled']));
    expect(desk.tradeSettlement(1)).toMatchObject({ stage: 'settled', batch: 1 });
    const account = exchange.accountOf(taker);
    const terms = { nonce: 1, epoch: 0, expiry: inADay(), to: taker.address };
    const asset = custody.token(BTC).address;
    const withdrawal = { account: taker.address, asset, amount: 100_000n, ...terms };
    const signature = await taker.signTypedData(withdrawalTypedData(domain, withdrawal));
    await port.execute({
      kind: 'request-withdrawal',
      account,
      asset: BTC,
      amount: 100_000,
      native: false,
      ...terms,
      to: taker.address.toLowerCase(),
      signature: keptSignature(signature),
    });
    await until(() => expect(exchange.book.withdrawals.size).toBe(0));
    const [shown] = await desk.withdrawals({ account, before: null, limit: 10 });
    expect(shown).toMatchObject({ nonce: 1, stage: 'paid', quanta: 100_000 });
    expect(shown?.transaction).toMatch(/^0x/);
    expect(state.withdrawals.pending(account)).toEqual([]);
    await agreesWithChain(exchange);
    expect(desk.status()).toMatchObject({ state: 'working', why: null, unsettledTrades: 0 });
  }, 120_000);

  it('tells the contract of trading keys and epochs, and goes on after a restart', async () => {
    const { port, domain } = exchange;
    const key = developmentAccount(chain.env, 7);
    const account = exchange.accountOf(taker);
    const privateKey = privateKeyOf(taker);
    const approval = {
      account: taker.address,
      agent: key.address,
      expiry: inADay(),
      markets: 2n,
      maxNotional: 2n ** 128n - 1n,
      nonce: 1,
    };
    const approved = await signAgentApproval({ privateKey }, { domain, approval });
    await port.execute({
      kind: 'approve-agent',
      account,
      address: key.address.toLowerCase(),
      expiry: approval.expiry,
      marketsLow: 2,
      marketsHigh: 0,
      maxNotional: Number.MAX_SAFE_INTEGER,
      nonce: 1,
      signature: keptSignature(approved),
    });
    const order = { owner: taker, key, agent: 1, side: BUY } as const;
    await exchange.place({ owner: maker, side: SELL, lots: 100, oneShot: false });
    await exchange.place({ ...order, lots: 10, oneShot: false });
    const cancelAll = { account: taker.address, epoch: 1 };
    const bumped = await signCancelAll({ privateKey }, { domain, cancelAll });
    const signature = keptSignature(bumped);
    await port.execute({ kind: 'bump-epoch', account, epoch: 1, signature });
    const makerCancels = { account: maker.address, epoch: 1 };
    await port.execute({
      ...{ kind: 'bump-epoch', account: exchange.accountOf(maker), epoch: 1 },
      signature: keptSignature(
        await signCancelAll(
          { privateKey: privateKeyOf(maker) },
          { domain, cancelAll: makerCancels },
        ),
      ),
    });
    await exchange.restart();
    await exchange.place({ owner: maker, side: SELL, lots: 50, oneShot: false, epoch: 1 });
    await exchange.place({ ...order, lots: 20, oneShot: true, epoch: 1 });
    await settledThrough(2);
    expect(await custody.balance(taker.address, BTC)).toBe(30 * 10_000 - 50 - 100);
    await agreesWithChain(exchange);
    const { epochs } = exchange.book;
    expect([account, exchange.accountOf(maker)].map((each) => epochs.isChanging(each))).toEqual([
      ...[true, true],
    ]);
    // A minute later the contract would begin another one, and so may be begun here.
    await custody.node.increaseTime({ seconds: 61 });
    await until(() => expect(epochs.isChanging(account)).toBe(false));
    expect(exchange.troubles).toEqual([]);
  }, 120_000);

  it('settles against the backstop when an order was canceled on chain too early', async () => {
    const backstop = developmentAccount(chain.env, 'backstop');
    await custody.deposit(USDT, 100_000_000_000, backstop.address);
    await custody.deposit(BTC, 100_000_000, backstop.address);
    await until(() => expect(exchange.available(backstop, BTC)).toBe(100_000_000));
    await custody.call('guardian', { functionName: 'pause', args: [] });
    await exchange.place({ owner: maker, side: SELL, lots: 100, oneShot: false });
    await exchange.place({ owner: taker, side: BUY, lots: 30, oneShot: true });
    await custody.call(5, { functionName: 'cancel', args: [[64]] });
    const { ledger, accounts } = exchange.state;
    await until(() => expect(ledger.locked(exchange.accountOf(maker), BTC)).toBe(0));
    await custody.node.increaseTime({ seconds: 70 });
    await custody.call('owner', { functionName: 'unpause', args: [] });
    await settledThrough(1);
    expect(await custody.balance(taker.address, BTC)).toBe(30 * 10_000 - 150);
    expect(await custody.balance(maker.address, BTC)).toBe(100_000_000);
    expect(await custody.balance(backstop.address, BTC)).toBe(100_000_000 - 30 * 10_000);
    expect(accounts.isFrozen(exchange.accountOf(maker))).toBe(true);
    expect(exchange.troubles).toEqual(['frozen', 'quarantined']);
    await agreesWithChain(exchange);
    expect(exchange.desk.status()).toMatchObject({ state: 'working', quarantinedTrades: 0 });
  }, 120_000);

  it('lets somebody leave without the operator, and follows them', async () => {
    await custody.call(6, { functionName: 'requestExit', args: [] });
    const { accounts } = exchange.state;
    await until(() => expect(accounts.isFrozen(exchange.accountOf(taker))).toBe(true));
    await custody.node.increaseTime({ seconds: 3_700 });
    const args = [taker.address, [0n, 1n, 2n, 3n]] as const;
    await custody.call(7, { functionName: 'finaliseExit', args });
    await until(() => expect(exchange.available(taker, USDT)).toBe(0));
    expect(await custody.balance(taker.address, USDT)).toBe(0);
    await agreesWithChain(exchange);
    expect(exchange.troubles).toEqual([]);
  }, 120_000);
});
