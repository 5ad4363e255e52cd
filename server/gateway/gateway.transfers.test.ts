import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ForcedExit, PendingDeposit, Withdrawal } from '#lib/domain/settlement.ts';
import { decodeServerFrame } from '#lib/protocol/frames/server-frame.ts';
import { decodeExitsResponse } from '#lib/protocol/rest/exits.ts';
import { ScriptedSettlement } from '#scripts/testing/scripted-settlement.ts';
import { SocketClient } from '#scripts/testing/socket-client.ts';
import { type ApiTrader, TradingGateway } from '#scripts/testing/trading-gateway.ts';
import { limits } from '#server/limits.ts';

const HASH = `0x${'5'.repeat(64)}` as const;
const TO = `0x${'b0'.repeat(20)}` as const;

let settlement: ScriptedSettlement;
let exchange: TradingGateway;
let alice: ApiTrader;
let deposit: PendingDeposit;

const withdrawal: Withdrawal = {
  nonce: 12,
  asset: 'USDT',
  quanta: 5_000_000,
  to: TO,
  stage: 'requested',
  transaction: null,
  requestedMs: 1_790_000_000_000,
};

const exitOf = (id: number, changes: Partial<ForcedExit> = {}): ForcedExit => ({
  id,
  stage: 'requested',
  requestedMs: 1_790_000_000_000,
  bindsMs: 1_790_000_060_000,
  executableMs: 1_790_003_600_000,
  transaction: HASH,
  canceledBy: null,
  payouts: [],
  ...changes,
});

beforeEach(async () => {
  settlement = new ScriptedSettlement();
  exchange = await TradingGateway.begin({ settlement });
  alice = await exchange.trader();
  deposit = {
    account: alice.address,
    asset: 'USDT',
    quanta: 7_000_000,
    confirmations: 1,
    needed: 3,
    transaction: HASH,
    depositId: 4,
  };
});

afterEach(async () => {
  await exchange.close();
  expect(exchange.started.failures).toEqual([]);
});

async function followed(fromSeq?: number): Promise<SocketClient> {
  const client = await exchange.connect(alice);
  const from = fromSeq === undefined ? {} : { from_seq: fromSeq };
  client.send({ type: 'subscribe', channel: 'transfers', symbols: ['*'], ...from });
  expect(await client.next()).toMatchObject({ type: 'subscribed' });
  return client;
}

const dataOf = async (client: SocketClient) => (await client.next()).data;
const empty = { deposits: [], done_deposits: [], withdrawals: [], exits: [] };

describe('the channel transfers', () => {
  it('begins with what is on its way, and goes on with what happens to it', async () => {
    settlement.underWayOf = { deposits: [deposit], withdrawals: [withdrawal], exits: [exitOf(3)] };
    const client = await followed();
    const snapshot = await client.next();
    expect(snapshot.data).toMatchObject({
      deposits: [{ deposit_id: 4, amount: 7, confirmations: 1, confirmations_needed: 3 }],
      done_deposits: [],
      withdrawals: [{ nonce: 12, status: 'requested' }],
      exits: [{ id: 3, status: 'requested', executable_at: 1_790_003_600_000, tx_hash: HASH }],
      snapshot: true,
    });
    const { account } = alice;
    const tell = settlement.announce.bind(settlement);
    tell({
      kind: 'transfer',
      transfer: {
        kind: 'deposit',
        account,
        deposit: { ...deposit, confirmations: 2 },
        isDone: false,
      },
    });
    tell({ kind: 'transfer', transfer: { kind: 'deposit', account, deposit, isDone: true } });
    const paid = { ...withdrawal, stage: 'paid', transaction: HASH } as const;
    tell({ kind: 'transfer', transfer: { kind: 'withdrawal', account, withdrawal: paid } });
    const payouts = [{ asset: 'BTC', quanta: 5, transaction: HASH }];
    const exit = exitOf(3, { stage: 'paid', payouts });
    tell({ kind: 'transfer', transfer: { kind: 'exit', account, exit } });
    expect(await dataOf(client)).toMatchObject({
      ...empty,
      deposits: [{ deposit_id: 4, confirmations: 2 }],
      sequence: 1,
      prev_sequence: 0,
    });
    expect(await dataOf(client)).toMatchObject({ ...empty, done_deposits: [4], sequence: 2 });
    const last = await client.next();
    expect(last.data).toMatchObject({ ...empty, withdrawals: [{ status: 'paid', tx_hash: HASH }] });
    const told = await client.next();
    expect(told.data).toMatchObject({
      exits: [{ status: 'paid', payouts: [{ asset: 'BTC', amount: 5e-8, tx_hash: HASH }] }],
      sequence: 4,
    });
    tell({ kind: 'transfer', transfer: { kind: 'exits-undone', account, ids: [3] } });
    expect(await dataOf(client)).toMatchObject({ exits: [], undone_exits: [3], sequence: 5 });
    await client.close();
  });

  it('is of nobody else, and of nobody who is not known', async () => {
    const bob = await exchange.trader();
    const client = await exchange.connect(bob);
    client.send({ type: 'subscribe', channel: 'transfers', symbols: ['*'] });
    await client.next();
    expect(await dataOf(client)).toMatchObject(empty);
    const { account } = alice;
    settlement.announce({
      kind: 'transfer',
      transfer: { kind: 'withdrawal', account, withdrawal },
    });
    settlement.announce({
      kind: 'transfer',
      transfer: { kind: 'deposit', account: null, deposit, isDone: false },
    });
    expect(await client.flush()).toEqual([]);
    await client.close();
    const stranger = await SocketClient.connect(exchange.started.wsUrl);
    stranger.send({ type: 'subscribe', channel: 'transfers', symbols: ['*'] });
    expect(await stranger.next()).toMatchObject({ type: 'error' });
    await stranger.close();
  });

  it('gives whoever comes back what was missed, and a snapshot when that is too long ago', async () => {
    const client = await followed();
    await client.next();
    const { account } = alice;
    const tell = (nonce: number) =>
      settlement.announce({
        kind: 'transfer',
        transfer: { kind: 'withdrawal', account, withdrawal: { ...withdrawal, nonce } },
      });
    // Another number of the exchange than the snapshot's.
    await exchange.trader();
    tell(20);
    const { seq } = await client.next();
    await client.close();
    await exchange.trader();
    tell(21);
    const again = await followed(Number(seq));
    expect(await dataOf(again)).toMatchObject({ withdrawals: [{ nonce: 21 }], sequence: 2 });
    await again.close();
    const late = await followed(1);
    expect(await dataOf(late)).toMatchObject({ snapshot: true });
    await late.close();
  });

  it('tells the newest exits only; all are listed', async () => {
    const exits = Array.from({ length: limits.snapshotExits + 5 }, (_, index) =>
      exitOf(99 - index),
    );
    settlement.underWayOf = { deposits: [], withdrawals: [], exits };
    const client = await followed();
    const frame = decodeServerFrame(await client.next());
    if (frame?.type !== 'transfer_update') throw new Error('another frame came');
    expect(frame.data.exits.map(({ id }) => id)).toEqual(
      exits.slice(0, limits.snapshotExits).map(({ id }) => id),
    );
    await client.close();
  });
});

describe('/v1/exits', () => {
  async function ask(query: string, { accept = 'application/json', by = alice } = {}) {
    const { apiKey, apiSecret } = by.credentials;
    const response = await fetch(`${exchange.started.url}/v1/exits${query}`, {
      headers: { authorization: `Bearer ${apiKey}:${apiSecret}`, accept },
    });
    return { status: response.status, text: await response.text() };
  }

  it('lists all in pages, the newest first', async () => {
    settlement.forced = [9, 7, 5, 3].map((id) => exitOf(id));
    const page = async (query: string) => JSON.parse((await ask(query)).text);
    const first = await page('?limit=3');
    expect(first.exits.map(({ id }: { id: number }) => id)).toEqual([9, 7, 5]);
    const rest = decodeExitsResponse(await page(`?limit=3&cursor=${first.next_cursor}`));
    expect(rest.rows).toEqual([exitOf(3)]);
    expect(rest.nextCursor).toBeNull();
    expect((await ask('?cursor=-1')).status).toBe(400);
  });

  it('says what was paid and what was taken back, as CSV too', async () => {
    const payouts = [{ asset: 'USDT', quanta: 2_500_000, transaction: HASH }];
    settlement.forced = [
      exitOf(9, { stage: 'paid', payouts }),
      exitOf(7, { stage: 'canceled', canceledBy: HASH }),
    ];
    const { text } = await ask('', { accept: 'text/csv' });
    const [head, paid, canceled] = text.split('\r\n');
    expect(head).toMatch(/^id,status,requested_at,binds_at,executable_at,tx_hash,cancel_tx_hash/);
    expect(paid).toMatch(new RegExp(`^9,paid,.*USDT 2.500000 in ${HASH}`));
    expect(canceled).toMatch(/^7,cancelled,/);
  });

  it('is for whoever is known, and not there where nothing settles', async () => {
    const stranger = await fetch(`${exchange.started.url}/v1/exits`);
    expect(stranger.status).toBe(401);
    await exchange.close();
    exchange = await TradingGateway.begin({});
    expect((await ask('', { by: await exchange.trader() })).status).toBe(501);
  });
});
