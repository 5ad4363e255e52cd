import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { OrderRequest } from '#lib/domain/order-request.ts';
import { ProtocolError } from '#lib/protocol/protocol-error.ts';
import { refusalOf } from '#scripts/testing/refusal-of.ts';
import {
  principalOf,
  requestWith,
  SignedExchange,
  type Signer,
  type Trader,
} from '#scripts/testing/signed-exchange.ts';
import type { Principal } from '#server/auth/index.ts';
import { openOrdersOf } from '#server/engine/index.ts';
import type { OrderEntry } from './order-entry.ts';

let exchange: SignedExchange;
let entry: OrderEntry;
let alice: Trader;
let agent: Signer;
let session: Principal;
let apiKey: Principal;

beforeEach(async () => {
  exchange = await SignedExchange.begin();
  entry = exchange.entry;
  alice = await exchange.trader();
  agent = await exchange.agentOf(alice);
  session = principalOf(alice, { kind: 'session' });
  apiKey = principalOf(alice, { kind: 'api-key', agent });
});

afterEach(async () => {
  await exchange.close();
});

/** An order of Alice, signed by her own key unless said otherwise. */
async function signedRequest(
  changes: Partial<OrderRequest> = {},
  by: Partial<Parameters<SignedExchange['signed']>[1]> = {},
): Promise<OrderRequest> {
  const request = requestWith(changes);
  const signing = { account: alice.address, key: alice.key, ...by };
  return { ...request, signed: await exchange.signed(request, signing) };
}

async function resting(nonceOf: Signer = alice): Promise<number> {
  return (await entry.reserveNonces(session, nonceOf.address)).first;
}

const ioc = { timeInForce: 'IOC', priceTicks: 6_800_000 } as const;

describe('an order with a name', () => {
  it('is answered when its name is kept, and not before', async () => {
    const kept = Promise.withResolvers<void>();
    const slow = exchange.entryWith({ onClientOrderId: () => kept.promise });
    let isAnswered = false;
    const answer = slow.place(apiKey, requestWith({ clientOrderId: 'mine' })).then((placed) => {
      isAnswered = true;
      return placed;
    });
    const { canceled } = await slow.cancel(apiKey, { clientOrderId: 'mine' });
    expect(canceled).toHaveLength(1);
    expect(isAnswered).toBe(false);
    kept.resolve();
    expect(await answer).toMatchObject({ outcome: 'placed' });
  });

  it('is told to be of unknown outcome when its name could not be kept', async () => {
    const fault = new ProtocolError('sequencer/outcome-unknown');
    const failing = exchange.entryWith({ onClientOrderId: () => Promise.reject(fault) });
    const answer = failing.place(apiKey, requestWith({ clientOrderId: 'mine' }));
    expect((await refusalOf(answer)).code).toBe('sequencer/outcome-unknown');
  });
});

describe('an order that its owner signed', () => {
  it('is placed, with its state, its number and its hash', async () => {
    const nonce = await resting();
    const request = await signedRequest({ clientOrderId: 'my order' }, { nonce });
    const answer = await entry.place(session, request);
    expect(answer).toMatchObject({
      outcome: 'placed',
      timeMs: exchange.clock.now(),
      fills: [],
      order: {
        clientOrderId: 'my order',
        symbol: 'BTC-USDT',
        status: 'open',
        priceTicks: 6_600_000,
        quantityLots: 100,
        filledLots: 0,
        reason: null,
        expiresMs: (exchange.seconds() + 86_400) * 1_000,
      },
    });
    expect(answer.seq).toBe(exchange.state.seq);
    const order = 'order' in answer ? answer.order : null;
    expect(openOrdersOf(exchange.state, alice.account)[0]?.orderId).toBe(order?.orderId);
    expect(exchange.names).toMatchObject([{ account: alice.account, text: 'my order' }]);
  });

  it('tells what it traded at once, at which fees', async () => {
    const maker = await exchange.trader();
    const makerKey = principalOf(maker, { kind: 'api-key' });
    await entry.place(
      makerKey,
      requestWith({ side: 'sell', priceTicks: 6_700_000, quantityLots: 40 }),
    );
    const answer = await entry.place(session, await signedRequest(ioc));
    expect(answer).toMatchObject({
      outcome: 'placed',
      order: {
        status: 'canceled',
        reason: 'matching/ioc-rest',
        filledLots: 40,
        filledQuanta: 268_000_000,
      },
      fills: [
        {
          role: 'taker',
          side: 'buy',
          priceTicks: 6_700_000,
          quantityLots: 40,
          feeQuanta: 200,
          feeAsset: 'BTC',
        },
      ],
    });
  });

  it('may be signed by an agent, whose number the engine is told', async () => {
    const nonce = await resting(agent);
    const answer = await entry.place(session, await signedRequest({}, { key: agent.key, nonce }));
    expect(answer.outcome).toBe('placed');
    expect(openOrdersOf(exchange.state, alice.account)).toHaveLength(1);
  });

  it('is taken once: sent again it is a duplicate, also when its signature has expired since', async () => {
    const request = await signedRequest({ ...ioc, clientOrderId: '7' });
    const first = await entry.place(session, request);
    expect(first.outcome).toBe('placed');
    exchange.clock.advance(90_000_000);
    const again = await entry.place(session, request);
    expect(again.outcome).toBe('duplicate');
    const { orderId } = first.outcome === 'placed' ? first.order : { orderId: 0 };
    expect(again).toMatchObject({ orderId });
    expect(exchange.names).toEqual([]);
  });

  it('are told of when the engine refuses them, with the number that they were given', async () => {
    const refused: unknown[] = [];
    const telling = exchange.entryWith({ onRefused: (each) => refused.push(each) });
    const request = await signedRequest(ioc);
    await telling.place(session, request);
    expect(refused).toEqual([]);
    const answer = await telling.place(session, request);
    if (answer.outcome !== 'rejected') throw new Error(answer.outcome);
    const { order, seq } = answer;
    expect(refused).toEqual([{ account: expect.any(Number), order, seq }]);
    expect(order.orderId).toBeGreaterThan(0);
  });

  it('cannot be replayed without a client order id either', async () => {
    const oneShot = await signedRequest(ioc);
    const waiting = await signedRequest({}, { nonce: await resting() });
    for (const request of [oneShot, waiting]) {
      expect((await entry.place(session, request)).outcome).toBe('placed');
      expect(await entry.place(session, request)).toMatchObject({
        outcome: 'rejected',
        code: 'auth/nonce-used',
        facts: { next_one_shot_nonce: exchange.clock.now() + 1 },
        order: { status: 'rejected', reason: 'auth/nonce-used' },
      });
    }
    const restarted = exchange.entryWith({});
    expect(await restarted.place(session, oneShot)).toMatchObject({ code: 'auth/nonce-used' });
  });

  it('cannot be replayed on another chain or for another contract', async () => {
    const request = await signedRequest(ioc);
    const here = exchange.domain;
    if (here === null) throw new TypeError('no domain');
    const others = [
      { ...here, chainId: 96_369 },
      { ...here, verifyingContract: alice.address },
    ];
    for (const domain of others) {
      const other = exchange.entryWith({ domain: () => domain });
      const { code, facts } = await refusalOf(other.place(session, request));
      expect(code).toBe('auth/wrong-signer');
      expect(facts).toMatchObject({ expected: [alice.address] });
    }
  });

  it.each<[string, Partial<OrderRequest>]>([
    ['price', { priceTicks: 6_800_001 }],
    ['size', { quantityLots: 101 }],
    ['side', { side: 'sell' }],
    ['market', { symbol: 'ETH-USDT' }],
    ['time in force', { timeInForce: 'GTC' }],
    ['post-only', { postOnly: true }],
    ['trigger', { type: 'stop_limit', triggerTicks: 6_750_000 }],
  ])(
    'is refused when its %s was changed afterwards, naming who would have signed that',
    async (_name, change) => {
      const request = { ...(await signedRequest(ioc)), ...change };
      const { code, facts } = await refusalOf(entry.place(session, request));
      expect(code).toBe('auth/wrong-signer');
      expect(facts).toMatchObject({ expected: [alice.address] });
      expect(facts).not.toMatchObject({ signer: alice.address });
    },
  );

  it('is refused when a stranger signed it, or the agent of somebody else', async () => {
    const bob = await exchange.trader();
    const bobsAgent = await exchange.agentOf(bob);
    for (const signer of [bob, bobsAgent]) {
      const request = await signedRequest(ioc, { key: signer.key });
      const { code, facts } = await refusalOf(entry.place(session, request));
      expect(code).toBe('auth/wrong-signer');
      expect(facts).toMatchObject({ signer: signer.address });
    }
  });

  it('is refused when it is for the account of somebody else', async () => {
    const bob = await exchange.trader();
    const request = await signedRequest(ioc);
    const { code } = await refusalOf(entry.place(principalOf(bob, { kind: 'session' }), request));
    expect(code).toBe('auth/wrong-signer');
  });

  it.each<[string, string, object]>([
    ['cut short', '0x1234', { reason: 'wrong-length' }],
    ['zero', `0x${'00'.repeat(64)}`, { reason: 'zero' }],
    ['malleated', `0x${'11'.repeat(32)}7f${'ff'.repeat(31)}`, { reason: 'high-s' }],
    [
      'of a contract nobody can ask',
      `0x${'11'.repeat(100)}`,
      { reason: 'contract-signatures-not-supported' },
    ],
  ])('is refused when its signature is %s', async (_name, signature, facts) => {
    const request = await signedRequest(ioc);
    const signed = request.signed === null ? null : { ...request.signed, signature };
    expect(await refusalOf(entry.place(session, { ...request, signed }))).toEqual({
      code: 'auth/invalid-signature',
      facts,
    });
  });

  it('is refused early with what to change', async () => {
    const nowMs = exchange.clock.now();
    const cases: [Partial<Parameters<SignedExchange['signed']>[1]>, string, object][] = [
      [{ expiry: exchange.seconds() }, 'auth/signature-expired', { expired_ms: nowMs % 1_000 }],
      [{ epoch: 1 }, 'auth/wrong-epoch', { epoch: 0 }],
      [
        { nonce: nowMs + 60_001 },
        'auth/clock-skew',
        { field: 'nonce', skew_ms: 60_001, accepted_ms: 60_000, server_time: nowMs },
      ],
    ];
    const { seq } = exchange.state;
    for (const [by, code, facts] of cases) {
      const found = await refusalOf(entry.place(session, await signedRequest(ioc, by)));
      expect(found.code).toBe(code);
      expect(found.facts).toMatchObject(facts);
    }
    expect(exchange.state.seq).toBe(seq);
  });

  it('is refused by the engine with what to change', async () => {
    const lowFee = await entry.place(session, await signedRequest(ioc, { maxFeePpm: 499 }));
    expect(lowFee).toMatchObject({ code: 'auth/max-fee-too-low', facts: { fee_ppm: 500 } });
    const notReserved = await entry.place(session, await signedRequest({}, { nonce: 64 }));
    expect(notReserved).toMatchObject({ code: 'auth/nonce-not-reserved' });
  });

  it.each<[string, Partial<OrderRequest>, object]>([
    ['nonce', {}, { nonce: 2 ** 48 }],
    ['epoch', {}, { epoch: -1 }],
    ['expiry', {}, { expiry: 1.5 }],
    ['maxFeePpm', {}, { maxFeePpm: 2 ** 24 }],
    ['quantity', { quantityLots: -1 }, {}],
  ])('names the %s that cannot be signed', async (field, change, by) => {
    const request = await signedRequest(ioc);
    const signed = request.signed === null ? null : { ...request.signed, ...by };
    expect(await refusalOf(entry.place(session, { ...request, ...change, signed }))).toEqual({
      code: 'auth/not-signable',
      facts: { field },
    });
  });

  it('must have signed the price of a market order; one is proposed', async () => {
    const market = { type: 'market', timeInForce: 'IOC', priceTicks: 0 } as const;
    expect(await refusalOf(entry.place(session, await signedRequest(market)))).toEqual({
      code: 'auth/price-not-signed',
      facts: { field: 'price', price: '73700' },
    });
    const priced = await signedRequest({ ...market, priceTicks: 7_370_000 });
    expect((await entry.place(session, priced)).outcome).toBe('placed');
  });

  it('does not come in without a signature: a session reads and cancels only', async () => {
    expect((await refusalOf(entry.place(session, requestWith()))).code).toBe(
      'auth/signature-required',
    );
    const leg = { type: 'limit', priceTicks: 6_900_000, triggerTicks: 0, signed: null } as const;
    const request = await signedRequest({ takeProfit: leg }, { nonce: await resting() });
    expect((await refusalOf(entry.place(session, request))).code).toBe('auth/signature-required');
  });

  it('is refused where the contract’s address is not known, or no account is open', async () => {
    const request = await signedRequest(ioc);
    exchange.domain = null;
    expect((await refusalOf(entry.place(session, request))).code).toBe('gateway/not-available');
    const nobody = principalOf(await exchange.signer(), { kind: 'session' });
    expect((await refusalOf(entry.place(nobody, request))).code).toBe('account/unknown');
    const other = requestWith({ symbol: 'DOGE-USDT' });
    expect((await refusalOf(entry.place(session, other))).code).toBe('gateway/unknown-symbol');
  });

  it('is refused when the session is over, or its agent was revoked meanwhile', async () => {
    const request = await signedRequest(ioc);
    const over = { ...session, expiresMs: exchange.clock.now() };
    expect((await refusalOf(entry.place(over, request))).code).toBe('auth/session-expired');
    await entry.revokeAgent(session, agent.address);
    expect((await refusalOf(entry.place(apiKey, requestWith()))).code).toBe('auth/agent-revoked');
  });
});

describe('legs', () => {
  it('are orders of their own, each with its signature', async () => {
    const first = await resting();
    const sell = { side: 'sell', quantityLots: 100 } as const;
    const takeProfit = { type: 'limit', priceTicks: 6_900_000, triggerTicks: 0 } as const;
    const stopLoss = { type: 'stop', priceTicks: 5_850_000, triggerTicks: 6_500_000 } as const;
    const by = { account: alice.address, key: alice.key };
    const leg = async (terms: typeof takeProfit | typeof stopLoss, nonce: number) => ({
      ...terms,
      signed: await exchange.signed(requestWith({ ...sell, ...terms }), { ...by, nonce }),
    });
    const legs = {
      takeProfit: await leg(takeProfit, first + 1),
      stopLoss: await leg(stopLoss, first + 2),
    };
    const request = await signedRequest(legs, { nonce: first });
    expect((await entry.place(session, request)).outcome).toBe('placed');
    const [order] = openOrdersOf(exchange.state, alice.account);
    expect(order?.takeProfit).toMatchObject({ price: 6_900_000 });
    expect(order?.stopLoss).toMatchObject({ price: 5_850_000, triggerPrice: 6_500_000 });
    const swapped = { ...legs.takeProfit, signed: legs.stopLoss.signed };
    const wrong = { ...request, takeProfit: swapped };
    expect((await refusalOf(entry.place(session, wrong))).code).toBe('auth/wrong-signer');
  });

  it('are signed by the gateway for an API key', async () => {
    const request = requestWith({
      takeProfit: { type: 'limit', priceTicks: 6_900_000, triggerTicks: 0, signed: null },
      stopLoss: { type: 'stop', priceTicks: 0, triggerTicks: 6_500_000, signed: null },
    });
    expect((await entry.place(apiKey, request)).outcome).toBe('placed');
    const [order] = openOrdersOf(exchange.state, alice.account);
    expect(order?.stopLoss).toMatchObject({ price: 5_850_000, triggerPrice: 6_500_000 });
  });
});
