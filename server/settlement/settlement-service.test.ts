import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { SettledBatch } from '#lib/chain/read-settled-batch.ts';
import type { Address } from '#lib/domain/address.ts';
import { fundBackstop, sampleBackstop } from '#scripts/testing/sample-backstop.ts';
import { ScriptedClearingHouse } from '#scripts/testing/scripted-clearing-house.ts';
import { SettlingExchange, TICKS } from '#scripts/testing/settling-exchange.ts';
import { BUY, EngineState, SELL } from '#server/engine/index.ts';
import { AuthorityRelay } from './authority-relay.ts';

const backstop = sampleBackstop();

/** Longer than between two looks at what seems wrong. */
const A_WHILE_MS = 100_000;
/** What the first order or fill is refused with. */
const FIRST = { index: 0n };

let contract: ScriptedClearingHouse;
let exchange: SettlingExchange;
let maker: number;
let taker: number;
let other: number;

beforeEach(async () => {
  contract = new ScriptedClearingHouse();
  exchange = await SettlingExchange.begin(new EngineState(), contract, backstop);
  maker = await exchange.account('11');
  taker = await exchange.account('22');
  other = await exchange.account('33');
});

/** Lots that the engine has traded of each order, by account and nonce. */
function tradedLots(): Map<string, number> {
  const nonces = new Map<number, string>();
  const lots = new Map<string, number>();
  for (const { effects, command } of exchange.journal) {
    if (command?.kind === 'place' && command.authority !== null) {
      const address = exchange.state.accounts.address(command.account);
      nonces.set(command.orderId, `${address}:${command.authority.nonce}`);
    }
    for (const event of effects.events) {
      if (event.kind !== 'trade') continue;
      for (const orderId of [event.makerOrderId, event.takerOrderId]) {
        const key = nonces.get(orderId) ?? '';
        lots.set(key, (lots.get(key) ?? 0) + event.quantity);
      }
    }
  }
  return lots;
}

function refuseOrdersOf(account: number, code: string) {
  const address = exchange.state.accounts.address(account);
  return ({ orders }: SettledBatch) => {
    const index = orders.findIndex((order) => order.account.toLowerCase() === address);
    return index === -1 ? null : { code, args: { index: BigInt(index), account: address } };
  };
}

async function someTrades(): Promise<void> {
  await exchange.place(maker, { side: SELL, lots: 100 });
  await exchange.place(taker, { side: BUY, lots: 10, oneShot: true });
  await exchange.place(other, { side: BUY, lots: 20 });
  await exchange.place(maker, { side: SELL, lots: 5, price: TICKS - 50 });
  await exchange.place(taker, { side: BUY, lots: 30, oneShot: true });
}

describe('settlement', () => {
  it('settles every trade once, in batches that end between commands', async () => {
    for (let each = 0; each < 6; each += 1) await exchange.place(maker, { side: SELL, lots: 1 });
    await exchange.place(taker, { side: BUY, lots: 6, oneShot: true });
    for (let each = 0; each < 6; each += 1) await exchange.place(maker, { side: SELL, lots: 1 });
    await exchange.place(taker, { side: BUY, lots: 6, oneShot: true });
    await exchange.settleAll();
    expect(contract.mined.map(({ batch }) => batch.fills.length)).toEqual([6, 6]);
    expect(contract.settledLots()).toEqual(tradedLots());
    expect(exchange.state.settlement.through).toBe(exchange.state.tradeCount);
    expect(exchange.book.last).toMatchObject({ batch: 2, firstTrade: 7, lastTrade: 12 });
    expect(exchange.book.tradeSettlement(3)).toMatchObject({ stage: 'settled', batch: 1 });
  });

  it('goes on exactly after a crash between any two steps', async () => {
    const crashes: string[] = [];
    for (let at = 1; at < 60; at += 1) {
      contract = new ScriptedClearingHouse();
      exchange = await SettlingExchange.begin(new EngineState(), contract, backstop);
      maker = await exchange.account('11');
      taker = await exchange.account('22');
      other = await exchange.account('33');
      await someTrades();
      await exchange.withdraw(taker, 1_000, 1);
      let steps = 0;
      exchange.step = (what) => {
        steps += 1;
        if (steps !== at) return;
        crashes.push(what);
        throw new Error('crash');
      };
      await exchange.settleAll().catch((error: Error) => expect(error.message).toBe('crash'));
      exchange.step = () => undefined;
      await exchange.restart(at % 2 === 0);
      await exchange.place(other, { side: BUY, lots: 7 });
      await exchange.settleAll();
      expect(contract.settledLots()).toEqual(tradedLots());
      const paid = contract.mined.flatMap(({ batch }) => batch.withdrawals);
      expect(paid.map(({ nonce }) => nonce)).toEqual([1]);
      expect(exchange.state.withdrawals.pending(taker)).toEqual([]);
      expect(exchange.state.settlement.batch).toBe(contract.mined.length);
      expect(exchange.service.why).toBeNull();
    }
    expect(new Set(crashes)).toEqual(
      new Set([
        'resume',
        'next-sequence',
        'simulate',
        'before submit-batch',
        'after submit-batch',
        'before sending',
        'after sending',
        'after mining',
        'before settle-batch',
        'after settle-batch',
        'finish-withdrawal',
      ]),
    );
  });

  it('recognises which of two candidates was mined, and notes it before it is settled', async () => {
    await exchange.place(maker, { side: SELL, lots: 100 });
    await exchange.place(taker, { side: BUY, lots: 1 });
    exchange.fate = 'lost';
    await exchange.service.round();
    const [first] = exchange.sent.splice(0);
    await exchange.place(taker, { side: BUY, lots: 2 });
    exchange.fate = 'refused';
    await exchange.restart();
    await exchange.service.round();
    expect(exchange.book.trades.lastCandidate?.trades).toEqual([1, 2]);
    if (first !== undefined) contract.mine(first);
    await exchange.finalise();
    expect(exchange.state.settlement).toMatchObject({ batch: 1, through: 1 });
    expect([...exchange.book.trades.pending()].map(({ tradeId }) => tradeId)).toEqual([2]);
    exchange.fate = 'mined';
    await exchange.settleAll();
    expect(contract.settledLots()).toEqual(tradedLots());
  });

  it('stops when the chain has a batch that the journal does not know', async () => {
    await someTrades();
    await exchange.settleAll();
    const elsewhere = exchange.contract.eventsFrom(1);
    contract = new ScriptedClearingHouse();
    exchange = await SettlingExchange.begin(new EngineState(), contract, backstop);
    await expect(exchange.finalise(elsewhere)).rejects.toThrow('does not know');
    expect(exchange.service.state).toBe('halted');
  });

  it('says why it waits, and tries again, when the operator has no gas', async () => {
    await someTrades();
    exchange.fate = 'refused';
    await exchange.service.round();
    expect(exchange.service.why).toContain('no-funds');
    expect(exchange.service.state).toBe('paused');
    exchange.fate = 'mined';
    await exchange.settleAll();
    expect(exchange.service.state).toBe('working');
  });

  it('does nothing while the contract is paused', async () => {
    await someTrades();
    contract.refuses = () => ({ code: 'ClearingHousePaused', args: {} });
    await exchange.service.round();
    expect(exchange.service.why).toContain('ClearingHousePaused');
    expect(exchange.troubles).toEqual([]);
    contract.refuses = () => null;
    await exchange.settleAll();
    expect(contract.settledLots()).toEqual(tradedLots());
  });
});

describe('what only seems to be wrong', () => {
  it.each([
    ['WrongSigner', 'the block that had the approval of a key was given up'],
    ['InsufficientBalance', 'an endpoint has not seen a deposit yet'],
    ['PriceOutsideLimits', 'it cannot be'],
    ['WithoutReason', 'nobody knows'],
  ])('(%s: %s) is looked at again before anybody is blamed', async (code) => {
    await someTrades();
    const account = exchange.state.accounts.address(other);
    contract.refuses = () => ({ code, args: code === 'InsufficientBalance' ? { account } : FIRST });
    await exchange.service.round();
    await exchange.service.round();
    expect(exchange.service.why).toContain(code);
    contract.refuses = () => null;
    exchange.timeMs += A_WHILE_MS;
    await exchange.settleAll();
    expect(exchange.troubles).toEqual([]);
    expect(exchange.service.state).toBe('working');
    expect(contract.settledLots()).toEqual(tradedLots());
  });

  it('is not believed because something else was wrong a while ago', async () => {
    await someTrades();
    contract.refuses = () => ({ code: 'WrongSigner', args: FIRST });
    await exchange.service.round();
    contract.refuses = () => null;
    await exchange.settleAll();
    await exchange.place(taker, { side: BUY, lots: 4 });
    contract.refuses = () => ({ code: 'WrongSigner', args: FIRST });
    await exchange.service.round();
    contract.refuses = () => null;
    await exchange.settleAll();
    expect(exchange.troubles).toEqual([]);
  });

  it('is looked at again once for all that are to blame in a batch', async () => {
    await fundBackstop(exchange, { backstop });
    await someTrades();
    const blamed = [taker, other].map((account) => refuseOrdersOf(account, 'WrongSigner'));
    contract.refuses = (batch) => blamed.map((refuse) => refuse(batch)).find(Boolean) ?? null;
    await exchange.service.round();
    expect(exchange.troubles).toEqual([]);
    exchange.timeMs += A_WHILE_MS;
    await exchange.service.round();
    expect([maker, taker, other].map((each) => exchange.state.accounts.isFrozen(each))).toEqual([
      ...[false, true, true],
    ]);
    expect(contract.mined).toHaveLength(1);
  });

  it('is no reason to halt because somebody else was to blame for a while', async () => {
    await fundBackstop(exchange, { backstop });
    await someTrades();
    const account = exchange.state.accounts.address(maker);
    const blamed = refuseOrdersOf(other, 'WrongSigner');
    contract.refuses = blamed;
    await exchange.service.round();
    contract.refuses = (batch) =>
      blamed(batch) ?? { code: 'InsufficientBalance', args: { account } };
    exchange.timeMs += A_WHILE_MS;
    await exchange.service.round();
    expect(exchange.state.accounts.isFrozen(other)).toBe(true);
    expect(exchange.service.state).toBe('paused');
    contract.refuses = () => null;
    await exchange.settleAll();
    expect(exchange.service.state).toBe('working');
  });

  it('is a key that the contract could not be told of, while the operator has no gas', async () => {
    await someTrades();
    const signature = new Uint8Array(64).fill(9);
    const approval = {
      account: exchange.state.accounts.address(other) as Address,
      agent: `0x${'a6'.repeat(20)}`,
      expiry: 4_000_000_000,
      markets: 2n,
      maxNotional: 1n,
      nonce: 5,
    } as const;
    const missing = vi.spyOn(AuthorityRelay.prototype, 'missingApprovals');
    missing.mockResolvedValue([{ seq: 1, account: other, agent: 1, approval, signature }]);
    exchange.fate = 'refused';
    contract.refuses = refuseOrdersOf(other, 'WrongSigner');
    for (let round = 0; round < 3; round += 1) {
      await exchange.service.round();
      exchange.timeMs += A_WHILE_MS;
    }
    expect(exchange.service.why).toContain('could not be told of the trading keys');
    expect(exchange.troubles).toEqual([]);
    expect(exchange.state.accounts.isFrozen(other)).toBe(false);
    exchange.fate = 'mined';
    contract.refuses = () => null;
    await exchange.settleAll();
    expect(contract.settledLots()).toEqual(tradedLots());
  });
});

describe('what cannot be settled', () => {
  it('freezes who is to blame, and settles the others against the backstop', async () => {
    const account = await fundBackstop(exchange, { backstop });
    await someTrades();
    contract.refuses = refuseOrdersOf(other, 'OrderCanceledOnChain');
    await exchange.settleAll();
    expect(exchange.state.accounts.isFrozen(other)).toBe(true);
    expect(exchange.state.accounts.isFrozen(maker)).toBe(false);
    const address = exchange.state.accounts.address(other);
    const settled = [...contract.settledLots().keys()];
    expect(settled.filter((key) => key.startsWith(address))).toEqual([]);
    expect(settled.filter((key) => key.startsWith(backstop.address.toLowerCase()))).toHaveLength(1);
    expect(exchange.state.ledger.available(other, 0)).toBe(10 ** 12);
    expect(exchange.state.ledger.available(other, 1)).toBe(10 ** 12);
    expect(exchange.state.ledger.available(account, 1)).toBeGreaterThan(10 ** 12);
    expect(exchange.book.trades.size).toBe(0);
  });

  it('has everything taken over that an account left behind when it was paid out', async () => {
    await fundBackstop(exchange, { backstop });
    await someTrades();
    await exchange.service.left(other);
    const { accounts, ledger } = exchange.state;
    expect(accounts.isFrozen(other)).toBe(true);
    expect([0, 1].map((asset) => ledger.available(other, asset))).toEqual([10 ** 12, 10 ** 12]);
    await exchange.settleAll();
    const settled = [...contract.settledLots().keys()];
    expect(settled.filter((key) => key.startsWith(accounts.address(other)))).toEqual([]);
    expect(exchange.book.trades.size).toBe(0);
  });

  it('leaves alone who left nothing behind', async () => {
    await someTrades();
    await exchange.settleAll();
    await exchange.service.left(other);
    expect(exchange.state.accounts.isFrozen(other)).toBe(false);
    expect(exchange.troubles).toEqual([]);
  });

  it('takes nothing over while a batch is made of it', async () => {
    await fundBackstop(exchange, { backstop });
    await someTrades();
    const round = exchange.service.round();
    const left = exchange.service.left(other);
    await Promise.all([round, left]);
    expect(exchange.service.state).toBe('working');
    expect(contract.mined).toHaveLength(1);
  });

  it('leaves a trade out, and says so, while there is nothing in the backstop', async () => {
    await someTrades();
    contract.refuses = refuseOrdersOf(other, 'WrongSigner');
    await exchange.settleAll();
    const left = [...exchange.book.trades.quarantined];
    expect(left.length).toBeGreaterThan(0);
    for (const id of left) expect(exchange.book.tradeSettlement(id).stage).toBe('quarantined');
    expect(exchange.troubles.map(({ kind }) => kind)).toContain('not-taken-over');
    await fundBackstop(exchange, { backstop });
    exchange.timeMs += 1_000_000;
    await exchange.service.round();
    await exchange.settleAll();
    expect(exchange.book.trades.size).toBe(0);
    const [id = 0] = left;
    expect(exchange.book.tradeSettlement(id)).toMatchObject({ stage: 'settled', batch: 2 });
  });

  it('blames nobody for a fill that the contract does not take', async () => {
    await someTrades();
    contract.refuses = ({ fills }) => {
      const fill = fills.findIndex(({ lots }) => lots === 20);
      return fill === -1 ? null : { code: 'PriceOutsideLimits', args: { fill: BigInt(fill) } };
    };
    await exchange.settleAll();
    expect(exchange.book.trades.quarantined.size).toBe(1);
    expect([maker, taker, other].map((each) => exchange.state.accounts.isFrozen(each))).toEqual([
      false,
      false,
      false,
    ]);
  });

  it('finds a trade that stands in the way without a reason by halving', async () => {
    await someTrades();
    contract.refuses = ({ fills }) =>
      fills.some(({ lots }) => lots === 20) ? { code: 'WithoutReason', args: {} } : null;
    await exchange.settleAll();
    const [left = 0] = exchange.book.trades.quarantined;
    expect(exchange.book.trades.trade(left)?.lots).toBe(20);
    expect(exchange.book.trades.quarantined.size).toBe(1);
  });

  it('stops when an account has less on chain than in the ledger', async () => {
    await someTrades();
    const account = exchange.state.accounts.address(taker);
    contract.refuses = () => ({ code: 'InsufficientBalance', args: { account } });
    await exchange.service.round();
    expect(exchange.service.state).toBe('paused');
    exchange.timeMs += A_WHILE_MS;
    await exchange.service.round();
    expect(exchange.service.state).toBe('halted');
    expect(exchange.service.why).toContain(account);
    expect(contract.mined).toEqual([]);
  });

  it('puts a withdrawal back that can never be paid, and pays the others', async () => {
    await exchange.withdraw(maker, 500, 1);
    await exchange.withdraw(taker, 700, 1);
    await someTrades();
    const address = exchange.state.accounts.address(maker);
    contract.refuses = ({ withdrawals }) => {
      const index = withdrawals.findIndex(({ account }) => account.toLowerCase() === address);
      return index === -1 ? null : { code: 'WrongSigner', args: { index: BigInt(index) } };
    };
    await exchange.settleAll();
    expect(exchange.state.withdrawals.pending(maker)).toEqual([]);
    expect(contract.mined.flatMap(({ batch }) => batch.withdrawals)).toHaveLength(1);
    expect(exchange.store.requested.get(`${maker}:1`)?.status).toBe('returned');
    expect(exchange.store.requested.get(`${taker}:1`)?.status).toBe('paid');
  });
});

describe('what rests on the owner', () => {
  it('tells the contract of an epoch that was begun off chain before what was signed for it', async () => {
    await exchange.place(maker, { side: SELL, lots: 100 });
    await exchange.place(taker, { side: BUY, lots: 3 });
    const signature = new Uint8Array(64).fill(9);
    await exchange.port.execute({ kind: 'bump-epoch', account: taker, epoch: 1, signature });
    await exchange.place(taker, { side: BUY, lots: 4, epoch: 1 });
    await exchange.settleAll();
    const [batch] = contract.mined;
    const address = exchange.state.accounts.address(taker);
    expect(contract.epochs.get(address)).toBe(1);
    const orders = batch?.batch.orders.filter((order) => order.account === address) ?? [];
    expect(orders.map(({ formerEpoch }) => formerEpoch)).toEqual([true, false]);
  });

  it('tells the contract of a trading key before its orders', async () => {
    const signature = new Uint8Array(64).fill(9);
    await exchange.port.execute({
      kind: 'approve-agent',
      account: taker,
      address: `0x${'a6'.repeat(20)}`,
      expiry: 4_000_000_000,
      marketsLow: 2,
      marketsHigh: 0,
      maxNotional: 2 ** 53 - 1,
      nonce: 5,
      signature,
    });
    const { approvals } = exchange.book;
    expect(approvals.of(taker, 1)[0]?.approval.maxNotional).toBe(2n ** 128n - 1n);
    await exchange.restart();
    expect(exchange.book.approvals.of(taker, 1)).toHaveLength(1);
  });
});
