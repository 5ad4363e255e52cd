import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Order } from '#lib/domain/order.ts';
import {
  type PostgresServer,
  postgresPrograms,
  startPostgres,
} from '#scripts/testing/postgres-server.ts';
import { storedOrder, storedTrade } from '#scripts/testing/stored-rows.ts';
import { Store } from './store.ts';

const MISSING = 'PostgreSQL is not installed: apt-get install postgresql';

const programs = postgresPrograms();
let server: PostgresServer | null = null;

beforeAll(async () => {
  if (programs !== null) server = await startPostgres(programs);
}, 60_000);

afterAll(async () => await server?.stop());

const everything = { before: null, limit: 100 };

async function opened(journal: string, url = server?.url ?? '') {
  return await Store.open({
    place: { folder: '', url },
    journal,
    pseudonym: String,
    maxPendingRows: 10_000,
    retention: { unfilledOrderMs: 1_000, unfilledOrdersPerAccount: 10, refusedPerAccount: 1 },
    onFault: (error) => {
      throw error;
    },
  });
}

describe('the store on a PostgreSQL server', () => {
  it('makes the same tables, and answers the same questions', async ({ skip }) => {
    skip(programs === null, MISSING);
    const { store, position } = await opened('local-1337:a');
    expect(position).toEqual({ seq: 0, firstSeq: 1 });
    const first = [storedTrade(1, 100, 2), storedTrade(2, 90, 2 ** 31 - 1)];
    const put = (order: Order) => store.putOrder({ account: 1, clientOrderNumber: 0, order });
    put(storedOrder(4, { filledQuanta: 2 ** 53 - 1 }));
    put(storedOrder(8, { status: 'canceled', updatedMs: 10 }));
    store.take({ seq: 1, timeMs: 60_001, events: first });
    await store.flush();
    const second = [storedTrade(3, 110, 4)];
    put(storedOrder(4, { status: 'partial', filledLots: 7 }));
    store.take({ seq: 2, timeMs: 60_002, events: second });
    expect(await store.minutes({ market: 1, fromMs: 0, toMs: 120_000 })).toMatchObject([
      { openTicks: 100, highTicks: 110, lowTicks: 90, closeTicks: 110, tradeCount: 3 },
    ]);
    const orders = { account: 1, market: null, statuses: null, ...everything };
    expect(await store.orders(orders)).toMatchObject([
      { orderId: 8, status: 'canceled' },
      { orderId: 4, status: 'partial', filledLots: 7 },
    ]);
    expect(await store.prune(5_000)).toBe(1);
    expect(await store.fills({ account: 2, market: 1, ...everything })).toHaveLength(3);
    await store.close();
    const again = await opened('local-1337:a');
    expect(again.position.seq).toBe(2);
    await again.store.close();
  }, 60_000);

  it('refuses the history of another journal, and says when nobody answers', async ({ skip }) => {
    skip(programs === null, MISSING);
    await expect(opened('local-1337:b')).rejects.toThrow(/history of journal/);
    await expect(opened('local-1337:a', 'postgres://lux@127.0.0.1:1/none')).rejects.toThrow();
  }, 60_000);
});
