import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Order } from '#lib/domain/order.ts';
import { storedOrder as order, storedTrade as trade } from '#scripts/testing/stored-rows.ts';
import type { EngineEvent } from '#server/engine/index.ts';
import { openDatabase } from './database.ts';
import { Store } from './store.ts';

const MINUTE = 60_000;

/** A database with its tables: making one takes seconds, copying it does not. */
let template: string;
let folder: string;
let stores: Store[];
let faults: unknown[];

beforeAll(async () => {
  template = mkdtempSync(join(tmpdir(), 'lux-store-template-'));
  const { close } = await openDatabase({ folder: join(template, 'store'), url: null });
  await close();
}, 30_000);

afterAll(() => rmSync(template, { recursive: true, force: true }));

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lux-store-'));
  cpSync(join(template, 'store'), join(folder, 'store'), { recursive: true });
  stores = [];
  faults = [];
});

afterEach(async () => {
  for (const store of stores) await store.close().catch(() => undefined);
  rmSync(folder, { recursive: true, force: true });
});

async function opened(journal = 'local-1337:a', maxPendingRows = 10_000) {
  const answer = await Store.open({
    place: { folder: join(folder, 'store'), url: null },
    journal,
    pseudonym: (account) => `trader-${account}`,
    maxPendingRows,
    retention: { unfilledOrderMs: 1_000, unfilledOrdersPerAccount: 2, refusedPerAccount: 1 },
    onFault: (error) => faults.push(error),
  });
  stores.push(answer.store);
  return answer;
}

/** Tells a store of commands, one after another, as they become durable together. */
function tell(
  store: Store,
  firstSeq: number,
  commands: readonly { readonly time: number; readonly events: readonly EngineEvent[] }[],
): void {
  for (const [at, { time, events }] of commands.entries()) {
    store.take({ seq: firstSeq + at, timeMs: time, events });
  }
  store.settle();
}

/** Tells a store of an order of an account. */
function put(store: Store, account: number, order: Order): void {
  store.putOrder({ account, clientOrderNumber: 0, order });
}

const everything = { before: null, limit: 100 };

describe('the store', () => {
  it('begins empty, and goes on where it was closed', async () => {
    const { store, position } = await opened();
    expect(position).toEqual({ seq: 0, firstSeq: 1 });
    tell(store, 1, [
      { time: 5, events: [] },
      { time: 6, events: [trade(1, 10, 2)] },
    ]);
    await store.close();
    const again = await opened();
    expect(again.position).toEqual({ seq: 2, firstSeq: 1 });
    expect(await again.store.trades({ market: 1, ...everything })).toHaveLength(1);
  }, 30_000);

  it('tells trades to everybody, and each side its own', async () => {
    const { store } = await opened();
    tell(store, 1, [{ time: 7, events: [trade(1, 100, 2), trade(2, 101, 3)] }]);
    const [newest, oldest] = await store.trades({ market: 1, ...everything });
    expect(newest).toMatchObject({
      tradeId: 2,
      symbol: 'BTC-USDT',
      takerSide: 'sell',
      buyer: 'trader-1',
      seller: 'trader-2',
      buyOrderId: 42,
      sellOrderId: 82,
      timestampMs: 7,
    });
    expect(oldest).toMatchObject({ tradeId: 1, takerSide: 'buy', buyer: 'trader-2' });
    const [made] = await store.fills({ account: 1, market: null, ...everything });
    expect(made).toMatchObject({ role: 'maker', side: 'buy', feeQuanta: 3, feeAsset: 'BTC' });
    const [taken] = await store.fills({ account: 2, market: 1, before: 2, limit: 1 });
    expect(taken).toMatchObject({ tradeId: 1, role: 'taker', side: 'buy', feeQuanta: 7 });
    expect(await store.fills({ account: 3, market: null, ...everything })).toEqual([]);
  }, 30_000);

  it('sums up minutes exactly over several writes', async () => {
    const { store } = await opened();
    tell(store, 1, [{ time: MINUTE + 1, events: [trade(1, 100, 2), trade(2, 90, 1)] }]);
    await store.flush();
    tell(store, 2, [{ time: MINUTE + 9, events: [trade(3, 110, 4)] }]);
    tell(store, 3, [{ time: 3 * MINUTE, events: [trade(4, 95, 1)] }]);
    const minutes = await store.minutes({ market: 1, fromMs: 0, toMs: 10 * MINUTE });
    expect(minutes).toEqual([
      {
        market: 1,
        startMs: MINUTE,
        openTicks: 100,
        highTicks: 110,
        lowTicks: 90,
        closeTicks: 110,
        volumeLots: 7,
        volumeQuanta: 730,
        tradeCount: 3,
      },
      {
        market: 1,
        startMs: 3 * MINUTE,
        openTicks: 95,
        highTicks: 95,
        lowTicks: 95,
        closeTicks: 95,
        volumeLots: 1,
        volumeQuanta: 95,
        tradeCount: 1,
      },
    ]);
  }, 30_000);

  it('does not count twice what it is told again', async () => {
    const { store } = await opened();
    const again = () => tell(store, 1, [{ time: 7, events: [trade(1, 100, 2)] }]);
    again();
    again();
    await store.flush();
    again();
    expect(await store.trades({ market: 1, ...everything })).toHaveLength(1);
    expect(faults).toEqual([]);
  }, 30_000);

  it('keeps the newest form of an order, and pages through them', async () => {
    const { store } = await opened();
    for (const id of [4, 8, 12]) put(store, 1, order(id));
    tell(store, 1, [{ time: 1, events: [] }]);
    await store.flush();
    put(store, 1, order(8, { status: 'partial', filledLots: 5, filledQuanta: 33_710_750 }));
    put(store, 2, order(16, { displayLots: 3 }));
    const page = await store.orders({
      account: 1,
      market: null,
      statuses: null,
      before: null,
      limit: 2,
    });
    expect(page.map(({ orderId, status }) => [orderId, status])).toEqual([
      [12, 'open'],
      [8, 'partial'],
    ]);
    const rest = await store.orders({
      account: 1,
      market: 1,
      statuses: ['open'],
      before: 8,
      limit: 2,
    });
    expect(rest).toEqual([order(4)]);
    expect(await store.order(16)).toEqual({ account: 2, order: order(16, { displayLots: 3 }) });
    expect(await store.order(20)).toBeNull();
  }, 30_000);

  it('remembers which commands signed an order anew, and forgets them with it', async () => {
    const { store } = await opened();
    const terms = { account: 1, market: 1, price: 1, quantity: 1, triggerPrice: 0, expiry: 0 };
    const modified = (orderId: number, keptPriority = false) => ({
      time: 1,
      events: [{ kind: 'modified', orderId, keptPriority, ...terms } as const],
    });
    put(store, 1, order(4, { status: 'canceled', reason: 'order/canceled', updatedMs: 10 }));
    put(store, 1, order(8));
    tell(store, 1, [modified(4), modified(8), modified(4, true), modified(4)]);
    expect(await store.orderVersions(4)).toEqual([4, 1]);
    expect(await store.orderVersions(8)).toEqual([2]);
    expect(await store.orderVersions(12)).toEqual([]);
    expect(await store.prune(5_000)).toBe(1);
    expect(await store.orderVersions(4)).toEqual([]);
    expect(await store.orderVersions(8)).toEqual([2]);
  }, 30_000);

  it('remembers deposits, with the transaction where it was told, and withdrawals', async () => {
    const { store } = await opened();
    const transaction = `0x${'ab'.repeat(32)}`;
    tell(store, 1, [
      { time: 5, events: [{ kind: 'deposited', account: 1, asset: 0, amount: 2 ** 53 - 1 }] },
      { time: 6, events: [{ kind: 'withdrawn', account: 1, asset: 0, amount: 10 }] },
      { time: 7, events: [{ kind: 'deposited', account: 1, asset: 2, amount: 3 }] },
      { time: 8, events: [{ kind: 'deposited', account: 2, asset: 2, amount: 4 }] },
    ]);
    store.putDeposit({ seq: 3, transaction });
    store.putDeposit({ seq: 3, transaction });
    const of = { account: 1, ...everything } as const;
    expect(await store.transfers({ ...of, kind: 'deposit' })).toEqual([
      { seq: 3, account: 1, kind: 'deposit', asset: 2, amountQuanta: 3, timeMs: 7, transaction },
      {
        ...{ seq: 1, account: 1, kind: 'deposit', asset: 0, amountQuanta: 2 ** 53 - 1, timeMs: 5 },
        transaction: null,
      },
    ]);
    expect(await store.transfers({ ...of, kind: 'withdrawal' })).toMatchObject([
      { seq: 2, amountQuanta: 10, transaction: null },
    ]);
    expect(await store.transfers({ ...of, kind: 'deposit', before: 3 })).toMatchObject([
      { seq: 1 },
    ]);
    expect(await store.transfers({ ...of, kind: 'deposit', limit: 1 })).toMatchObject([{ seq: 3 }]);
  }, 30_000);

  it('forgets unfilled orders that are old or many, and nothing else', async () => {
    const { store } = await opened();
    const ended = { status: 'canceled', reason: 'order/canceled' } as const;
    put(store, 1, order(4, { ...ended, updatedMs: 10 }));
    put(store, 1, order(8, { ...ended, updatedMs: 10, filledLots: 1 }));
    put(store, 1, order(12, { updatedMs: 10 }));
    for (const id of [16, 20, 24]) put(store, 1, order(id, { ...ended, updatedMs: 5_000 }));
    tell(store, 1, [{ time: 1, events: [] }]);
    await store.flush();
    expect(await store.prune(5_500)).toBe(2);
    const left = await store.orders({ account: 1, market: null, statuses: null, ...everything });
    expect(left.map(({ orderId }) => orderId)).toEqual([24, 20, 12, 8]);
  }, 30_000);

  it('keeps so many refused orders of an account, which push out no others', async () => {
    const { store } = await opened();
    const ended = { status: 'canceled', reason: 'order/canceled', updatedMs: 5_000 } as const;
    const refused = { status: 'rejected', reason: 'risk/insufficient-funds' } as const;
    for (const id of [4, 8]) put(store, 1, order(id, ended));
    for (const id of [12, 16, 20]) put(store, 1, order(id, { ...refused, updatedMs: 5_000 }));
    tell(store, 1, [{ time: 1, events: [] }]);
    await store.flush();
    expect(await store.prune(5_500)).toBe(2);
    const query = { account: 1, market: null, statuses: null, ...everything };
    expect(await store.orders(query)).toMatchObject([
      { orderId: 20, ...refused },
      { orderId: 8 },
      { orderId: 4 },
    ]);
  }, 30_000);

  it('keeps a process until it has closed, which waits for nothing else', async () => {
    const program = `
      import { Store } from ${JSON.stringify(new URL('./store.ts', import.meta.url).href)};
      const { store } = await Store.open({
        place: { folder: ${JSON.stringify(join(folder, 'store'))}, url: null },
        journal: 'local-1337:a',
        pseudonym: String,
        maxPendingRows: 10,
        retention: { unfilledOrderMs: 1_000, unfilledOrdersPerAccount: 2, refusedPerAccount: 1 },
        onFault: (error) => { throw error; },
      });
      store.take({ seq: 1, timeMs: 1, events: [] });
      await store.close();
      console.log('closed');
    `;
    const path = join(folder, 'program.mjs');
    writeFileSync(path, program);
    const { stdout } = await promisify(execFile)(process.execPath, [path]);
    expect(stdout).toBe('closed\n');
    expect((await opened()).position.seq).toBe(1);
  }, 60_000);

  it('refuses the history of another journal', async () => {
    const { store } = await opened('local-1337:a');
    await store.close();
    await expect(opened('local-1337:b')).rejects.toThrow(/history of journal local-1337:a/);
  }, 30_000);

  it('stops with a reason when the database does not keep up, and tells no half of it', async () => {
    const { store } = await opened('local-1337:a', 2);
    tell(store, 1, [{ time: 1, events: [trade(1, 10, 1)] }]);
    await store.flush();
    const many = [trade(2, 10, 1), trade(3, 10, 1), trade(4, 10, 1)];
    tell(store, 2, [{ time: 1, events: many }]);
    expect(faults).toHaveLength(1);
    expect(store.fault).toBeInstanceOf(Error);
    const behind = { code: 'store/behind' };
    await expect(store.trades({ market: 1, ...everything })).rejects.toMatchObject(behind);
    await store.close();
    // Nothing of the batch that did not fit is there: the journal tells it again.
    const again = await opened();
    expect(again.position.seq).toBe(1);
    expect(await again.store.trades({ market: 1, ...everything })).toHaveLength(1);
  }, 30_000);

  it('writes all of a batch or nothing', async () => {
    const { store } = await opened();
    tell(store, 1, [{ time: 1, events: [trade(1, 10, 1)] }]);
    await store.flush();
    // A trade number that is there already: the database refuses the batch.
    put(store, 1, order(4));
    tell(store, 2, [{ time: 1, events: [trade(2, 10, 1), trade(1, 10, 1)] }]);
    await store.flush();
    expect(faults).toHaveLength(1);
    await expect(store.order(4)).rejects.toMatchObject({ code: 'store/behind' });
    await store.close();
    const again = await opened();
    expect(again.position.seq).toBe(1);
    expect(await again.store.trades({ market: 1, ...everything })).toHaveLength(1);
    expect(await again.store.order(4)).toBeNull();
  }, 30_000);
});
