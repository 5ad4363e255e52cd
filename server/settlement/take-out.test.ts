import { beforeEach, describe, expect, it } from 'vitest';
import type { SettledBatch } from '#lib/chain/read-settled-batch.ts';
import type { Address } from '#lib/domain/address.ts';
import { feeOf } from '#lib/domain/fee.ts';
import { findMarketById } from '#lib/domain/market.ts';
import { SELL_FLAG } from '#lib/domain/signed-order.ts';
import { fundBackstop, sampleBackstop } from '#scripts/testing/sample-backstop.ts';
import { ScriptedClearingHouse } from '#scripts/testing/scripted-clearing-house.ts';
import { SettlingExchange, TICKS } from '#scripts/testing/settling-exchange.ts';
import { BUY, EngineState, type FreezeReason, SELL } from '#server/engine/index.ts';

const backstop = sampleBackstop();

/** What every account has of both assets at first, quanta. */
const FUNDS = 10 ** 12;
/** Longer than between two attempts at what cannot be settled. */
const A_WHILE_MS = 1_000_000;

let contract: ScriptedClearingHouse;
let exchange: SettlingExchange;
let maker: number;
let taker: number;
let other: number;
/** Whose signatures do not count on chain. */
let faithless: Set<number>;

beforeEach(async () => {
  await begin();
});

async function begin(): Promise<void> {
  contract = new ScriptedClearingHouse();
  exchange = await SettlingExchange.begin(new EngineState(), contract, backstop);
  maker = await exchange.account('11');
  taker = await exchange.account('22');
  other = await exchange.account('33');
  faithless = new Set();
  contract.refuses = ({ orders }) => {
    const addresses = [...faithless].map((account) => exchange.state.accounts.address(account));
    const index = orders.findIndex(({ account }) => addresses.includes(account.toLowerCase()));
    return index === -1 ? null : { code: 'WrongSigner', args: { index: BigInt(index) } };
  };
}

/** Goes on until nothing can be done any more. */
async function settleAll(): Promise<void> {
  for (let round = 0; round < 4; round += 1) {
    await exchange.settleAll(60);
    exchange.timeMs += A_WHILE_MS;
    await exchange.service.round();
    await exchange.finalise();
  }
}

const stageOf = (tradeId: number) => exchange.book.tradeSettlement(tradeId).stage;

/** What accounts have, in orders too, USDT and BTC. */
function balancesOf(...accounts: readonly number[]): number[] {
  const { ledger } = exchange.state;
  return accounts.flatMap((account) =>
    [0, 1].map((asset) => ledger.available(account, asset) + ledger.locked(account, asset)),
  );
}

/** What the contract has of everybody, if they had nothing but `FUNDS` and what was settled. */
function onChain(): Map<number, [quote: number, base: number]> {
  const balances = new Map<number, [number, number]>([[0, [0, 0]]]);
  const change = (account: number, base: number, quote: number) => {
    const [dollars, coins] = balances.get(account) ?? [FUNDS, FUNDS];
    balances.set(account, [dollars + quote, coins + base]);
  };
  for (let account = 1; account < exchange.state.accounts.count; account += 1)
    change(account, 0, 0);
  for (const { batch } of contract.mined) settle(batch, change);
  return balances;
}

function settle(
  { fills, orders }: SettledBatch,
  change: (account: number, base: number, quote: number) => void,
): void {
  for (const fill of fills) {
    const [makerOrder, takerOrder] = [orders[fill.maker], orders[fill.taker]];
    if (makerOrder === undefined || takerOrder === undefined) throw new TypeError('no such order');
    const market = findMarketById(makerOrder.market);
    if (market === undefined) throw new TypeError('no such market');
    const base = fill.lots * market.unitsPerLot;
    const quote = (fill.price ?? makerOrder.price) * fill.lots * market.k;
    for (const [order, ppm] of [
      [makerOrder, market.makerFeePpm],
      [takerOrder, market.takerFeePpm],
    ] as const) {
      const account = exchange.state.accounts.find(order.account.toLowerCase());
      const sells = (order.flags & SELL_FLAG) !== 0;
      const fee = feeOf(sells ? quote : base, ppm);
      if (sells) change(account, -base, quote - fee);
      else change(account, base - fee, -quote);
      change(0, sells ? 0 : fee, sells ? fee : 0);
    }
  }
}

/** The ledger has what the chain has, once nothing is on its way. */
function expectReconciled(): void {
  const chain = onChain();
  for (const [account, expected] of chain) {
    expect([account, ...balancesOf(account)]).toEqual([account, ...expected]);
  }
}

describe('a trade neither of whose sides counts on chain', () => {
  it('is annulled after the backstop had taken one of them: all have what they had', async () => {
    const rescuer = await fundBackstop(exchange, { backstop });
    await exchange.place(maker, { side: SELL, lots: 100 });
    await exchange.place(other, { side: BUY, lots: 20 });
    faithless = new Set([other, maker]);
    await settleAll();
    expect(stageOf(1)).toBe('annulled');
    expect(balancesOf(maker, other, rescuer)).toEqual(Array.from({ length: 6 }, () => FUNDS));
    expect(balancesOf(0)).toEqual([0, 0]);
    expect(contract.mined).toEqual([]);
    expect(exchange.book.trades.size).toBe(0);
    expect(exchange.troubles.map(({ kind }) => kind)).toContain('annulled');
  });

  it('is annulled where there is no backstop', async () => {
    await exchange.place(maker, { side: SELL, lots: 100 });
    await exchange.place(other, { side: BUY, lots: 20 });
    faithless = new Set([other]);
    await settleAll();
    expect(stageOf(1)).toBe('quarantined');
    faithless = new Set([other, maker]);
    // The other side is seen to fail with a trade of its own.
    await exchange.place(taker, { side: BUY, lots: 5, oneShot: true });
    await settleAll();
    expect([stageOf(1), stageOf(2)]).toEqual(['annulled', 'quarantined']);
    expectNothingBut(2);
  });

  it('is annulled though a batch has passed it long ago', async () => {
    await exchange.place(maker, { side: SELL, lots: 100 });
    await exchange.place(other, { side: BUY, lots: 20 });
    await exchange.place(taker, { side: BUY, lots: 10, oneShot: true });
    faithless = new Set([other]);
    await settleAll();
    expect([stageOf(1), stageOf(2)]).toEqual(['quarantined', 'settled']);
    expect(exchange.state.settlement.through).toBe(2);
    faithless = new Set([other, maker]);
    await fundBackstop(exchange, { backstop });
    exchange.timeMs += A_WHILE_MS;
    await settleAll();
    expect([stageOf(1), stageOf(2)]).toEqual(['annulled', 'settled']);
    expect(exchange.service.state).toBe('working');
    expectReconciled();
  });

  it('stays annulled over a restart, by what was kept and by the journal alone', async () => {
    await fundBackstop(exchange, { backstop });
    await exchange.place(maker, { side: SELL, lots: 100 });
    await exchange.place(other, { side: BUY, lots: 20 });
    faithless = new Set([other, maker]);
    await settleAll();
    for (const rebuilt of [false, true]) {
      await exchange.restart(rebuilt);
      expect(stageOf(1)).toBe('annulled');
      expect(exchange.book.trades.size).toBe(0);
      await exchange.service.round();
      expect(contract.mined).toEqual([]);
    }
  });

  it('is told to who listens', async () => {
    await exchange.place(maker, { side: SELL, lots: 100 });
    await exchange.place(other, { side: BUY, lots: 20 });
    await fundBackstop(exchange, { backstop });
    faithless = new Set([other, maker]);
    const told: unknown[] = [];
    exchange.book.onChange((change) => told.push(change));
    await settleAll();
    expect(told).toEqual([{ kind: 'annulled', tradeId: 1 }]);
  });

  it('and the one in which its proceeds were sold on are annulled together', async () => {
    await exchange.place(maker, { side: SELL, lots: 100 });
    await exchange.place(other, { side: BUY, lots: 100 });
    await exchange.place(maker, { side: BUY, lots: 99, price: TICKS - 10 });
    await exchange.place(other, { side: SELL, lots: 99, price: TICKS - 10 });
    await exchange.service.left(other);
    expect([stageOf(1), stageOf(2)]).toEqual(['quarantined', 'quarantined']);
    await exchange.service.left(maker);
    expect([stageOf(1), stageOf(2)]).toEqual(['annulled', 'annulled']);
    expectReconciled();
  });
});

describe('whoever keeps their word', () => {
  it('keeps the trade, whatever becomes of the other side', async () => {
    await exchange.place(maker, { side: SELL, lots: 100 });
    await exchange.place(other, { side: BUY, lots: 20 });
    faithless = new Set([other]);
    for (let time = 0; time < 5; time += 1) await settleAll();
    expect(stageOf(1)).toBe('quarantined');
    await fundBackstop(exchange, { backstop });
    await settleAll();
    expect(stageOf(1)).toBe('settled');
    expectReconciled();
  });

  it('keeps it while they only want to leave: what they traded before is settled', async () => {
    await fundBackstop(exchange, { backstop });
    await exchange.place(maker, { side: SELL, lots: 100 });
    await exchange.place(other, { side: BUY, lots: 20 });
    faithless = new Set([other]);
    const leaves = {
      kind: 'freeze-account',
      account: maker,
      reason: 'exit',
      frozen: true,
    } as const;
    await exchange.port.execute(leaves);
    await settleAll();
    expect(stageOf(1)).toBe('settled');
    expectReconciled();
  });

  it('is not told twice that a trade is left out', async () => {
    await exchange.place(maker, { side: SELL, lots: 100 });
    await exchange.place(other, { side: BUY, lots: 20 });
    faithless = new Set([other]);
    await settleAll();
    await exchange.service.left(other);
    expect(exchange.troubles.filter(({ kind }) => kind === 'quarantined')).toHaveLength(1);
  });
});

describe('who leaves while trades are unsettled', () => {
  const freeze = async (reason: FreezeReason, frozen: boolean) =>
    await exchange.port.execute({ kind: 'freeze-account', account: other, reason, frozen });
  const isFrozen = () => exchange.state.accounts.isFrozen(other);
  const isFrozenFor = (reason: FreezeReason) => exchange.state.accounts.isFrozenFor(other, reason);

  /** The contract takes nothing of theirs any more: the exit binds, or has paid them. */
  function refuseTheirs(code = 'AccountExiting'): void {
    const account = exchange.state.accounts.address(other) as Address;
    contract.refuses = ({ orders }) => {
      const has = orders.some((order) => order.account.toLowerCase() === account);
      return has ? { code, args: { account } } : null;
    };
  }

  beforeEach(async () => {
    await exchange.place(maker, { side: SELL, lots: 100 });
    await exchange.place(other, { side: BUY, lots: 20 });
    await freeze('exit', true);
  });

  it.each(['AccountExiting', 'InsufficientBalance'])(
    'trades again when the exit is canceled, over a restart too: %s',
    async (code) => {
      await fundBackstop(exchange, { backstop });
      refuseTheirs(code);
      await settleAll();
      expect([stageOf(1), isFrozen()]).toEqual(['settled', true]);
      await exchange.restart(true);
      await exchange.service.round();
      await freeze('exit', false);
      expect(isFrozen()).toBe(false);
      await exchange.place(other, { side: BUY, lots: 5 });
      contract.refuses = () => null;
      await settleAll();
      expect(stageOf(2)).toBe('settled');
      expectReconciled();
    },
  );

  it('trades again when all was paid out before, as soon as the exit is canceled', async () => {
    await fundBackstop(exchange, { backstop });
    await exchange.service.left(other);
    await freeze('exit', false);
    expect(isFrozen()).toBe(false);
    await settleAll();
    expectReconciled();
  });

  it('is frozen for the exit when that was paid and nobody had said so', async () => {
    await fundBackstop(exchange, { backstop });
    await freeze('exit', false);
    await exchange.service.left(other);
    expect([isFrozenFor('exit'), isFrozenFor('unsettleable')]).toEqual([true, false]);
  });

  it('does not trade again before what they left behind is out of quarantine', async () => {
    refuseTheirs();
    await settleAll();
    await freeze('exit', false);
    expect([stageOf(1), isFrozen()]).toEqual(['quarantined', true]);
    await settleAll();
    expect(isFrozen()).toBe(true);
    await fundBackstop(exchange, { backstop });
    await settleAll();
    expect([stageOf(1), isFrozen()]).toEqual(['settled', false]);
    expectReconciled();
  });

  it('has what they left behind annulled where the other side failed, and is thawed as well', async () => {
    refuseTheirs();
    await settleAll();
    await exchange.service.left(maker);
    expect(stageOf(1)).toBe('annulled');
    await freeze('exit', false);
    expect(isFrozen()).toBe(false);
    expectReconciled();
  });

  it('stays frozen when a signature of theirs did not count besides, whichever is found first', async () => {
    faithless = new Set([other]);
    await settleAll();
    await exchange.service.left(other);
    await fundBackstop(exchange, { backstop });
    await settleAll();
    await freeze('exit', false);
    expect([stageOf(1), isFrozenFor('unsettleable')]).toEqual(['settled', true]);
  });

  it('stays frozen when a signature is found to be at fault after they left', async () => {
    refuseTheirs();
    await settleAll();
    await freeze('unsettleable', false);
    await freeze('exit', false);
    await exchange.place(other, { side: BUY, lots: 5 });
    contract.refuses = ({ orders }) => {
      const address = exchange.state.accounts.address(other);
      const index = orders.findIndex(({ account }) => account.toLowerCase() === address);
      return index === -1 ? null : { code: 'WrongSigner', args: { index: BigInt(index) } };
    };
    await settleAll();
    await fundBackstop(exchange, { backstop });
    await settleAll();
    expect(exchange.book.trades.quarantined.size).toBe(0);
    expect(isFrozenFor('unsettleable')).toBe(true);
  });

  it('is left to the operator when the exit that was seen is over: nothing would lift it again', async () => {
    await fundBackstop(exchange, { backstop });
    await freeze('exit', false);
    refuseTheirs();
    await settleAll();
    expect([isFrozenFor('exit'), isFrozenFor('unsettleable')]).toEqual([false, true]);
  });
});

describe('whatever fails in whatever order', () => {
  it.each(Array.from({ length: 12 }, (_, seed) => seed + 1))(
    'the ledger has what the chain has in the end, seed %s',
    async (seed) => {
      let state = seed;
      const below = (bound: number) => {
        state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
        return Math.floor((state / 4_294_967_296) * bound);
      };
      await begin();
      const accounts = [maker, taker, other, await exchange.account('44')];
      if (below(2) === 0) await fundBackstop(exchange, { backstop });
      for (let step = 0; step < 25; step += 1) {
        const account = accounts[below(4)] ?? maker;
        if (!exchange.state.accounts.isFrozen(account)) {
          const side = below(2) === 0 ? BUY : SELL;
          const price = TICKS + below(9) - 4;
          await exchange.place(account, { side, lots: 1 + below(40), price });
        }
        if (below(6) === 0) faithless.add(accounts[below(4)] ?? maker);
        if (below(3) === 0) await settleAll();
        if (below(8) === 0) await exchange.restart(seed % 2 === 0);
      }
      await settleAll();
      if (exchange.state.accounts.find(backstop.address.toLowerCase()) === -1)
        await fundBackstop(exchange, { backstop });
      await settleAll();
      expect(exchange.service.state).toBe('working');
      expect([...exchange.book.trades.quarantined]).toEqual([]);
      expectReconciled();
      const settled = contract.mined.flatMap(({ batch }) => batch.fills).length;
      const annulled = exchange.troubles.filter(({ kind }) => kind === 'annulled').length;
      expect(settled + annulled).toBe(exchange.state.tradeCount);
    },
  );
});

/** Every other trade is settled or annulled. */
function expectNothingBut(...tradeIds: readonly number[]): void {
  expect([...exchange.book.trades.all()].map(({ tradeId }) => tradeId)).toEqual(tradeIds);
}
