import { readdirSync } from 'node:fs';
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
import { limits } from '#server/limits.ts';

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

  it('a changed order stays that of the order as it was placed', async () => {
    const { orderId, orderHash } = await exchange.place({ trader: alice, agent }, requestWith());
    const principal = principalOf(alice, { kind: 'api-key', agent });
    await exchange.exchange.entry.modify(principal, {
      order: { orderId },
      priceTicks: 6_610_000,
      quantityLots: 50,
      triggerTicks: 0,
      signed: null,
    });
    const receipt = await exchange.receipt(alice, orderId);
    expect(receipt.orderHash).toBe(orderHash);
    expect(receipt.order).toMatchObject({ price: 6_600_000, quantity: 100 });
  });

  it('a key that was revoked since is still given', async () => {
    const { orderId, orderHash } = await exchange.place({ trader: alice, agent }, requestWith());
    await exchange.exchange.entry.revokeAgent(
      principalOf(alice, { kind: 'session' }),
      agent.address,
    );
    expect((await exchange.receipt(alice, orderId)).orderHash).toBe(orderHash);
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
    const question = { orderId, account: alice.account, owner: alice.address, priceTicks: 0 };
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
