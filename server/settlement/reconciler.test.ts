import { beforeEach, expect, it } from 'vitest';
import type { Address } from '#lib/domain/address.ts';
import { ScriptedClearingHouse } from '#scripts/testing/scripted-clearing-house.ts';
import { SettlingExchange } from '#scripts/testing/settling-exchange.ts';
import { BUY, EngineState, SELL } from '#server/engine/index.ts';
import { Reconciler } from './reconciler.ts';

const FEE_ACCOUNT = `0x${'fe'.repeat(20)}` as const;
const BLOCK = { number: 9, hash: '0x09', timestampMs: 9_000 } as const;
/** Numbers in the contract: LUSD 0, LBTC 3. */
const CHAIN_BTC = 3;

let exchange: SettlingExchange;
let balances: Map<string, number[]>;
let reconciler: Reconciler;

function chainOf(address: Address): number[] {
  const found = balances.get(address.toLowerCase()) ?? [0, 0, 0, 0];
  balances.set(address.toLowerCase(), found);
  return found;
}

/** Money in the contract, as it was when everybody had deposited. */
async function account(byte: string): Promise<number> {
  const number = await exchange.account(byte);
  const quanta = chainOf(exchange.book.addressOf(number));
  [quanta[0], quanta[CHAIN_BTC]] = [10 ** 12, 10 ** 12];
  return number;
}

beforeEach(async () => {
  exchange = await SettlingExchange.begin(new EngineState(), new ScriptedClearingHouse());
  balances = new Map();
  reconciler = new Reconciler({
    port: exchange.port,
    book: exchange.book,
    backstop: null,
    reader: {
      feeAccount: async () => await Promise.resolve(FEE_ACCOUNT),
      balances: async (accounts) => await Promise.resolve(accounts.map(chainOf)),
      assets: async () => {
        const sum = (place: number) =>
          [...balances.values()].reduce((total, quanta) => total + (quanta[place] ?? 0), 0);
        const assets = [0, 1, 2, 3].map((place) => {
          return { token: FEE_ACCOUNT, custody: sum(place), held: sum(place) + 1 };
        });
        return await Promise.resolve(assets);
      },
    },
  });
});

it('agrees while trades wait, orders lock money, and withdrawals are not paid', async () => {
  const maker = await account('11');
  const taker = await account('22');
  await exchange.place(maker, { side: SELL, lots: 100 });
  await exchange.place(taker, { side: BUY, lots: 33, oneShot: true });
  await exchange.withdraw(maker, 5_000, 1);
  const found = await reconciler.check(BLOCK);
  expect(found?.differences).toEqual([]);
  expect(found?.accountsChecked).toBe(3);
  const usdt = found?.assets.find(({ asset }) => asset === 'USDT');
  expect(usdt).toMatchObject({ custody: 2 * 10 ** 12, held: 2 * 10 ** 12 + 1 });
  expect(usdt?.liabilities).toBe(2 * 10 ** 12);
  expect(usdt?.exchangeOwned).toBeGreaterThan(0);
});

it('agrees when a trade is settled, to the unit, and finds what is a unit off', async () => {
  const maker = await account('11');
  const taker = await account('22');
  await exchange.place(maker, { side: SELL, lots: 100 });
  await exchange.place(taker, { side: BUY, lots: 33, oneShot: true });
  await exchange.settleAll();
  expect((await reconciler.check(BLOCK))?.differences).toHaveLength(6);
  for (const number of [0, maker, taker]) {
    const address = number === 0 ? FEE_ACCOUNT : exchange.book.addressOf(number);
    const quanta = chainOf(address);
    quanta[0] = exchange.state.ledger.available(number, 0);
    quanta[CHAIN_BTC] =
      exchange.state.ledger.available(number, 1) + exchange.state.ledger.locked(number, 1);
  }
  expect((await reconciler.check(BLOCK))?.differences).toEqual([]);
  const quanta = chainOf(exchange.book.addressOf(taker));
  quanta[0] = (quanta[0] ?? 0) - 1;
  expect((await reconciler.check(BLOCK))?.differences).toEqual([
    {
      account: exchange.book.addressOf(taker),
      asset: 'USDT',
      onChain: quanta[0],
      expected: (quanta[0] ?? 0) + 1,
    },
  ]);
});

it('counts a trade that is left out as not settled, and one that was taken over as the other’s', async () => {
  const maker = await account('11');
  const taker = await account('22');
  const other = await account('33');
  await exchange.place(maker, { side: SELL, lots: 100 });
  await exchange.place(taker, { side: BUY, lots: 33, oneShot: true });
  const { port } = exchange;
  await port.execute({
    kind: 'freeze-account',
    account: taker,
    reason: 'unsettleable',
    frozen: true,
  });
  await port.execute({ kind: 'quarantine-trade', tradeId: 1 });
  expect((await reconciler.check(BLOCK))?.differences).toEqual([]);
  const [paid, received] = [33 * 6_700_000, 33 * 10_000 - 165];
  const { events } = await port.execute({
    kind: 'reassign-trade',
    tradeId: 1,
    from: taker,
    to: other,
    paidAsset: 0,
    paid,
    receivedAsset: 1,
    received,
  });
  expect(events[0]).toMatchObject({ kind: 'trade-reassigned' });
  expect((await reconciler.check(BLOCK))?.differences).toEqual([]);
});
