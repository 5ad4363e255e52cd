import { bytesToHex } from 'viem';
import { privateKeyToAccount } from 'viem/accounts';
import { afterEach, describe, expect, it } from 'vitest';
import {
  ALL_MARKETS,
  encodeAgentApproval,
  NO_NOTIONAL_LIMIT,
} from '#lib/protocol/wire-agent-approval.ts';
import type { Signer } from '#scripts/testing/signed-exchange.ts';
import { SocketClient } from '#scripts/testing/socket-client.ts';
import { TradingGateway } from '#scripts/testing/trading-gateway.ts';
import type { GatewayOptions } from './gateway-options.ts';

const FLOOD = 60;
const DAY_SECONDS = 86_400;

let exchange: TradingGateway;

afterEach(async () => {
  await exchange.close();
  expect(exchange.started.failures).toEqual([]);
});

async function begin(options: Partial<GatewayOptions>) {
  exchange = await TradingGateway.begin(options);
}

/** A socket whose client has proved to hold a key, and how the answers to that went. */
async function proved(signer: Signer, client: SocketClient | null = null) {
  const socket = client ?? new SocketClient(exchange.started.wsUrl);
  const { data } = await socket.next();
  const challenge = data?.challenge as { nonce: string; message: string };
  const account = privateKeyToAccount(bytesToHex(signer.key));
  const signature = await account.signMessage({ message: challenge.message });
  socket.send({ type: 'auth', address: signer.address, signature, nonce: challenge.nonce });
  return { socket, answer: await socket.next() };
}

/** How many pings of a burst are answered with a pong. */
async function pongs(client: SocketClient, count: number): Promise<number> {
  for (let sent = 0; sent < count; sent += 1) client.send({ type: 'ping' });
  let answered = 0;
  for (let received = 0; received < count; received += 1) {
    if ((await client.next()).type === 'pong') answered += 1;
  }
  return answered;
}

/** Sends the approval of a trading key by somebody, over HTTP. */
async function approve(owner: Signer, from?: string) {
  const agent = await exchange.exchange.signer();
  const approval = {
    account: owner.address,
    agent: agent.address,
    expiry: exchange.exchange.seconds() + DAY_SECONDS,
    markets: ALL_MARKETS,
    maxNotional: NO_NOTIONAL_LIMIT,
    nonce: 1,
  };
  const { curve } = exchange.exchange;
  const digest = exchange.exchange.hasher().agentApproval(approval);
  const signature = bytesToHex(await curve.sign(digest, owner.key));
  const response = await fetch(`${exchange.started.url}/v1/agents`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(from === undefined ? {} : { 'x-forwarded-for': from }),
    },
    body: JSON.stringify(encodeAgentApproval({ approval, signature })),
  });
  const { error, data } = await response.json();
  return { status: response.status, error, data, retryAfter: response.headers.get('retry-after') };
}

const accounts = () => exchange.exchange.state.accounts.count;

describe('fresh keys', () => {
  it('share the rate of the address that they come from, however many there are', async () => {
    const accountRate = { perSecond: 1, burst: 1_000 };
    await begin({ ratePerSecond: 1, rateBurst: 2 * FLOOD, accountRate });
    let answered = 0;
    const refusals = new Set<unknown>();
    for (let key = 0; key < FLOOD; key += 1) {
      const socket = new SocketClient(exchange.started.wsUrl);
      const isOpen = await Promise.race([
        new Promise((resolve) => socket.socket.once('open', () => resolve(true))),
        socket.closed.then(() => false),
      ]);
      if (isOpen !== true) break;
      const { answer } = await proved(await exchange.exchange.signer(), socket);
      if (answer.type === 'auth_success') answered += await pongs(socket, 5);
      else refusals.add(answer.error);
    }
    // A connection, an authentication and five pings each; the clock stands still.
    expect(answered).toBeLessThanOrEqual((2 * FLOOD * 5) / 7);
    expect([...refusals].every((code) => code === 'gateway/rate-limited')).toBe(true);
    const response = await fetch(`${exchange.started.url}/v1/markets`);
    expect(response.status).toBe(429);
  });

  it('take nothing from whoever holds something and comes from the same address', async () => {
    await begin({ ratePerSecond: 1, rateBurst: 10, accountRate: { perSecond: 1, burst: 50 } });
    const trader = await exchange.trader();
    const rich = await exchange.connect(trader);
    const { socket: poor } = await proved(await exchange.exchange.signer());
    expect(await pongs(poor, 20)).toBe(6);
    expect(await pongs(rich, 50)).toBe(50);
    expect(await pongs(rich, 1)).toBe(0);
  });

  it('are told whose rate is theirs, which is their own from the first deposit on', async () => {
    await begin({ ratePerSecond: 7, rateBurst: 70, accountRate: { perSecond: 9, burst: 90 } });
    const signer = await exchange.exchange.signer();
    const { answer } = await proved(signer);
    const headers = { authorization: `Bearer ${answer.data?.token}` };
    const rate = async () => {
      const response = await fetch(`${exchange.started.url}/v1/account`, { headers });
      return (await response.json()).rate_limit;
    };
    expect(await rate()).toEqual({ per_second: 7, burst: 70, counted_for: 'address' });
    const { port } = exchange.exchange;
    const account = accounts();
    await port.execute({ kind: 'open-account', account, address: signer.address });
    const deposit = { kind: 'deposit', account, asset: 1, amount: 5, source: 0 } as const;
    await port.execute({ ...deposit, sourceSeq: 1_000 });
    expect(await rate()).toEqual({ per_second: 9, burst: 90, counted_for: 'account' });
  });

  it('are counted for the address over HTTP and in batches too', async () => {
    await begin({ ratePerSecond: 1, rateBurst: 12, accountRate: { perSecond: 1, burst: 1_000 } });
    const { answer } = await proved(await exchange.exchange.signer());
    const headers = {
      authorization: `Bearer ${answer.data?.token}`,
      'content-type': 'application/json',
    };
    const ping = { jsonrpc: '2.0', id: 1, method: 'lx_ping' };
    const post = async (requests: number) => {
      const body = JSON.stringify(Array.from({ length: requests }, () => ping));
      return (await fetch(`${exchange.started.url}/rpc`, { method: 'POST', headers, body })).status;
    };
    expect([await post(5), await post(50), await post(1), await post(5)]).toEqual([
      200, 429, 200, 429,
    ]);
  });

  it('that the operator lists go as fast as that says, whatever they hold', async () => {
    // The first key of an exchange is always the same one.
    await begin({});
    const { address } = await exchange.exchange.signer();
    await exchange.close();
    const accountRates = new Map([[address, { perSecond: 1, burst: 40 }]]);
    await begin({ ratePerSecond: 1, rateBurst: 5, accountRates });
    const { socket } = await proved(await exchange.exchange.signer());
    expect(await pongs(socket, 60)).toBe(40);
  });
});

describe('accounts without a deposit', () => {
  it('are not opened by approvals, however many come', async () => {
    await begin({});
    const before = accounts();
    for (let key = 0; key < FLOOD; key += 1) {
      const answer = await approve(await exchange.exchange.signer());
      expect(answer).toMatchObject({ status: 404, error: 'account/unknown' });
    }
    expect(accounts()).toBe(before);
    expect((await approve(await exchange.exchange.trader())).status).toBe(200);
  });

  it('are told so only where the approval is its owner’s', async () => {
    await begin({});
    const [owner, other] = [await exchange.exchange.signer(), await exchange.exchange.signer()];
    const forged = { address: other.address, key: owner.key };
    expect((await approve(forged)).error).toBe('auth/wrong-signer');
  });
});
