import { describe, expect, it } from 'vitest';
import type { Fill } from '#lib/domain/fill.ts';
import { ORDER_STATUSES, type Order } from '#lib/domain/order.ts';
import type { PublicTrade } from '#lib/domain/public-trade.ts';
import { parseJson } from '../exact-json.ts';
import { encodeMarketCondition } from '../wire-market-condition.ts';
import { encodeBalanceUpdate } from './balance-update.ts';
import { encodeFillSettlement, encodeFillUpdate } from './fill-update.ts';
import { encodeOrderUpdate, type OrderEvent } from './order-update.ts';
import { encodeBookUpdate } from './orderbook-update.ts';
import { encodeOrdersUpdate } from './orders-update.ts';
import { encodeStreamPosition } from './position.ts';
import { decodeServerFrame } from './server-frame.ts';
import { encodeTradeSnapshot, encodeTradeUpdate } from './trade-update.ts';

const order: Order = {
  orderId: 2 ** 52 + 4,
  clientOrderId: 'mine',
  symbol: 'ETH-USDT',
  side: 'sell',
  type: 'stop_limit',
  timeInForce: 'GTD',
  postOnly: false,
  reduceOnly: false,
  priceTicks: 330_005,
  quantityLots: 3_000,
  filledLots: 3,
  filledQuanta: 9_900_150,
  triggerTicks: 331_000,
  status: 'partial',
  reason: null,
  parentId: 7,
  expiresMs: 1_790_000_100_000,
  createdMs: 1_790_000_000_000,
  updatedMs: 1_790_000_040_000,
};

const fill: Fill = {
  tradeId: 9,
  orderId: 7,
  symbol: 'LUX-USDT',
  side: 'buy',
  role: 'maker',
  priceTicks: 40_001,
  quantityLots: 25,
  feeQuanta: 500,
  feeAsset: 'LUX',
  timestampMs: 1_790_000_000_000,
};

const trade: PublicTrade = {
  tradeId: 9,
  symbol: 'BTC-USDT',
  priceTicks: 6_742_150,
  quantityLots: 1,
  takerSide: 'sell',
  buyOrderId: 4,
  sellOrderId: 8,
  buyer: '0a1b',
  seller: '2c3d',
  timestampMs: 1_790_000_000_000,
};

const delta = { sequence: 4, prevSequence: 3 };
const snapshot = { sequence: 4, prevSequence: null };

/** As it arrives: written and read again. */
function overTheWire(type: string, data: object) {
  const text = JSON.stringify({ type, data, request_id: 'r', timestamp: 3, seq: 4 });
  return { text, frame: decodeServerFrame(parseJson(text)) };
}

describe('decodeServerFrame, trading', () => {
  it('reads an order that was answered, exactly', () => {
    const update = { order, event: 'partial', fills: [fill] } as const;
    const { text, frame } = overTheWire('order_update', encodeOrderUpdate(update));
    expect(frame).toEqual({
      type: 'order_update',
      data: update,
      position: null,
      request_id: 'r',
      seq: 4,
      timestamp: 3,
    });
    expect(text).toContain('"price":3300.05,"stop_price":3310.00,"size":3.000,"filled":0.003');
    expect(text).toContain('"filled_value":9.900150,"average_price":3300.050000');
  });

  it.each(ORDER_STATUSES)('reads the status %s', (status) => {
    const orders = [{ ...order, status }];
    const data = encodeOrdersUpdate({ orders, cancelAtMs: 5 });
    expect(overTheWire('orders_update', data).frame).toMatchObject({
      data: { orders, cancelAtMs: 5 },
    });
  });

  it.each<OrderEvent>([
    'submitted',
    'partial',
    'filled',
    'canceled',
    'rejected',
    'triggered',
    'expired',
    'replaced',
  ])('reads the event %s, pushed on a stream', (event) => {
    const reasoned = { ...order, reason: 'order/canceled' };
    const data = encodeOrderUpdate({ order: reasoned, event, fills: [] });
    const placed = { ...data, ...encodeStreamPosition(delta) };
    expect(overTheWire('order_update', placed).frame).toMatchObject({
      data: { order: reasoned, event, fills: [] },
      position: delta,
    });
  });

  it('reads balances and fills', () => {
    const balances = [
      { asset: 'USDT', available: 1_000_001, locked: 0 },
      { asset: 'BTC', available: 1, locked: Number.MAX_SAFE_INTEGER - 1 },
    ];
    const { text, frame } = overTheWire('balance_update', encodeBalanceUpdate(balances));
    expect(frame).toMatchObject({ data: balances, position: null });
    expect(text).toContain('"available":0.00000001,"locked":90071992.54740990');
    const fills = { ...encodeFillUpdate([fill]), ...encodeStreamPosition(snapshot) };
    expect(overTheWire('fill_update', fills).frame).toMatchObject({
      data: { fills: [fill], settlements: [] },
      position: snapshot,
    });
    const settlement = { stage: 'settling', batch: 3, transaction: null } as const;
    const placed = encodeFillUpdate([{ ...fill, settlement }]);
    const later = encodeFillSettlement({ tradeIds: [9, 12], settlement });
    for (const [data, told] of [
      [placed, { fills: [{ ...fill, settlement }], settlements: [] }],
      [later, { fills: [], settlements: [{ tradeIds: [9, 12], settlement }] }],
    ] as const) {
      const sent = { ...data, ...encodeStreamPosition(snapshot) };
      expect(overTheWire('fill_update', sent).frame).toMatchObject({ data: told });
    }
  });

  it('reads books: what stands, what changed, and what is gone', () => {
    const update = {
      symbol: 'BTC-USDT',
      depth: 20,
      bids: [{ priceTicks: 6_742_150, quantityLots: 12, orderCount: 3 }],
      asks: [{ priceTicks: 6_742_151, quantityLots: 0, orderCount: 0 }],
    } as const;
    const data = { ...encodeBookUpdate(update), ...encodeStreamPosition(delta) };
    const { text, frame } = overTheWire('orderbook_update', data);
    expect(frame).toMatchObject({ data: update, position: delta });
    expect(text).toContain('"bids":[[67421.50,0.0012]],"asks":[[67421.51,0.0000]]');
    expect(text).toContain('"bid_counts":[3],"ask_counts":[0]');
  });

  it('reads books that do not tell how many orders there are, and refuses counts of other levels', () => {
    const bids = [[67_421.5, 0.25]];
    const data = { symbol: 'BTC-USDT', depth: 20, bids, asks: [], ...encodeStreamPosition(delta) };
    const { frame } = overTheWire('orderbook_update', data);
    expect(frame).toMatchObject({ data: { bids: [{ quantityLots: 2_500, orderCount: 0 }] } });
    expect(() => overTheWire('orderbook_update', { ...data, bid_counts: [1, 2] })).toThrow(
      /bid_counts/,
    );
  });

  it.each([
    ['pre_open', 'pre-open'],
    ['open', 'open'],
    ['post_only', 'post-only'],
    ['cancel_only', 'cancel-only'],
    ['halted', 'halted'],
    ['delisted', 'delisted'],
  ] as const)('reads what a market takes: %s', (wire, status) => {
    const auction = { priceTicks: 6_742_150, volumeLots: 12 };
    const condition = { symbol: 'BTC-USDT', status, auction };
    const data = { ...encodeMarketCondition(condition), ...encodeStreamPosition(snapshot) };
    const { text, frame } = overTheWire('market_update', data);
    expect(frame).toMatchObject({ data: condition, position: snapshot });
    expect(text).toContain(`"status":"${wire}","auction":{"price":67421.50,"size":0.0012}`);
  });

  it('reads trades: the newest ones, none yet, and each new one', () => {
    const newest = encodeTradeSnapshot({ symbol: 'BTC-USDT', trades: [trade, trade] });
    const whole = { ...newest, ...encodeStreamPosition(snapshot) };
    expect(overTheWire('trade_update', whole).frame).toMatchObject({
      data: { symbol: 'BTC-USDT', trades: [trade, trade] },
    });
    const none = encodeTradeSnapshot({ symbol: 'BTC-USDT', trades: [] });
    const empty = { ...none, ...encodeStreamPosition(snapshot) };
    expect(overTheWire('trade_update', empty).frame).toMatchObject({ data: { trades: [] } });
    const one = { ...encodeTradeUpdate(trade), ...encodeStreamPosition(delta) };
    expect(overTheWire('trade_update', one).frame).toMatchObject({
      data: { trades: [trade] },
      position: delta,
    });
  });
});
