import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ScriptedFeed } from '#scripts/testing/scripted-feed.ts';
import { openAccount } from './account-opening.ts';
import { ClientNames } from './client-names.ts';
import { BUY, type PlaceOrder, SELL } from './engine/index.ts';
import { ExchangeCore } from './exchange-core.ts';
import { ExchangeProjections } from './exchange-projections.ts';
import { limits } from './limits.ts';
import { clientOrderNumber } from './order-entry/index.ts';
import { SettlementBook } from './settlement/index.ts';
import { createLogger } from './telemetry/index.ts';

const PRICE = 6_742_150;

let folder: string;
let feed: ScriptedFeed;
let running: { core: ExchangeCore; projections: ExchangeProjections; names: ClientNames }[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lux-projections-'));
  feed = new ScriptedFeed(Date.now);
  feed.trade('BTC-USDT', PRICE);
  running = [];
});

afterEach(async () => {
  for (const each of running) await stop(each);
  rmSync(folder, { recursive: true, force: true });
});

type Running = (typeof running)[number];

/** An exchange on the folder that takes commands. */
async function start(journal = 'local-1337:a'): Promise<Running> {
  const logger = createLogger('silent');
  const names = new ClientNames(100, clientOrderNumber);
  const core = new ExchangeCore({
    networkDir: folder,
    network: 'local-1337',
    snapshotEvery: 1_000,
    snapshotsKept: 2,
    archiveJournal: true,
    feed,
    limits,
    logger,
    now: Date.now,
    restore: (recovered) => projections.restore(recovered),
  });
  const projections = new ExchangeProjections({
    port: core.port,
    index: feed,
    clientNames: names,
    pseudonym: String,
    storePlace: { folder: join(folder, 'history'), url: null },
    journal,
    settlement: new SettlementBook(),
    others: [],
    limits,
    logger,
    now: Date.now,
  });
  const one = { core, projections, names };
  running.push(one);
  await Promise.race([core.run(), core.ready]);
  return one;
}

async function stop({ core, projections }: Running): Promise<void> {
  await core.stop();
  await projections.stop();
}

/** Two accounts with money trade 3 lots; 2 of the maker's 5 stay. */
async function trade({ core }: Running, sourceSeq: number): Promise<void> {
  const { port } = core;
  for (const [at, name] of ['11', '22'].entries()) {
    const account = await openAccount(port, `0x${name.repeat(20)}`);
    for (const asset of [0, 1]) {
      const money = { asset, amount: 10 ** 12, source: 1, sourceSeq: sourceSeq + 2 * at + asset };
      await port.execute({ kind: 'deposit', account, ...money });
    }
  }
  await place(port, { account: 1, side: SELL, quantity: 5 });
  await place(port, { account: 2, side: BUY, quantity: 3 });
}

async function place(
  port: ExchangeCore['port'],
  order: Pick<PlaceOrder, 'account' | 'side' | 'quantity'> & { readonly clientOrderId?: number },
): Promise<void> {
  await port.execute({
    kind: 'place',
    market: 1,
    orderId: 0,
    clientOrderId: 0,
    type: 0,
    timeInForce: 0,
    price: PRICE,
    displayQuantity: 0,
    postOnly: 0,
    reduceOnly: false,
    selfTrade: 0,
    trigger: 0,
    triggerBy: 0,
    triggerPrice: 0,
    expiry: 0,
    takeProfit: null,
    stopLoss: null,
    signature: null,
    authority: null,
    ...order,
  });
}

/** Orders, fills and market data of the two accounts as they are told. */
function told({ projections }: Running) {
  const { accounts, marketData } = projections;
  return {
    open: [1, 2].map((account) => accounts.openOrders(account)),
    fills: [1, 2].map((account) => accounts.fills(account, 10)),
    trades: marketData.recentTrades('BTC-USDT', 10),
    minutes: marketData.candles('BTC-USDT', '1m', { limit: 1 }),
  };
}

describe('what is made of what the engine does', () => {
  it('is the same after a restart, and goes on', async () => {
    const first = await start();
    await trade(first, 1);
    const before = told(first);
    expect(before.open[0]).toMatchObject([{ status: 'partial', filledLots: 3, quantityLots: 5 }]);
    expect(before.fills.map((fills) => fills.length)).toEqual([1, 1]);
    await stop(first);
    const second = await start();
    expect(told(second)).toEqual(before);
    await trade(second, 10);
    expect(told(second).trades.map(({ tradeId }) => tradeId)).toEqual([1, 2, 3]);
  }, 60_000);

  it('is made again from the journal when the history is lost', async () => {
    const first = await start();
    await trade(first, 1);
    const before = told(first);
    await stop(first);
    rmSync(join(folder, 'history'), { recursive: true });
    const second = await start();
    expect(told(second)).toEqual(before);
    const page = { account: 1, market: null, statuses: null, before: null, limit: 10 };
    const orders = await second.projections.store?.orders(page);
    expect(orders).toMatchObject([{ status: 'partial', filledLots: 3 }]);
    const trades = await second.projections.store?.trades({ market: 1, before: null, limit: 10 });
    expect(trades).toHaveLength(1);
  }, 60_000);

  it('learns the name of an order that it was lost of when the order is sent again', async () => {
    const running = await start();
    await trade(running, 1);
    const { core, projections, names } = running;
    const number = clientOrderNumber('mine');
    const order = { account: 1, side: SELL, quantity: 1, clientOrderId: number } as const;
    await place(core.port, order);
    const page = { account: 1, market: null, statuses: null, before: null, limit: 1 };
    const unnamed = await projections.store?.orders(page);
    expect(unnamed).toMatchObject([{ clientOrderId: `unnamed-${number}` }]);
    names.remember({ account: 1, number }, 'mine');
    await place(core.port, order);
    expect(await projections.store?.orders(page)).toMatchObject([{ clientOrderId: 'mine' }]);
  }, 60_000);

  it('refuses a history of another journal, or of one that went further', async () => {
    const first = await start();
    await trade(first, 1);
    await stop(first);
    await expect(start('local-1337:b')).rejects.toThrow(/history of journal local-1337:a/);
    rmSync(join(folder, 'journal'), { recursive: true });
    rmSync(join(folder, 'snapshots'), { recursive: true, force: true });
    await expect(start()).rejects.toThrow(/the journal ends with 0/);
  }, 60_000);
});
