import { bytesToHex } from 'viem';
import { privateKeyToAccount } from 'viem/accounts';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  decodeLoginResponse,
  decodeNonceResponse,
  type SignedIn,
} from '#lib/protocol/rest/sign-in.ts';
import type { Signer } from '#scripts/testing/signed-exchange.ts';
import { type ReceivedFrame, SocketClient } from '#scripts/testing/socket-client.ts';
import { type ApiTrader, TradingGateway } from '#scripts/testing/trading-gateway.ts';

let exchange: TradingGateway;
let trader: ApiTrader;

beforeEach(async () => {
  exchange = await TradingGateway.begin();
  trader = await exchange.trader();
});

afterEach(async () => {
  await exchange.close();
  expect(exchange.started.failures).toEqual([]);
});

const order = {
  symbol: 'BTC-USDT',
  side: 'buy',
  type: 'limit',
  price: 66_000,
  size: 0.01,
} as const;

/** A connection and the challenge that it was greeted with. */
async function greeted() {
  const client = new SocketClient(exchange.started.wsUrl);
  const { data } = await client.next();
  return { client, challenge: data?.challenge as { nonce: string; message: string } };
}

async function proofOf(signer: Signer, challenge: { nonce: string; message: string }) {
  const account = privateKeyToAccount(bytesToHex(signer.key));
  const signature = await account.signMessage({ message: challenge.message });
  return { type: 'auth', address: signer.address, signature, nonce: challenge.nonce };
}

/** A session of somebody's wallet, by Sign-In with Ethereum over HTTP. */
async function signIn(signer: Signer): Promise<SignedIn> {
  const { url } = exchange.started;
  const offered = await fetch(`${url}/v1/auth/nonce`);
  const { nonce, statement, chainId, issuedMs } = decodeNonceResponse(await offered.json());
  const account = privateKeyToAccount(bytesToHex(signer.key));
  const message = [
    'lux.exchange wants you to sign in with your Ethereum account:',
    account.address,
    '',
    statement,
    '',
    'URI: https://lux.exchange/trade',
    'Version: 1',
    `Chain ID: ${chainId}`,
    `Nonce: ${nonce}`,
    `Issued At: ${new Date(issuedMs).toISOString()}`,
  ].join('\n');
  const body = JSON.stringify({ message, signature: await account.signMessage({ message }) });
  const headers = { 'content-type': 'application/json' };
  const response = await fetch(`${url}/v1/auth/login`, { method: 'POST', headers, body });
  const signedIn = decodeLoginResponse(await response.json());
  expect(signedIn.address).toBe(signer.address);
  return signedIn;
}

async function answered(client: SocketClient, frame: object): Promise<ReceivedFrame> {
  client.send(frame);
  return await client.next();
}

describe('auth on a socket', () => {
  it('takes a trading key and its secret, and then signs orders with it', async () => {
    const client = await SocketClient.connect(exchange.started.wsUrl);
    const known = await answered(client, { type: 'auth', ...trader.credentials, request_id: 'a' });
    expect(known).toMatchObject({
      type: 'auth_success',
      request_id: 'a',
      data: {
        user_id: trader.address,
        kind: 'api-key',
        agent: trader.agent.address,
        pseudonym: `someone-${trader.account}`,
        token: null,
      },
    });
    expect(await answered(client, { type: 'place_order', order })).toMatchObject({
      data: { status: 'submitted' },
    });
  });

  it('takes a signature over the challenge, of an owner or of a trading key', async () => {
    for (const [signer, kind] of [
      [trader, 'session'],
      [trader.agent, 'agent'],
    ] as const) {
      const { client, challenge } = await greeted();
      const known = await answered(client, await proofOf(signer, challenge));
      expect(known.data).toMatchObject({ user_id: trader.address, kind });
      const headers = { authorization: `Bearer ${known.data?.token}` };
      const told = await fetch(`${exchange.started.url}/v1/account`, { headers });
      expect(await told.json()).toMatchObject({ user_id: trader.address, kind });
      expect(await answered(client, { type: 'place_order', order })).toMatchObject({
        type: 'error',
        error: expect.stringMatching(/^auth\//),
      });
    }
  });

  it('takes a challenge once, and brings another when it is not good any more', async () => {
    const { client, challenge } = await greeted();
    const proof = await proofOf(trader.agent, challenge);
    expect(await answered(client, proof)).toMatchObject({ type: 'auth_success' });
    const used = await answered(client, proof);
    expect(used).toMatchObject({ error: 'auth/invalid-challenge' });
    const fresh = used.data?.challenge as typeof challenge;
    const again = await answered(client, await proofOf(trader.agent, fresh));
    expect(again).toMatchObject({ type: 'auth_success' });
  });

  it('takes the token of a session, which reads and cancels but does not place', async () => {
    const makers = await exchange.connect(trader);
    const placed = await answered(makers, { type: 'place_order', order });
    const client = await SocketClient.connect(exchange.started.wsUrl);
    const { token } = await signIn(trader);
    const known = await answered(client, { type: 'auth', token });
    expect(known.data).toMatchObject({ kind: 'session', agent: null, token: null });
    expect(await answered(client, { type: 'place_order', order })).toMatchObject({
      error: expect.stringMatching(/^auth\//),
    });
    const id = placed.data?.order_id;
    expect(await answered(client, { type: 'cancel_order', order_id: id })).toMatchObject({
      data: { status: 'cancelled' },
    });
  });

  it.each([
    [{}, 'gateway/invalid-message'],
    [{ apiKey: 'x' }, 'gateway/invalid-message'],
    [{ apiKey: 'x', apiSecret: 'y' }, 'auth/invalid-credentials'],
    [{ token: 'a.b.c' }, 'auth/invalid-token'],
    [{ address: `0x${'1'.repeat(40)}` }, 'gateway/invalid-message'],
    [
      { address: `0x${'1'.repeat(40)}`, signature: `0x${'1'.repeat(130)}`, nonce: 'n' },
      'auth/invalid-challenge',
    ],
    [{ token: 'a.b.c', timestamp: 1 }, 'auth/clock-skew'],
  ])('refuses %j', async (proof, error) => {
    const client = await SocketClient.connect(exchange.started.wsUrl);
    const refused = await answered(client, { type: 'auth', ...proof });
    expect(refused.type).toBe('error');
    expect(refused.error).toMatch(error === 'auth/invalid-challenge' ? /^auth\// : error);
    expect(await answered(client, { type: 'get_orders' })).toMatchObject({
      error: 'auth/required',
    });
  });

  it('lets what was sent behind it wait for it', async () => {
    const client = await SocketClient.connect(exchange.started.wsUrl);
    client.send({ type: 'auth', ...trader.credentials });
    client.send({ type: 'place_order', order, request_id: '1' });
    client.send({ type: 'get_orders', request_id: '2' });
    client.send({ type: 'ping', request_id: '3' });
    const answers = [await client.next(), await client.next(), await client.next()];
    expect(answers.map(({ type }) => type)).toEqual([
      'auth_success',
      'order_update',
      'orders_update',
    ]);
    expect(await client.next()).toMatchObject({ type: 'pong', request_id: '3' });
  });

  it('ends with the key: the owner revokes it, and private streams end at once', async () => {
    const client = await exchange.connect(trader);
    client.send({ type: 'subscribe', channel: 'orders' });
    await client.nextWhere(({ channel, data }) => channel === 'orders' && data !== undefined);
    const { token } = await signIn(trader);
    const headers = { authorization: `Bearer ${token}` };
    const address = `${exchange.started.url}/v1/agents/${trader.agent.address}`;
    expect((await fetch(address, { method: 'DELETE', headers })).status).toBe(200);
    const told = await client.nextWhere(({ type }) => type === 'error');
    expect(told).toMatchObject({ error: 'auth/agent-revoked' });
    expect(await answered(client, { type: 'place_order', order })).toMatchObject({
      error: 'auth/required',
    });
  });
});

describe('private channels', () => {
  it('need an identity, and an account that is open', async () => {
    const client = await SocketClient.connect(exchange.started.wsUrl);
    for (const channel of ['orders', 'fills', 'balances']) {
      expect(await answered(client, { type: 'subscribe', channel })).toMatchObject({
        error: 'auth/required',
      });
    }
    const newcomer = await exchange.exchange.signer();
    const { token } = await signIn(newcomer);
    await answered(client, { type: 'auth', token });
    expect(await answered(client, { type: 'subscribe', channel: 'orders' })).toMatchObject({
      error: 'account/unknown',
    });
    expect(await answered(client, { type: 'get_balances' })).toMatchObject({
      data: { balances: expect.arrayContaining([expect.objectContaining({ total: 0 })]) },
    });
  });

  it('are one’s own: nobody else hears of an order', async () => {
    const other = await exchange.connect(await exchange.trader());
    await answered(other, { type: 'subscribe', channel: 'orders', symbols: ['*'] });
    const client = await exchange.connect(trader);
    const placed = await answered(client, { type: 'place_order', order });
    const frames = await other.flush();
    expect(frames.map(({ type }) => type)).toEqual(['orders_update']);
    const id = placed.data?.order_id;
    expect(await answered(other, { type: 'cancel_order', order_id: id })).toMatchObject({
      error: 'order/unknown',
    });
  });
});

describe('rates', () => {
  it('are an account’s own once it is known, orders and cancels apart', async () => {
    await exchange.close();
    exchange = await TradingGateway.begin({ accountRate: { perSecond: 1, burst: 2 } });
    trader = await exchange.trader();
    const client = await exchange.connect(trader);
    const placed = await answered(client, { type: 'place_order', order });
    await answered(client, { type: 'place_order', order });
    expect(await answered(client, { type: 'place_order', order, request_id: 'x' })).toMatchObject({
      error: 'gateway/rate-limited',
      request_id: 'x',
      data: { retry_after_ms: expect.any(Number) },
    });
    const id = placed.data?.order_id;
    expect(await answered(client, { type: 'cancel_order', order_id: id })).toMatchObject({
      data: { status: 'cancelled' },
    });
  });

  it('follow the account over HTTP, whatever address it comes from', async () => {
    await exchange.close();
    const accountRate = { perSecond: 1, burst: 2 };
    exchange = await TradingGateway.begin({ accountRate });
    trader = await exchange.trader();
    const { apiKey, apiSecret } = trader.credentials;
    const headers = { 'x-api-key': `${apiKey}:${apiSecret}` };
    const statuses: number[] = [];
    for (let count = 0; count < 3; count += 1) {
      const response = await fetch(`${exchange.started.url}/v1/balances`, { headers });
      statuses.push(response.status);
    }
    expect(statuses).toEqual([200, 200, 429]);
    const anonymous = await fetch(`${exchange.started.url}/v1/markets`);
    expect(anonymous.status).toBe(200);
  });

  it('count what cannot be read over JSON-RPC as well', async () => {
    await exchange.close();
    exchange = await TradingGateway.begin({ accountRate: { perSecond: 1, burst: 2 } });
    trader = await exchange.trader();
    const { apiKey, apiSecret } = trader.credentials;
    const headers = {
      'x-api-key': `${apiKey}:${apiSecret}`,
      'content-type': 'application/json',
    };
    const statuses: number[] = [];
    for (let count = 0; count < 3; count += 1) {
      const request = { method: 'POST', headers, body: '{' };
      statuses.push((await fetch(`${exchange.started.url}/rpc`, request)).status);
    }
    expect(statuses).toEqual([200, 200, 429]);
  });
});
