import { beforeEach, describe, expect, it } from 'vitest';
import { FakeSocket } from '#scripts/testing/fake-socket.ts';
import { ManualClock } from '#scripts/testing/manual-clock.ts';
import { createStreamClient, type StreamClient } from './stream-client.ts';

const OWNER = `0x${'ab'.repeat(20)}`;

let clock: ManualClock;
let sockets: FakeSocket[];
let client: StreamClient;

class RecordedSocket extends FakeSocket {
  constructor(url: string) {
    super(url);
    sockets.push(this);
  }
}

function socket(): FakeSocket {
  const latest = sockets.at(-1);
  if (latest === undefined) throw new Error('the client has not connected');
  return latest;
}

const limits = {
  messages_per_second: 1,
  messages_burst: 1,
  max_message_bytes: 1,
  max_subscriptions: 1,
  idle_timeout_ms: 1,
  account_messages_per_second: 1,
  account_messages_burst: 1,
};

const challengeOf = (nonce: string) => ({ nonce, message: `sign ${nonce}`, expires_at: 5 });

function greet(nonce: string | null): void {
  const challenge = nonce === null ? null : challengeOf(nonce);
  const data = {
    version: '1',
    network: 'local',
    chain_id: 1337,
    simulated_prices: true,
    challenge,
    limits,
  };
  socket().receive({ type: 'connected', data, timestamp: 1 });
}

/** Lets what was promised happen. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 10; turn += 1) await Promise.resolve();
}

function answer(type: string, id: unknown, rest: object): void {
  socket().receive({ type, request_id: id, timestamp: 1, ...rest });
}

async function signIn(challenge = 'please'): Promise<void> {
  socket().open();
  greet(challenge);
  await settle();
  const [auth] = socket().take('auth');
  answer('auth_success', auth?.request_id, {
    data: {
      user_id: OWNER,
      kind: 'agent',
      agent: OWNER,
      expires_at: 5,
      pseudonym: null,
      token: null,
    },
  });
  await settle();
}

beforeEach(() => {
  clock = new ManualClock();
  sockets = [];
  client = createStreamClient({
    url: 'ws://exchange.example/ws',
    WebSocketImpl: RecordedSocket,
    clock,
    random: () => 0.5,
    wakeEvents: () => () => undefined,
  });
});

describe('saying who the client is', () => {
  it('proves it on the challenge of the connection, and only then follows what is private', async () => {
    client.identify(async (challenge) => ({ token: `signed: ${challenge?.message}` }));
    client.subscribeOrders(() => undefined);
    socket().open();
    expect(socket().take('subscribe')).toEqual([]);
    expect(client.identity()).toEqual({ status: 'proving' });
    greet('please');
    await settle();
    const [auth] = socket().take('auth');
    expect(auth).toMatchObject({ type: 'auth', token: 'signed: sign please' });
    answer('auth_success', auth?.request_id, {
      data: {
        user_id: OWNER,
        kind: 'session',
        agent: null,
        expires_at: 5,
        pseudonym: 'ab',
        token: null,
      },
    });
    await settle();
    expect(client.identity()).toMatchObject({ status: 'known', who: { user_id: OWNER } });
    expect(socket().take('subscribe')).toMatchObject([{ channel: 'orders' }]);
  });

  it('proves it again on the next connection, and goes on where its streams stood', async () => {
    client.identify(async (challenge) => ({ token: `signed: ${challenge?.message}` }));
    const heard: unknown[] = [];
    client.subscribeBalances(({ data, isSnapshot }) => heard.push([isSnapshot, data]));
    await signIn('first');
    const balance = { balances: [], sequence: 3, snapshot: true };
    socket().receive({ type: 'balance_update', data: balance, seq: 77, timestamp: 1 });
    expect(heard).toEqual([[true, []]]);
    socket().drop();
    expect(client.identity()).toEqual({ status: 'proving' });
    clock.advance(1_000);
    await signIn('second');
    expect(socket().take('subscribe')).toMatchObject([{ channel: 'balances', from_seq: 77 }]);
  });

  it('tells fills, and how far those are that were told before', async () => {
    client.identify(async () => ({ token: 'good' }));
    const fills: unknown[] = [];
    const settlements: unknown[] = [];
    client.subscribeFills(({ data, isSnapshot }) => fills.push([isSnapshot, data]));
    client.subscribeFillSettlements(({ data }) => settlements.push(...data));
    await signIn('first');
    const frame = (data: object) => ({ type: 'fill_update', data, seq: 7, timestamp: 1 });
    socket().receive(frame({ fills: [], sequence: 3, snapshot: true }));
    const told = { trade_ids: [5, 6], status: 'settling', batch: 2, tx_hash: null };
    const next = { sequence: 4, prev_sequence: 3, snapshot: false };
    socket().receive(frame({ fills: [], settlements: [told], ...next }));
    expect(fills).toEqual([[true, []]]);
    const settlement = { stage: 'settling', batch: 2, transaction: null };
    expect(settlements).toEqual([{ tradeIds: [5, 6], settlement }]);
  });

  it('says why it was refused, or could not sign, and does not try by itself', async () => {
    client.identify(async () => ({ token: 'old' }));
    socket().open();
    greet(null);
    await settle();
    const [auth] = socket().take('auth');
    answer('error', auth?.request_id, { error: 'auth/invalid-token', message: 'Sign in again.' });
    await settle();
    expect(client.identity()).toEqual({
      status: 'refused',
      code: 'auth/invalid-token',
      message: 'Sign in again.',
    });
    client.identify(() => Promise.reject(new Error('The wallet said no.')));
    await settle();
    expect(client.identity()).toMatchObject({ status: 'refused', code: 'auth/not-signed' });
    expect(socket().take('auth')).toEqual([]);
  });

  it('tries again after a pause where the exchange only cannot look at it now', async () => {
    client.identify(async () => ({ token: 'good' }));
    socket().open();
    greet(null);
    await settle();
    const [auth] = socket().take('auth');
    const refusal = { error: 'sequencer/not-accepting', message: 'The engine is recovering.' };
    answer('error', auth?.request_id, refusal);
    await settle();
    expect(client.identity()).toEqual({ status: 'proving' });
    expect(socket().take('auth')).toEqual([]);
    clock.advance(1_000);
    await settle();
    const [second] = socket().take('auth');
    expect(second).toMatchObject({ token: 'good' });
    // Nobody waits for somebody who is not meant any more.
    answer('error', second?.request_id, refusal);
    await settle();
    client.identify(null);
    clock.advance(1_000);
    await settle();
    expect(socket().take('auth')).toEqual([]);
  });

  it('tries again on the same connection when there was no answer in time', async () => {
    client.identify(async (challenge) => ({ token: `signed: ${challenge?.message}` }));
    socket().open();
    greet('please');
    await settle();
    expect(socket().take('auth')).toHaveLength(1);
    for (let second = 0; second < 12; second += 1) {
      clock.advance(1_000);
      socket().receive({ type: 'pong', timestamp: 1 });
      await settle();
    }
    expect(sockets).toHaveLength(1);
    expect(client.identity()).toEqual({ status: 'proving' });
    const [again] = socket().take('auth');
    expect(again).toMatchObject({ token: 'signed: sign please' });
  });

  it('signs a fresh challenge, once, when that of the connection is too old', async () => {
    client.identify(async (challenge) => ({ token: `signed: ${challenge?.message}` }));
    socket().open();
    greet('old');
    await settle();
    const refuse = (id: unknown, nonce: string) =>
      answer('error', id, {
        error: 'auth/invalid-challenge',
        message: 'Too old.',
        data: { challenge: challengeOf(nonce) },
      });
    refuse(socket().take('auth')[0]?.request_id, 'fresh');
    await settle();
    const [second] = socket().take('auth');
    expect(second).toMatchObject({ token: 'signed: sign fresh' });
    refuse(second?.request_id, 'fresher');
    await settle();
    expect(client.identity()).toMatchObject({ status: 'refused', code: 'auth/invalid-challenge' });
    expect(socket().take('auth')).toEqual([]);
  });

  const end = (error: string) =>
    socket().receive({ type: 'error', error, message: 'It has ended.', timestamp: 1 });

  it('begins anew when only the session has ended', async () => {
    client.identify(async () => ({ token: 'a' }));
    await signIn();
    end('auth/session-expired');
    expect(client.identity()).toEqual({ status: 'proving' });
    clock.advance(1_000);
    await settle();
    const [again] = socket().take('auth');
    expect(again).toMatchObject({ token: 'a' });
    const refusal = { error: 'auth/agent-expired', message: 'The key has ended.' };
    answer('error', again?.request_id, refusal);
    await settle();
    expect(client.identity()).toMatchObject({ status: 'refused', code: 'auth/agent-expired' });
  });

  it('hears when the identity itself is not valid any more', async () => {
    client.identify(async () => ({ token: 'a' }));
    await signIn();
    end('auth/agent-revoked');
    expect(client.identity()).toMatchObject({ status: 'refused', code: 'auth/agent-revoked' });
  });

  it('takes no answer for another identity than the present one', async () => {
    client.identify(async () => ({ token: 'first' }));
    socket().open();
    greet(null);
    await settle();
    const [first] = socket().take('auth');
    client.identify(null);
    answer('auth_success', first?.request_id, {
      data: {
        user_id: OWNER,
        kind: 'session',
        agent: null,
        expires_at: 5,
        pseudonym: null,
        token: null,
      },
    });
    await settle();
    expect(client.identity()).toEqual({ status: 'anonymous' });
  });
});

describe('asking', () => {
  it('gets the answer that carries its id', async () => {
    socket().open();
    const one = client.request({ type: 'cancel_all' });
    const two = client.request({ type: 'cancel_all' });
    const [first, second] = socket().take('cancel_all');
    const orders = { orders: [], cancel_at: null };
    answer('orders_update', second?.request_id, { data: orders, seq: 2 });
    answer('orders_update', first?.request_id, { data: orders, seq: 1 });
    expect((await one).seq).toBe(1);
    expect((await two).seq).toBe(2);
  });

  it('fails with the reason: refused, not sent, or without an answer', async () => {
    const early = client.request({ type: 'cancel_all' });
    await expect(early).rejects.toMatchObject({ failure: { kind: 'not-sent' } });
    socket().open();
    const refused = client.request({ type: 'cancel_all' });
    const [request] = socket().take('cancel_all');
    answer('error', request?.request_id, { error: 'auth/required', message: 'Who are you?' });
    await expect(refused).rejects.toMatchObject({
      message: 'Who are you?',
      failure: { kind: 'refused', error: { error: 'auth/required' } },
    });
    const slow = client.request({ type: 'cancel_all' });
    const interrupted = client.request({ type: 'cancel_all' });
    socket().drop();
    await expect(slow).rejects.toMatchObject({ failure: { kind: 'unanswered' } });
    await expect(interrupted).rejects.toMatchObject({ failure: { kind: 'unanswered' } });
  });

  it('gives up after a while, and takes no late answer', async () => {
    socket().open();
    const asked = client.request({ type: 'get_orders' });
    const [request] = socket().take('get_orders');
    for (let beat = 0; beat < 12; beat += 1) {
      clock.advance(1_000);
      socket().receive({ type: 'pong', timestamp: 1 });
    }
    await expect(asked).rejects.toMatchObject({ failure: { kind: 'unanswered' } });
    answer('orders_update', request?.request_id, { data: { orders: [], cancel_at: null } });
  });
});

describe('a book', () => {
  it('is followed at a depth, and asked for anew after a gap', () => {
    socket().open();
    socket().take('subscribe');
    const heard: (readonly [boolean, number])[] = [];
    client.subscribeBook({ symbol: 'BTC-USD', depth: 20 }, ({ data, isSnapshot }) =>
      heard.push([isSnapshot, data.bids.length]),
    );
    const wanted = { channel: 'orderbook', symbols: ['BTC-USDT'], depth: 20 };
    expect(socket().take('subscribe')).toMatchObject([wanted]);
    const book = (position: object) => ({
      type: 'orderbook_update',
      data: { symbol: 'BTC-USDT', depth: 20, bids: [[67421.5, 0.25]], asks: [], ...position },
      seq: 9,
      timestamp: 1,
    });
    socket().receive(book({ sequence: 4, snapshot: true }));
    socket().receive(book({ sequence: 5, prev_sequence: 4, snapshot: false }));
    socket().receive(book({ sequence: 7, prev_sequence: 6, snapshot: false }));
    expect(heard).toEqual([
      [true, 1],
      [false, 1],
    ]);
    expect(socket().take('subscribe')).toMatchObject([wanted]);
  });
});
