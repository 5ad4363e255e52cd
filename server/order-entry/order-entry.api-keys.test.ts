import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { OrderRequest } from '#lib/domain/order-request.ts';
import { isOneShot } from '#lib/domain/signable-order.ts';
import { refusalOf } from '#scripts/testing/refusal-of.ts';
import {
  principalOf,
  requestWith,
  SignedExchange,
  type Signer,
  type Trader,
} from '#scripts/testing/signed-exchange.ts';
import { type Curve, openCurve, type Principal, portableCurve } from '#server/auth/index.ts';
import { INDEX_PRICE, openOrdersOf } from '#server/engine/index.ts';
import type { UnstampedCommand } from '#server/sequencer/index.ts';
import type { PlaceAnswer } from './answers.ts';
import type { OrderEntry } from './order-entry.ts';

let exchange: SignedExchange;
let entry: OrderEntry;
let alice: Trader;
let agent: Signer;
let apiKey: Principal;
let placed: Extract<UnstampedCommand, { kind: 'place' }>[];

beforeEach(async () => {
  await beginWith(openCurve());
});

afterEach(async () => {
  await exchange.close();
});

async function beginWith(curve: Curve): Promise<void> {
  exchange = await SignedExchange.begin(curve);
  entry = exchange.entry;
  alice = await exchange.trader();
  agent = await exchange.agentOf(alice);
  apiKey = principalOf(alice, { kind: 'api-key', agent });
  placed = [];
  const execute = exchange.port.execute.bind(exchange.port);
  exchange.port.execute = async (command) => {
    if (command.kind === 'place') placed.push(command);
    return await execute(command);
  };
}

/** A curve that takes its time to sign, and what happens meanwhile. */
function slowCurve(meanwhile: () => Promise<void>): Curve {
  const curve = openCurve();
  return {
    ...curve,
    sign: async (digest, key) => {
      await meanwhile();
      return await curve.sign(digest, key);
    },
  };
}

async function refusal(answer: Promise<unknown>): Promise<string> {
  return (await refusalOf(answer)).code;
}

const outcomesOf = (answers: readonly PlaceAnswer[]) => answers.map(({ outcome }) => outcome);
const nonces = () => placed.map(({ authority }) => authority?.nonce ?? 0);

const market = { type: 'market', timeInForce: 'IOC', priceTicks: 0 } as const;
const ioc = { timeInForce: 'IOC', priceTicks: 6_800_000 } as const;

/** Whether what is in the journal is what the key has signed. */
async function signerOf(command: (typeof placed)[number], request: OrderRequest, price: number) {
  const { authority, signature } = command;
  if (authority === null || signature === null) throw new TypeError('it is not signed');
  const digest = exchange.hasher().order({
    account: alice.address,
    market: command.market,
    flags: command.side + (isOneShot(request) ? 2 : 0),
    price,
    quantity: command.quantity,
    triggerPrice: command.triggerPrice,
    ...{ nonce: authority.nonce, expiry: authority.expiry },
    ...{ epoch: authority.epoch, maxFeePpm: authority.maxFeePpm },
  });
  return await exchange.curve.recover(digest, signature);
}

describe('orders of an API key', () => {
  it.each<[string, Partial<OrderRequest>, number]>([
    ['a limit order', {}, 6_600_000],
    ['a limit order to sell', { side: 'sell', priceTicks: 6_900_000 }, 6_900_000],
    ['an order that takes', ioc, 6_800_000],
    ['a market order to buy, at the limit of the band', market, 7_370_000],
    ['a market order to sell', { ...market, side: 'sell' }, 6_030_000],
    ['a market order with a limit of its own', { ...market, priceTicks: 6_710_000 }, 6_710_000],
    [
      'a stop, at the limit of the band around its trigger',
      { type: 'stop', timeInForce: 'IOC', priceTicks: 0, side: 'sell', triggerTicks: 6_000_000 },
      5_400_000,
    ],
    [
      'a stop-limit order',
      { type: 'stop_limit', side: 'sell', priceTicks: 5_900_000, triggerTicks: 6_000_000 },
      5_900_000,
    ],
  ])('are signed with the key: %s', async (_name, changes, price) => {
    const request = requestWith(changes);
    expect((await entry.place(apiKey, request)).outcome).toBe('placed');
    const [command] = placed;
    if (command === undefined) throw new TypeError('nothing was placed');
    expect(await signerOf(command, request, price)).toBe(agent.address);
    expect(command.authority).toMatchObject({ agent: 1, epoch: 0, maxFeePpm: 500 });
    expect(command.signature).toHaveLength(64);
  });

  it('tell the price that was signed, with the first state', async () => {
    const answer = await entry.place(apiKey, requestWith(market));
    expect(answer).toMatchObject({
      order: { status: 'canceled', reason: 'matching/ioc-rest', priceTicks: 7_370_000 },
    });
  });

  it('are signed for no longer than the agent is approved', async () => {
    const expiry = exchange.seconds() + 600;
    const brief = await exchange.agentOf(alice, { expiry });
    await entry.place(principalOf(alice, { kind: 'api-key', agent: brief }), requestWith());
    await entry.place(
      principalOf(alice, { kind: 'api-key' }),
      requestWith({ priceTicks: 6_500_000 }),
    );
    expect(placed.map(({ authority }) => authority?.expiry)).toEqual([
      expiry,
      exchange.seconds() + 31_536_000,
    ]);
  });

  it('may be the owner’s own', async () => {
    const own = principalOf(alice, { kind: 'api-key' });
    expect((await entry.place(own, requestWith())).outcome).toBe('placed');
    expect(placed[0]?.authority).toMatchObject({ agent: 0, nonce: 64 });
  });

  it('are signed without a native library as well, in order', async () => {
    await exchange.close();
    await beginWith(portableCurve);
    const orders = Array.from({ length: 6 }, (_, index) =>
      entry.place(apiKey, requestWith(index % 2 === 0 ? ioc : { priceTicks: 6_500_000 - index })),
    );
    expect(new Set(outcomesOf(await Promise.all(orders)))).toEqual(new Set(['placed']));
    expect(nonces().filter((nonce) => nonce < 1_000)).toEqual([64, 65, 66]);
  });

  it('do not collide, however many come at once', async () => {
    const orders = Array.from({ length: 60 }, (_, index) =>
      requestWith(index % 3 === 0 ? ioc : { priceTicks: 6_600_000 - index }),
    );
    const answers = await Promise.all(orders.map((order) => entry.place(apiKey, order)));
    expect(new Set(outcomesOf(answers))).toEqual(new Set(['placed']));
    expect(new Set(nonces()).size).toBe(60);
    expect(openOrdersOf(exchange.state, alice.account)).toHaveLength(40);
  });

  it('go on over many ranges of nonces, each used to its end', async () => {
    for (let index = 0; index < 150; index += 1) {
      await entry.place(apiKey, requestWith({ priceTicks: 6_600_000 - index }));
    }
    expect(nonces()).toEqual(Array.from({ length: 150 }, (_, index) => 64 + index));
    expect(exchange.state.nonces.reserved(alice.account)).toBe(3);
  });

  it('of two keys do not get into each other’s way', async () => {
    const other = await exchange.agentOf(alice);
    const otherKey = principalOf(alice, { kind: 'api-key', agent: other });
    const orders = Array.from({ length: 20 }, (_, index) =>
      entry.place(
        index % 2 === 0 ? apiKey : otherKey,
        requestWith({ priceTicks: 6_600_000 - index }),
      ),
    );
    expect(new Set(outcomesOf(await Promise.all(orders)))).toEqual(new Set(['placed']));
    expect(new Set(placed.map(({ authority }) => authority?.agent))).toEqual(new Set([1, 2]));
  });

  it('are there for what is sent after them, without waiting for them', async () => {
    await beginWith(slowCurve(() => Promise.resolve()));
    const first = entry.place(apiKey, requestWith({ clientOrderId: 'first' }));
    const changed = entry.place(apiKey, requestWith({ clientOrderId: 'second' }));
    const smaller = { priceTicks: 0, quantityLots: 50, triggerTicks: 0, signed: null };
    const modified = entry.modify(apiKey, { order: { clientOrderId: 'second' }, ...smaller });
    const canceled = entry.cancel(apiKey, { clientOrderId: 'first' });
    expect(outcomesOf([await first, await changed])).toEqual(['placed', 'placed']);
    expect(await modified).toMatchObject({ quantityLots: 50 });
    expect((await canceled).canceled).toHaveLength(1);
    const last = [1, 2, 3].map(() => entry.place(apiKey, requestWith({})));
    const all = entry.cancelAll(apiKey, null);
    await Promise.all(last);
    expect((await all).canceled).toHaveLength(4);
    expect(openOrdersOf(exchange.state, alice.account)).toEqual([]);
  });

  it('use no nonce when they are refused or were taken before', async () => {
    const request = requestWith({ clientOrderId: '5' });
    const answers = [
      await entry.place(apiKey, request),
      await entry.place(apiKey, request),
      await entry.place(apiKey, requestWith({ quantityLots: 0 })),
      await entry.place(apiKey, requestWith({ priceTicks: 6_500_000 })),
    ];
    expect(outcomesOf(answers)).toEqual(['placed', 'duplicate', 'rejected', 'placed']);
    expect(nonces()).toEqual([64, 65, 65, 65]);
  });

  it('are taken once, also a market order that is sent again when the price has gone on', async () => {
    const request = requestWith({ ...market, clientOrderId: 'once' });
    const first = await entry.place(apiKey, request);
    await exchange.port.execute({
      kind: 'set-price',
      market: 1,
      source: INDEX_PRICE,
      price: 6_900_000,
    });
    const again = await exchange.entryWith({}).place(apiKey, request);
    expect(outcomesOf([first, again])).toEqual(['placed', 'duplicate']);
  });

  it('grow by nonces of the present time, and by one where that is not enough', async () => {
    await entry.place(apiKey, requestWith(ioc));
    await entry.place(apiKey, requestWith(ioc));
    exchange.clock.advance(5_000);
    await entry.place(apiKey, requestWith(ioc));
    const start = exchange.clock.now() - 5_000;
    expect(nonces()).toEqual([start, start + 1, start + 5_000]);
  });

  it('go on after a restart, which does not know what nonces there were', async () => {
    await entry.place(apiKey, requestWith());
    const restarted = exchange.entryWith({});
    const answer = await restarted.place(apiKey, requestWith({ priceTicks: 6_500_000 }));
    expect(answer.outcome).toBe('placed');
    expect(nonces()).toEqual([64, 128]);
  });

  it('are signed anew when the nonces fell away or somebody else used them', async () => {
    await entry.place(apiKey, requestWith());
    for (let count = 0; count < 32; count += 1) await entry.reserveNonces(apiKey, null);
    const answer = await entry.place(apiKey, requestWith({ priceTicks: 6_500_000 }));
    expect(answer.outcome).toBe('placed');
    expect(placed).toHaveLength(3);
  });

  it('are signed anew when the price goes on while they are signed', async () => {
    let price = 6_700_000;
    const goesOnTwice = async () => {
      if (price >= 6_720_000) return;
      price += 10_000;
      await exchange.port.execute({ kind: 'set-price', market: 1, source: INDEX_PRICE, price });
    };
    const slow = exchange.entryWith({ curve: slowCurve(goesOnTwice) });
    const request = requestWith(market);
    expect((await slow.place(apiKey, request)).outcome).toBe('placed');
    const [command] = placed;
    if (command === undefined) throw new TypeError('nothing was placed');
    expect(await signerOf(command, request, 7_392_000)).toBe(agent.address);
    expect(placed).toHaveLength(1);
  });

  it('are refused, and not left half done, when the price does not stand still', async () => {
    let price = 6_700_000;
    const goesOn = async () => {
      price += 1_000;
      await exchange.port.execute({ kind: 'set-price', market: 1, source: INDEX_PRICE, price });
    };
    const slow = exchange.entryWith({ curve: slowCurve(goesOn) });
    expect(await refusal(slow.place(apiKey, requestWith(market)))).toBe('sequencer/overloaded');
    expect(placed).toEqual([]);
  });

  it('are not placed with an agent that is revoked while they are signed', async () => {
    const revoke = async () => {
      const { account } = alice;
      const command = { kind: 'revoke-agent', account, address: agent.address } as const;
      await exchange.port.execute(command);
    };
    const slow = exchange.entryWith({ curve: slowCurve(revoke) });
    expect(await refusal(slow.place(apiKey, requestWith(ioc)))).toBe('auth/agent-revoked');
    expect(placed).toEqual([]);
  });

  it('are bounded as the owner has bounded the agent', async () => {
    const bounded = await exchange.agentOf(alice, {
      markets: 1n << 2n,
      maxNotional: 1_000_000_000n,
    });
    const key = principalOf(alice, { kind: 'api-key', agent: bounded });
    const eth = { symbol: 'ETH-USDT', priceTicks: 330_000 } as const;
    const answers = [
      await entry.place(key, requestWith()),
      await entry.place(key, requestWith({ ...eth, quantityLots: 304 })),
      await entry.place(key, requestWith({ ...eth, quantityLots: 303 })),
    ];
    expect(answers).toMatchObject([
      { outcome: 'rejected', code: 'auth/agent-market' },
      { outcome: 'rejected', code: 'auth/agent-notional' },
      { outcome: 'placed' },
    ]);
  });

  it('take a signature of their own where they have one', async () => {
    const request = requestWith(ioc);
    const by = { account: alice.address, key: agent.key, nonce: exchange.clock.now() + 7 };
    const signed = await exchange.signed(request, by);
    expect((await entry.place(apiKey, { ...request, signed })).outcome).toBe('placed');
    expect(nonces()).toEqual([exchange.clock.now() + 7]);
  });

  it('are refused when a stop has no trigger, or a limit order has one', async () => {
    const stop = requestWith({ type: 'stop', timeInForce: 'IOC', priceTicks: 0 });
    const limit = requestWith({ triggerTicks: 6_500_000 });
    for (const request of [stop, limit]) {
      expect(await refusal(entry.place(apiKey, request))).toBe('order/invalid-combination');
    }
    expect(placed).toEqual([]);
  });

  it('are refused without a price to protect a market order by', async () => {
    const unpriced = exchange.state.market(1);
    if (unpriced !== null) unpriced.index = 0;
    expect(await refusal(entry.place(apiKey, requestWith(market)))).toBe(
      'market/no-reference-price',
    );
  });
});

describe('orders of an API key when the log stops', () => {
  it('are told to be of unknown outcome, and later ones to be refused', async () => {
    await entry.place(apiKey, requestWith());
    exchange.fault = 'EIO';
    const codes = await Promise.all([
      refusal(entry.place(apiKey, requestWith({ priceTicks: 6_500_000 }))),
      refusal(entry.place(apiKey, requestWith(ioc))),
    ]);
    expect(codes).toEqual(['sequencer/outcome-unknown', 'sequencer/outcome-unknown']);
    expect(await refusal(entry.place(apiKey, requestWith(ioc)))).toMatch(/^sequencer\//);
  });

  it('are not refused because of what never became durable', async () => {
    exchange.fault = 'EIO';
    const session = principalOf(alice, { kind: 'session' });
    const revoked = refusal(entry.revokeAgent(session, agent.address));
    const placed = refusal(entry.place(apiKey, requestWith(ioc)));
    expect(await Promise.all([revoked, placed])).toEqual([
      'sequencer/outcome-unknown',
      'sequencer/outcome-unknown',
    ]);
  });
});
