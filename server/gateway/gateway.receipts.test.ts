import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Receipt } from '#lib/domain/receipt.ts';
import { decodeReceipt } from '#lib/protocol/rest/receipt.ts';
import { principalOf, requestWith } from '#scripts/testing/signed-exchange.ts';
import { type ApiTrader, TradingGateway } from '#scripts/testing/trading-gateway.ts';
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
    seq: Math.floor(of.orderId / 4),
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

async function get(orderId: number | string, as: ApiTrader | null) {
  const headers: Record<string, string> = {};
  if (as !== null) {
    headers.authorization = `Bearer ${as.credentials.apiKey}:${as.credentials.apiSecret}`;
  }
  const path = `/v1/orders/${orderId}/receipt`;
  const response = await fetch(`${exchange.started.url}${path}`, { headers });
  const disposition = response.headers.get('content-disposition');
  return { status: response.status, disposition, body: await response.json() };
}

describe('GET /v1/orders/{id}/receipt', () => {
  it('gives a file of the order to its owner', async () => {
    const orderId = await placed();
    const { status, disposition, body } = await get(orderId, maker);
    expect(status).toBe(200);
    expect(disposition).toBe(`attachment; filename="receipt-${orderId}.json"`);
    expect(decodeReceipt(body)).toEqual(await receipt(asked[0] as AcceptedOrder));
    const { account, address: owner } = maker;
    expect(asked[0]).toEqual({ orderId, account, owner, priceTicks: 6_600_000 });
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
