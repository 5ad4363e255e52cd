import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Receipt } from '#lib/domain/receipt.ts';
import { decodeReceipt } from '#lib/protocol/rest/receipt.ts';
import { principalOf, requestWith } from '#scripts/testing/signed-exchange.ts';
import { type ApiTrader, TradingGateway } from '#scripts/testing/trading-gateway.ts';
import type { ModifyRequest } from '#server/order-entry/index.ts';
import type { AcceptedOrder } from '#server/receipts/index.ts';

let asked: AcceptedOrder[];
let exchange: TradingGateway;
let maker: ApiTrader;
let taker: ApiTrader;

beforeEach(async () => {
  asked = [];
  exchange = await TradingGateway.begin({ receipts: { receipt } });
  maker = await exchange.trader();
  taker = await exchange.trader();
});

afterEach(async () => {
  await exchange.close();
  expect(exchange.started.failures).toEqual([]);
});

/** What the journal would say; whether it does is tested where it is read. */
function receipt(of: AcceptedOrder): Promise<Receipt> {
  asked.push(of);
  const hash = `0x${'ab'.repeat(32)}` as const;
  return Promise.resolve({
    seq: of.seq,
    orderId: of.orderId,
    order: {
      account: of.owner,
      market: 1,
      flags: 0,
      price: of.priceTicks,
      quantity: 1,
      triggerPrice: 0,
      nonce: 1,
      expiry: 1,
      epoch: 0,
      maxFeePpm: 500,
    },
    orderHash: hash,
    logHash: hash,
    block: { firstSeq: 1, lastSeq: 2, hash },
    chainId: 1337,
    verifyingContract: of.owner,
    operator: of.owner,
    signature: `0x${'cd'.repeat(65)}`,
  });
}

async function placed(legs: Parameters<typeof requestWith>[0] = {}): Promise<number> {
  const principal = principalOf(maker, { kind: 'api-key', agent: maker.agent });
  const answer = await exchange.exchange.entry.place(principal, requestWith(legs));
  if (answer.outcome !== 'placed') throw new Error(JSON.stringify(answer));
  return answer.order.orderId;
}

/** Changes an order; gives the number of the command. */
async function modified(orderId: number, change: Partial<ModifyRequest>): Promise<number> {
  const principal = principalOf(maker, { kind: 'api-key', agent: maker.agent });
  const unchanged = { priceTicks: 0, quantityLots: 0, triggerTicks: 0, signed: null };
  const request = { ...unchanged, order: { orderId }, ...change };
  return (await exchange.exchange.entry.modify(principal, request)).seq;
}

async function get(orderId: number | string, as: ApiTrader | null) {
  const headers: Record<string, string> = {};
  if (as !== null) {
    headers.authorization = `Bearer ${as.credentials.apiKey}:${as.credentials.apiSecret}`;
  }
  const [id, query = ''] = String(orderId).split('?');
  const path = `/v1/orders/${id}/receipt?${query}`;
  const response = await fetch(`${exchange.started.url}${path}`, { headers });
  const disposition = response.headers.get('content-disposition');
  return { status: response.status, disposition, body: await response.json() };
}

describe('GET /v1/orders/{id}/receipt', () => {
  it('confirms no order that the engine refused, though its owner can look at it', async () => {
    const entry = exchange.exchange.entryWith({
      onRefused: (refused) => exchange.activity.refuse(refused),
    });
    const principal = principalOf(maker, { kind: 'api-key', agent: maker.agent });
    const answer = await entry.place(principal, requestWith({ quantityLots: 2_000_000_000 }));
    if (answer.outcome !== 'rejected') throw new Error(JSON.stringify(answer));
    const { orderId } = answer.order;
    expect(exchange.activity.order(maker.account, orderId)).toMatchObject({ status: 'rejected' });
    for (const id of [orderId, orderId + 1]) {
      const { status, body } = await get(id, maker);
      expect([status, body.error]).toEqual([404, 'order/unknown']);
    }
    expect(asked).toEqual([]);
  });

  it('gives a file of the order to its owner', async () => {
    const orderId = await placed();
    const { status, disposition, body } = await get(orderId, maker);
    expect(status).toBe(200);
    expect(disposition).toBe(`attachment; filename="receipt-${orderId}.json"`);
    expect(decodeReceipt(body)).toEqual(await receipt(asked[0] as AcceptedOrder));
    const { account, address: owner } = maker;
    expect(asked[0]).toEqual({
      orderId,
      seq: orderId / 4,
      account,
      owner,
      priceTicks: 6_600_000,
    });
  });

  it('gives that of a stop-loss that waits for its order', async () => {
    const stopLoss = {
      type: 'stop',
      priceTicks: 0,
      triggerTicks: 6_300_000,
      signed: null,
    } as const;
    const orderId = await placed({ stopLoss });
    expect((await get(orderId + 2, maker)).status).toBe(200);
    expect(asked[0]?.orderId).toBe(orderId + 2);
  });

  it('gives the newest version that was signed, or a certain one', async () => {
    const orderId = await placed();
    const placing = orderId / 4;
    const first = await modified(orderId, { priceTicks: 6_610_000 });
    const second = await modified(orderId, { priceTicks: 6_620_000 });
    const smaller = await modified(orderId, { quantityLots: 50 });
    const seqs: [number | string, number][] = [
      [orderId, second],
      [`${orderId}?seq=${first}`, first],
      [`${orderId}?seq=${placing}`, placing],
    ];
    for (const [path, seq] of seqs) {
      const { status, disposition, body } = await get(path, maker);
      expect([status, body.seq]).toEqual([200, seq]);
      const file = seq === placing ? `receipt-${orderId}` : `receipt-${orderId}-${seq}`;
      expect(disposition).toBe(`attachment; filename="${file}.json"`);
    }
    for (const seq of [smaller, placing - 1, Number.MAX_SAFE_INTEGER]) {
      const { status, body } = await get(`${orderId}?seq=${seq}`, maker);
      expect([status, body.error, body.data]).toEqual([
        404,
        'receipt/unknown-version',
        { versions: [second, first, placing].map(String) },
      ]);
    }
    for (const seq of ['0', '-1', 'x', '1.5', '1&seq=2']) {
      const { status, body } = await get(`${orderId}?seq=${seq}`, maker);
      expect([status, body.error]).toEqual([400, 'gateway/invalid-message']);
    }
    expect((await get(`${orderId}?seq=${first}`, taker)).status).toBe(404);
  });

  it('gives no receipt of a change that was refused', async () => {
    const orderId = await placed();
    await expect(modified(orderId, { priceTicks: 9_900_000 })).rejects.toThrow(/band/);
    const refused = exchange.exchange.port.seq();
    const { body } = await get(`${orderId}?seq=${refused}`, maker);
    expect(body.error).toBe('receipt/unknown-version');
  });

  it('refuses who is not signed in, somebody else, and what is no order', async () => {
    const orderId = await placed();
    const refusals = [
      await get(orderId, null),
      await get(orderId, taker),
      await get(orderId + 2, taker),
      await get(4_000_000, maker),
      await get('abc', maker),
      await get('0', maker),
    ];
    expect(refusals.map(({ status, body }) => [status, body.error])).toEqual([
      [401, 'auth/required'],
      [404, 'order/unknown'],
      [404, 'order/unknown'],
      [404, 'order/unknown'],
      [400, 'gateway/invalid-message'],
      [400, 'gateway/invalid-message'],
    ]);
    expect(asked).toEqual([]);
  });
});

it('where the operator has no key, receipts are not available, and it is said why', async () => {
  const other = await TradingGateway.begin({ receipts: null });
  const trader = await other.trader();
  const { apiKey, apiSecret } = trader.credentials;
  const response = await fetch(`${other.started.url}/v1/orders/4/receipt`, {
    headers: { 'x-api-key': `${apiKey}:${apiSecret}` },
  });
  const { error, message } = await response.json();
  expect([response.status, error]).toEqual([501, 'gateway/not-available']);
  expect(message).toContain('OPERATOR_PRIVATE_KEY');
  await other.close();
});
