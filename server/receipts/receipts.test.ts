import { readdirSync } from 'node:fs';
import { bytesToHex } from 'viem';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { verifyReceipt } from '#lib/chain/verify-receipt.ts';
import type { OrderRequest } from '#lib/domain/order-request.ts';
import type { Receipt } from '#lib/domain/receipt.ts';
import { ProtocolError } from '#lib/protocol/protocol-error.ts';
import { ReceiptExchange } from '#scripts/testing/receipt-exchange.ts';
import {
  principalOf,
  requestWith,
  type Signer,
  type Trader,
} from '#scripts/testing/signed-exchange.ts';
import { keySigner, SignerError } from '#server/chain/index.ts';
import { limits } from '#server/limits.ts';
import type { ModifyRequest } from '#server/order-entry/index.ts';

let exchange: ReceiptExchange;
let alice: Trader;
let agent: Signer;

beforeAll(async () => {
  exchange = await ReceiptExchange.begin();
});

beforeEach(async () => {
  alice = await exchange.exchange.trader();
  agent = await exchange.exchange.agentOf(alice);
});

afterAll(async () => {
  expect(exchange.faults).toEqual([]);
  await exchange.close();
});

const unchanged = { priceTicks: 0, quantityLots: 0, triggerTicks: 0, signed: null };

/** Changes an order by the trading key. */
async function modify(orderId: number, change: Partial<ModifyRequest>) {
  const principal = principalOf(alice, { kind: 'api-key', agent });
  const order = { orderId };
  return await exchange.exchange.entry.modify(principal, { ...unchanged, order, ...change });
}

/** The code of what a promise fails with; `null` = it does not. */
async function codeOf(promise: Promise<unknown>): Promise<string | null> {
  try {
    await promise;
    return null;
  } catch (error) {
    if (error instanceof ProtocolError) return error.code;
    throw error;
  }
}

const kinds: readonly (readonly [string, Partial<OrderRequest>])[] = [
  ['a limit order', {}],
  ['a sell', { side: 'sell', priceTicks: 6_800_000 }],
  ['a post-only order', { postOnly: true }],
  ['one that is canceled at once', { timeInForce: 'IOC' }],
  ['a market order without price', { type: 'market', timeInForce: 'IOC', priceTicks: 0 }],
  [
    'a market sell without price',
    { type: 'market', side: 'sell', timeInForce: 'IOC', priceTicks: 0 },
  ],
  ['a market order with a price', { type: 'market', timeInForce: 'IOC', priceTicks: 6_710_000 }],
  [
    'a stop without price',
    { type: 'stop', side: 'sell', timeInForce: 'IOC', priceTicks: 0, triggerTicks: 6_500_000 },
  ],
  [
    'a stop limit',
    { type: 'stop_limit', side: 'sell', priceTicks: 6_480_000, triggerTicks: 6_500_000 },
  ],
];

describe('the receipt of', () => {
  it.each(kinds)('%s of a trading key says what was signed', async (_, terms) => {
    const { orderId, orderHash, seq } = await exchange.place(
      { trader: alice, agent },
      requestWith(terms),
    );
    const receipt = await exchange.receipt(alice, orderId);
    expect(receipt).toMatchObject({ seq, orderId, orderHash, operator: exchange.operator.address });
    expect(await verifyReceipt(receipt)).toBeNull();
  });

  it('an order that its owner signed says the same as the answer did', async () => {
    const request = requestWith({ timeInForce: 'IOC' });
    const signing = { account: alice.address, key: alice.key };
    const signed = await exchange.exchange.signed(request, signing);
    const { orderId, orderHash } = await exchange.place({ trader: alice }, { ...request, signed });
    const receipt = await exchange.receipt(alice, orderId);
    expect(receipt.orderHash).toBe(orderHash);
    expect(receipt.order.account).toBe(alice.address);
    expect(receipt.order.nonce).toBe(signed.nonce);
  });

  it('a take-profit and a stop-loss is of their own order, while they wait', async () => {
    const legs = {
      takeProfit: { type: 'limit', priceTicks: 6_900_000, triggerTicks: 0, signed: null },
      stopLoss: { type: 'stop', priceTicks: 0, triggerTicks: 6_300_000, signed: null },
    } as const;
    const { orderId, seq } = await exchange.place({ trader: alice, agent }, requestWith(legs));
    const [takeProfit, stopLoss] = [
      await exchange.receipt(alice, orderId + 1),
      await exchange.receipt(alice, orderId + 2),
    ];
    expect(takeProfit.order).toMatchObject({
      flags: 1,
      price: 6_900_000,
      quantity: 100,
      triggerPrice: 0,
    });
    expect(stopLoss.order).toMatchObject({ flags: 1, quantity: 100, triggerPrice: 6_300_000 });
    expect(stopLoss.order.price).toBeGreaterThan(0);
    expect([takeProfit.seq, stopLoss.seq]).toEqual([seq, seq]);
    expect([await verifyReceipt(takeProfit), await verifyReceipt(stopLoss)]).toEqual([null, null]);
    expect(await codeOf(exchange.receipt(alice, orderId + 3))).toBe('order/unknown');
  });

  it('a changed order is of the version that is asked for, each as it was signed', async () => {
    const { orderId, seq, orderHash } = await exchange.place(
      { trader: alice, agent },
      requestWith({ postOnly: true }),
    );
    const priced = await modify(orderId, { priceTicks: 6_610_000 });
    const sized = await modify(orderId, { quantityLots: 150 });
    const receipts = [seq, priced.seq, sized.seq].map((at) =>
      exchange.version(alice, { orderId, seq: at }),
    );
    const told = await Promise.all(receipts);
    expect(told.map((receipt) => receipt.orderHash)).toEqual([
      orderHash,
      priced.orderHash,
      sized.orderHash,
    ]);
    expect(told.map(({ order }) => [order.price, order.quantity, order.flags])).toEqual([
      [6_600_000, 100, 4],
      [6_610_000, 100, 4],
      [6_610_000, 150, 4],
    ]);
    expect(told.map((receipt) => receipt.seq)).toEqual([seq, priced.seq, sized.seq]);
    expect(await Promise.all(told.map(verifyReceipt))).toEqual([null, null, null]);
    // Nothing that was remembered is told of another version.
    expect(await exchange.version(alice, { orderId, seq: priced.seq })).toEqual(told[1]);
  });

  it('a stop that was moved, and a stop-loss that was, say the new trigger', async () => {
    const stop = await exchange.place(
      { trader: alice, agent },
      requestWith({
        type: 'stop',
        side: 'sell',
        timeInForce: 'IOC',
        priceTicks: 0,
        triggerTicks: 6_500_000,
      }),
    );
    const moved = await modify(stop.orderId, { triggerTicks: 6_450_000 });
    const receipt = await exchange.version(alice, { orderId: stop.orderId, seq: moved.seq });
    expect(receipt).toMatchObject({
      orderHash: moved.orderHash,
      order: { flags: 1, triggerPrice: 6_450_000 },
    });
    expect(await verifyReceipt(receipt)).toBeNull();
  });

  it('a change that the owner signed says what was signed', async () => {
    const { orderId } = await exchange.place({ trader: alice, agent }, requestWith());
    const session = principalOf(alice, { kind: 'session' });
    const { entry } = exchange.exchange;
    const { first: nonce } = await entry.reserveNonces(session, null);
    const changed = requestWith({ priceTicks: 6_620_000 });
    const { address: account, key } = alice;
    const signed = await exchange.exchange.signed(changed, { account, key, nonce });
    const { seq, orderHash } = await entry.modify(session, {
      ...unchanged,
      order: { orderId },
      priceTicks: 6_620_000,
      signed,
    });
    const receipt = await exchange.version(alice, { orderId, seq });
    expect(receipt).toMatchObject({ orderHash, order: { nonce, price: 6_620_000 } });
  });

  it('a key that was revoked since is still given', async () => {
    const { orderId, orderHash } = await exchange.place({ trader: alice, agent }, requestWith());
    await exchange.exchange.entry.revokeAgent(
      principalOf(alice, { kind: 'session' }),
      agent.address,
    );
    expect((await exchange.receipt(alice, orderId)).orderHash).toBe(orderHash);
  });

  it('a remembered order is signed anew when the operator has another key', async () => {
    const { orderId, seq } = await exchange.place({ trader: alice, agent }, requestWith());
    const keys = [agent, await exchange.exchange.signer()];
    const [first, second] = keys.map(({ key }) => keySigner(bytesToHex(key)));
    if (first === undefined || second === undefined) throw new Error('there are two keys');
    const faults: unknown[] = [];
    let signer: typeof first | null = first;
    const receipts = exchange.receiptsWith({
      signer: async () => {
        if (signer === null) throw new SignerError('It is away.');
        return await Promise.resolve(signer);
      },
      onFault: (error) => faults.push(error),
    });
    const { account, address: owner } = alice;
    const question = { orderId, seq, account, owner, priceTicks: 6_600_000 };
    const before = await receipts.receipt(question);
    expect(before.operator).toBe(first.address);
    expect(await receipts.receipt(question)).toBe(before);
    signer = second;
    const after = await receipts.receipt(question);
    expect(after).toMatchObject({ orderHash: before.orderHash, operator: second.address });
    expect(await verifyReceipt(after)).toBeNull();
    expect(faults).toEqual([]);
    // What was signed is still given while no key can be had.
    signer = null;
    expect(await receipts.receipt(question)).toBe(after);
    expect(faults).toHaveLength(1);
  });

  it('many orders, in whatever order they are asked for, chains from block to block', async () => {
    const ids = await exchange.placeMany(alice, { agent, count: 160 });
    const receipts = new Map<number, Receipt>();
    for (const orderId of [...ids.slice(120), ...ids.slice(0, 120).toReversed()]) {
      receipts.set(orderId, await exchange.receipt(alice, orderId));
    }
    const inOrder = ids.map((id) => receipts.get(id));
    for (const [index, receipt] of inOrder.entries()) {
      const before = inOrder[index - 1];
      if (before === undefined || receipt === undefined) continue;
      if (receipt.block.firstSeq === before.block.lastSeq + 1) {
        expect(receipt.logHash).toBe(before.block.hash);
      }
      expect(receipt.logHash).not.toBe(before.logHash);
    }
    expect(
      readdirSync(exchange.folder).filter((name) => name.endsWith('.lxj')).length,
    ).toBeGreaterThan(2);
  });
});

describe('a receipt is refused', () => {
  it('to whoever the order is not of, also when it is remembered', async () => {
    const bob = await exchange.exchange.trader();
    const { orderId } = await exchange.place({ trader: alice, agent }, requestWith());
    expect(await codeOf(exchange.receipt(bob, orderId))).toBe('order/unknown');
    await exchange.receipt(alice, orderId);
    expect(await codeOf(exchange.receipt(bob, orderId))).toBe('order/unknown');
  });

  it('of a command that is no signed version of the order', async () => {
    const { orderId, seq } = await exchange.place({ trader: alice, agent }, requestWith());
    const other = await exchange.place({ trader: alice, agent }, requestWith());
    const smaller = await modify(orderId, { quantityLots: 50 });
    const others = await modify(other.orderId, { priceTicks: 6_590_000 });
    for (const at of [seq - 1, smaller.seq, other.seq, others.seq]) {
      expect(await codeOf(exchange.version(alice, { orderId, seq: at }))).toBe(
        'receipt/unknown-version',
      );
    }
  });

  it('of a change whose record does not hold all that was signed', async () => {
    const { orderId } = await exchange.place({ trader: alice, agent }, requestWith());
    const { seq } = await modify(orderId, { priceTicks: 6_610_000 });
    const { records } = exchange;
    const lacking = async (at: number) => {
      const found = await records.find(at);
      if (found?.command.kind !== 'modify') return found;
      return { ...found, command: { ...found.command, quantity: 0 } };
    };
    const receipts = exchange.receiptsWith({ records: { find: lacking } });
    const { account, address: owner } = alice;
    const question = { orderId, seq, account, owner, priceTicks: 6_610_000 };
    expect(await codeOf(receipts.receipt(question))).toBe('receipt/not-reproducible');
  });

  it('of a command that places no order', async () => {
    expect(await codeOf(exchange.receipt(alice, 4))).toBe('order/unknown');
  });

  it('of an order that nobody signed', async () => {
    const { port } = exchange.exchange;
    const { events } = await port.execute({
      ...unsignedPlace,
      account: alice.account,
    });
    const [event] = events;
    if (event?.kind !== 'accepted') throw new Error('it is accepted');
    expect(await codeOf(exchange.receipt(alice, event.orderId))).toBe('receipt/not-signed');
  });

  it('where the contract that orders are signed for is another one, or not known', async () => {
    const { orderId } = await exchange.place({ trader: alice, agent }, requestWith());
    await exchange.receipt(alice, orderId);
    const present = exchange.exchange.domain;
    exchange.exchange.domain = { chainId: 1337, verifyingContract: `0x${'ab'.repeat(20)}` };
    expect(await codeOf(exchange.receipt(alice, orderId))).toBe('receipt/not-reproducible');
    exchange.exchange.domain = null;
    expect(await codeOf(exchange.receipt(alice, orderId))).toBe('gateway/not-available');
    exchange.exchange.domain = present;
    expect(await codeOf(exchange.receipt(alice, orderId))).toBeNull();
  });

  it('when more are asked for than wait at a time, by one account or by all', async () => {
    const { orderId } = await exchange.place({ trader: alice, agent }, requestWith());
    const found = await exchange.records.find(orderId / 4);
    const { promise, resolve } = Promise.withResolvers<typeof found>();
    const records = { find: () => promise };
    const few = exchange.receiptsWith({ records, limits: { ...limits, receiptsPerAccount: 2 } });
    const { account, address: owner } = alice;
    const question = { orderId, seq: orderId / 4, account, owner, priceTicks: 0 };
    const waiting = [few.receipt(question), few.receipt(question)];
    expect(await codeOf(few.receipt(question))).toBe('receipt/busy');
    const none = exchange.receiptsWith({ records, limits: { ...limits, waitingReceipts: 0 } });
    expect(await codeOf(none.receipt(question))).toBe('receipt/busy');
    resolve(found);
    const receipts = await Promise.all(waiting);
    expect(new Set(receipts.map(({ signature }) => signature)).size).toBe(1);
    expect(await codeOf(few.receipt(question))).toBeNull();
  });
});

const unsignedPlace = {
  kind: 'place',
  market: 1,
  orderId: 0,
  clientOrderId: 0,
  side: 0,
  type: 0,
  timeInForce: 0,
  price: 6_600_000,
  quantity: 100,
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
  authority: null,
  signature: null,
} as const;
