import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { decodeServerFrame } from '#lib/protocol/frames/server-frame.ts';
import { networkResponse } from '#lib/protocol/rest/network-response.ts';
import { settlementResponse, settlementsResponse } from '#lib/protocol/rest/settlements.ts';
import { solvencyResponse } from '#lib/protocol/rest/solvency.ts';
import { statusResponse } from '#lib/protocol/rest/status.ts';
import { validate } from '#lib/protocol/validate.ts';
import { ScriptedSettlement, settlementWith } from '#scripts/testing/scripted-settlement.ts';
import { SocketClient } from '#scripts/testing/socket-client.ts';
import { type ApiTrader, TradingGateway } from '#scripts/testing/trading-gateway.ts';
import type { Reconciliation } from '#server/settlement/index.ts';

const HOUSE = '0x00000000000000000000000000000000000c1ea2';
const WLUX = '0x000000000000000000000000000000000000a001';

const compared: Reconciliation = {
  block: 70,
  timestampMs: 1_790_000_000_000,
  accountsChecked: 12,
  differences: [],
  assets: [
    {
      asset: 'ETH',
      held: Number.MAX_SAFE_INTEGER,
      custody: 5_000_000_001,
      liabilities: 5_000_000_000,
      exchangeOwned: 1,
    },
  ],
};

let settlement: ScriptedSettlement;
let exchange: TradingGateway;
let maker: ApiTrader;
let taker: ApiTrader;

beforeEach(async () => {
  settlement = new ScriptedSettlement();
  const endpoint = { name: 'node:8545', healthy: true, lastError: null, head: 70 };
  const custody = { confirmations: 3, minimumWithdrawals: new Map([['LUX', 100_000]]) };
  exchange = await TradingGateway.begin({
    settlement,
    custody,
    endpoints: () => [{ ...endpoint, latencyMs: 1.5, blocksBehind: 0 }],
  });
  maker = await exchange.trader();
  taker = await exchange.trader();
});

afterEach(async () => {
  await exchange.close();
  expect(exchange.started.failures).toEqual([]);
});

async function ask(path: string, { as, accept }: { as?: ApiTrader; accept?: string } = {}) {
  const authorization =
    as === undefined ? '' : `Bearer ${as.credentials.apiKey}:${as.credentials.apiSecret}`;
  const response = await fetch(`${exchange.started.url}${path}`, {
    headers: {
      ...(as === undefined ? {} : { authorization }),
      ...(accept === undefined ? {} : { accept }),
    },
  });
  const text = await response.text();
  return { status: response.status, text };
}

async function json(...asked: Parameters<typeof ask>) {
  return JSON.parse((await ask(...asked)).text);
}

/** Somebody sells, somebody buys it: one trade. @returns The two orders. */
async function trade(): Promise<readonly number[]> {
  const [seller, buyer] = [await exchange.connect(maker), await exchange.connect(taker)];
  const terms = { symbol: 'BTC-USDT', type: 'limit', price: 66_000, size: 0.01 };
  seller.send({ type: 'place_order', order: { ...terms, side: 'sell' } });
  const { data: sold } = await seller.next();
  buyer.send({ type: 'place_order', order: { ...terms, side: 'buy' } });
  const { data: bought } = await buyer.next();
  seller.socket.close();
  buyer.socket.close();
  return [sold, bought].map((data) => Number(data?.order_id));
}

describe('batches', () => {
  it('are listed in pages, the newest first, for everybody', async () => {
    for (let batch = 1; batch <= 5; batch += 1) {
      settlement.tell(settlementWith({ batch, firstTrade: batch, lastTrade: batch }));
    }
    const page = validate(settlementsResponse, await json('/v1/settlements?limit=3'));
    expect(page.settlements.map(({ batch }) => batch)).toEqual([5, 4, 3]);
    const rest = await json(`/v1/settlements?limit=3&cursor=${page.next_cursor}`);
    expect(rest).toMatchObject({ settlements: [{ batch: 2 }, { batch: 1 }], next_cursor: null });
    const { text } = await ask('/v1/settlements?limit=1', { accept: 'text/csv' });
    expect(text.split('\r\n')[1]).toMatch(/^5,settled,0x7+,700,5,5,0,123456,/);
  });

  it('tell their transaction, trades and orders, but not what was left out', async () => {
    const orders = [await trade(), await trade(), await trade()];
    settlement.tell(settlementWith({ firstTrade: 1, lastTrade: 3, withdrawals: 2 }), [2]);
    const found = validate(settlementResponse, await json('/v1/settlements/7'));
    expect(found.settlement).toMatchObject({ batch: 7, status: 'settled', withdrawals: 2 });
    expect(found.trades.map(({ trade_id: id }) => id)).toEqual([1, 3]);
    expect(found.orders).toEqual([...(orders[0] ?? []), ...(orders[2] ?? [])]);
    expect(found.trades[0]).toMatchObject({ buyer_id: `someone-${taker.account}` });
  });

  it.each([
    ['/v1/settlements/8', 404, 'settlement/unknown'],
    ['/v1/settlements/0', 400, 'gateway/invalid-message'],
    ['/v1/settlements/x', 400, 'gateway/invalid-message'],
    ['/v1/settlements?cursor=-1', 400, 'gateway/invalid-message'],
  ])('%s is a coded %d', async (path, status, error) => {
    const answer = await ask(path);
    expect([answer.status, JSON.parse(answer.text).error]).toEqual([status, error]);
  });

  it('are answered by JSON-RPC, by number or the last one', async () => {
    const orders = await trade();
    const call = async (params: object) => {
      const response = await fetch(`${exchange.started.url}/rpc`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'settlement.batch', params }),
      });
      return await response.json();
    };
    expect(await call({})).toMatchObject({ error: { data: { code: 'settlement/unknown' } } });
    settlement.tell(settlementWith());
    const told = {
      batch_id: 7,
      order_ids: orders,
      status: 'settled',
      tx_hash: `0x${'7'.repeat(64)}`,
      gas_used: 123_456,
      timestamp: 1_790_000_000_000,
    };
    expect((await call({ batch_id: 7 })).result).toEqual(told);
    expect((await call({})).result).toEqual(told);
    expect(await call({ batch_id: 9 })).toMatchObject({ error: { code: -32_013 } });
    expect(await call({ batch_id: 'x' })).toMatchObject({ error: { code: -32_602 } });
  });

  it('are pushed to everybody: a snapshot, then what happens', async () => {
    settlement.tell(settlementWith({ batch: 6 }));
    const client = await SocketClient.connect(exchange.started.wsUrl);
    client.send({ type: 'subscribe', channel: 'settlements', symbols: ['*'] });
    expect(await client.next()).toMatchObject({ type: 'subscribed' });
    const snapshot = await client.next();
    expect(snapshot.data).toMatchObject({ snapshot: true, settlements: [{ batch: 6 }] });
    settlement.tell(settlementWith({ stage: 'settling', block: null, gasUsed: null }));
    settlement.tell(settlementWith());
    const [sent, settled] = [await client.next(), await client.next()];
    expect(decodeServerFrame(sent)).toMatchObject({
      type: 'settlement_update',
      data: [{ batch: 7, stage: 'settling', block: null, gasUsed: null }],
    });
    expect(settled.data).toMatchObject({ prev_sequence: sent.data?.sequence });
    expect(decodeServerFrame(settled)).toMatchObject({ data: [settlementWith()] });
    client.socket.close();
  });

  it('are pushed whole, one at a time and with their orders, to clients of the short form', async () => {
    const orders = await trade();
    const [early, late] = [
      await SocketClient.connect(exchange.started.wsUrl),
      await SocketClient.connect(exchange.started.wsUrl),
    ];
    early.send({ type: 'subscribe', channel: 'settlements' });
    expect(await early.next()).toMatchObject({ type: 'subscribed' });
    settlement.tell(settlementWith());
    const told = { channel: 'settlements', data: { batch_id: 7, order_ids: orders } };
    expect(await early.next()).toMatchObject(told);
    late.send({ type: 'subscribe', channel: 'settlements' });
    expect(await late.next()).toMatchObject({ type: 'subscribed' });
    expect(await late.next()).toMatchObject({ ...told, data: { snapshot: true } });
    early.socket.close();
    late.socket.close();
  });
});

describe('fills', () => {
  it('say how far they are, in the list and as CSV', async () => {
    await trade();
    const of = async () => (await json('/v1/fills', { as: maker })).fills[0].settlement;
    expect(await of()).toEqual({ status: 'matched', batch: null, tx_hash: null });
    settlement.tell(settlementWith());
    const tx_hash = `0x${'7'.repeat(64)}`;
    expect(await of()).toEqual({ status: 'settled', batch: 7, tx_hash });
    const { text } = await ask('/v1/fills', { as: maker, accept: 'text/csv' });
    const [head = '', row = ''] = text.split('\r\n');
    expect(head).toMatch(/,settlement_status,settlement_batch,settlement_tx_hash$/);
    expect(row.endsWith(`,settled,7,${tx_hash}`)).toBe(true);
  });
});

describe('the state of the exchange', () => {
  it('is told whole, and anew with each second or block', async () => {
    const operator = HOUSE;
    settlement.set({ state: 'paused', why: 'no gas', unsettledTrades: 9, operator });
    settlement.set({ operatorBalanceWei: 2n ** 80n, oldestUnsettledMs: 1_500, finalBlock: 70 });
    settlement.compared = compared;
    exchange.started.chain.setNetwork({
      genesisHash: `0x${'9'.repeat(64)}`,
      deployment: deploymentOf(),
      genesisMatches: true,
      missingContracts: ['clearingHouse'],
    });
    const told = validate(statusResponse, await json('/v1/status'));
    expect(told).toMatchObject({
      queues: { open_orders: 0, unsettled_trades: 9, quarantined_trades: 0 },
      settlement: {
        state: 'paused',
        why: 'no gas',
        oldest_unsettled_ms: 1_500,
        operator_balance: String(2n ** 80n),
        last_settled: null,
        final_block: 70,
      },
      reconciliation: { block: 70, accounts_checked: 12, differences: 0, agrees: true },
      contracts: [
        { name: 'wlux', address: WLUX, has_code: true },
        { name: 'clearingHouse', address: HOUSE, has_code: false },
      ],
      endpoints: [{ name: 'node:8545', healthy: true, latency_ms: 1.5 }],
    });
    expect(told.services).toContainEqual({ name: 'settlement', ok: false, detail: 'no gas' });
    settlement.set({ state: 'working', why: null });
    expect((await json('/v1/status')).settlement.state).toBe('paused');
    exchange.started.clock.advance(1_000);
    expect((await json('/v1/status')).settlement.state).toBe('working');
    settlement.set({ state: 'halted', why: 'ledger and chain differ' });
    exchange.started.chain.mine(71, exchange.started.clock.now());
    expect((await json('/v1/status')).settlement.state).toBe('halted');
  });

  it('is told where nothing is deployed or settled, too', async () => {
    await exchange.close();
    exchange = await TradingGateway.begin({});
    expect(validate(statusResponse, await json('/v1/status'))).toMatchObject({
      settlement: null,
      reconciliation: null,
      contracts: null,
      block: null,
      endpoints: [],
    });
    expect(validate(networkResponse, await json('/v1/network')).clearing_house).toBeNull();
    expect((await ask('/v1/solvency')).status).toBe(501);
  });

  it('has what is held against what is owed, to the last unit', async () => {
    const before = validate(solvencyResponse, await json('/v1/solvency'));
    expect(before).toMatchObject({ as_of: null, agrees: false, assets: [] });
    settlement.compared = compared;
    const { text } = await ask('/v1/solvency');
    expect(text).toContain(
      '"held":90071992.54740991,"custody":50.00000001,"liabilities":50.00000000,"exchange_owned":0.00000001',
    );
    expect(JSON.parse(text)).toMatchObject({ as_of: { block: 70 }, agrees: true });
    const account = HOUSE;
    const differences = [{ account, asset: 'ETH', onChain: 1, expected: 2 }] as const;
    settlement.compared = { ...compared, block: 71, differences };
    expect(await json('/v1/solvency')).toMatchObject({ as_of: { block: 71 }, agrees: false });
  });

  it('has the rules of custody beside the network', async () => {
    exchange.started.chain.setNetwork({
      genesisHash: `0x${'9'.repeat(64)}`,
      deployment: deploymentOf(),
      genesisMatches: true,
      missingContracts: [],
    });
    const { text } = await ask('/v1/network');
    expect(text).toContain('"min_withdrawal":0.100000');
    expect(validate(networkResponse, JSON.parse(text)).clearing_house).toEqual({
      address: HOUSE,
      exit_delay_seconds: 3_600,
      binding_delay_seconds: 60,
      expiry_grace_seconds: 1_800,
      confirmations: 3,
      max_pending_withdrawals: 16,
      assets: [
        {
          asset: 'LUX',
          number: 1,
          token: 'WLUX',
          address: WLUX,
          unit: '1000000000000',
          decimals: 6,
          min_withdrawal: 0.1,
        },
      ],
    });
  });
});

function deploymentOf() {
  const token = { address: WLUX, symbol: 'WLUX', name: 'Wrapped LUX', decimals: 18 } as const;
  return {
    version: 1,
    network: 'local',
    chainId: 1_337,
    genesisHash: null,
    contracts: { wlux: WLUX, clearingHouse: HOUSE },
    tokens: [{ kind: 'token', permit: false, ...token }],
  } as const;
}
