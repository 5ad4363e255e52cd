import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type WebSocket, WebSocketServer } from 'ws';
import { ApiAccount } from './api-account.ts';

const OWNER = `0x${'ab'.repeat(20)}`;

let server: ReturnType<typeof createServer>;
let sockets: WebSocket[];
/** What clients subscribed to, with where they stood. */
let subscribed: { channel: string; from_seq?: number }[];
let account: ApiAccount;

/** An exchange that knows everybody, and tells a snapshot to who does not say where they stand. */
function answer(socket: WebSocket, frame: Record<string, unknown>): void {
  const send = (type: string, rest: object) =>
    socket.send(
      JSON.stringify({ type, timestamp: 1, seq: 5, request_id: frame.request_id, ...rest }),
    );
  if (frame.type === 'auth') {
    const who = { agent: null, expires_at: 9_000_000_000_000, pseudonym: null, token: null };
    send('auth_success', { data: { user_id: OWNER, kind: 'api-key', ...who } });
  }
  if (frame.type === 'ping') send('pong', {});
  if (frame.type !== 'subscribe') return;
  const channel = String(frame.channel);
  subscribed.push({
    channel,
    ...(frame.from_seq === undefined ? {} : { from_seq: Number(frame.from_seq) }),
  });
  if (frame.from_seq !== undefined) return;
  const position = { sequence: 3, snapshot: true };
  if (channel === 'orders')
    send('orders_update', { data: { orders: [], cancel_at: null, ...position } });
  if (channel === 'balances') send('balance_update', { data: { balances: [], ...position } });
}

beforeEach(async () => {
  sockets = [];
  subscribed = [];
  server = createServer();
  const limits = {
    messages_per_second: 1,
    messages_burst: 1,
    max_message_bytes: 1,
    max_subscriptions: 1,
    idle_timeout_ms: 1,
    account_messages_per_second: 1,
    account_messages_burst: 1,
  };
  new WebSocketServer({ server }).on('connection', (socket) => {
    sockets.push(socket);
    socket.on('message', (data) => answer(socket, JSON.parse(String(data))));
    const data = { version: '1', network: 'local', chain_id: 1337, simulated_prices: true };
    const greeting = { ...data, challenge: null, limits };
    socket.send(JSON.stringify({ type: 'connected', data: greeting, timestamp: 1 }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  account = new ApiAccount({
    url: `ws://127.0.0.1:${port}/ws`,
    apiKey: OWNER,
    apiSecret: `0x${'11'.repeat(32)}`,
    onRefusal: () => undefined,
  });
});

afterEach(() => {
  account.close();
  for (const socket of sockets) socket.terminate();
  server.close();
});

describe('an account of the interface', () => {
  it('is ready once orders and balances are known, and again after a pause that told nothing new', async () => {
    await expect.poll(() => account.isReady, { timeout: 10_000 }).toBe(true);
    sockets[0]?.terminate();
    await expect.poll(() => sockets.length, { timeout: 10_000 }).toBe(2);
    await expect.poll(() => account.isReady, { timeout: 10_000 }).toBe(true);
    await expect.poll(() => subscribed.length, { timeout: 10_000 }).toBe(4);
    expect(subscribed.filter(({ channel }) => channel === 'orders')).toEqual([
      { channel: 'orders' },
      { channel: 'orders', from_seq: 5 },
    ]);
  }, 30_000);
});
