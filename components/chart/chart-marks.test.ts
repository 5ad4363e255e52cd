import { describe, expect, it } from 'vitest';
import type { Fill } from '#lib/domain/fill.ts';
import { findMarket } from '#lib/domain/market.ts';
import type { Order } from '#lib/domain/order.ts';
import { MAX_TICKS } from '#lib/domain/quanta.ts';
import { fillMarks, orderLines, ticksAt } from './chart-marks.ts';

const market = findMarket('BTC-USDT');
if (market === undefined) throw new Error('there is the market of Bitcoin');

const order: Order = {
  orderId: 7,
  clientOrderId: null,
  symbol: 'BTC-USDT',
  side: 'buy',
  type: 'limit',
  timeInForce: 'GTC',
  postOnly: false,
  reduceOnly: false,
  priceTicks: 6_700_000,
  quantityLots: 2_500,
  filledLots: 500,
  filledQuanta: 0,
  triggerTicks: 0,
  status: 'partial',
  reason: null,
  parentId: 0,
  expiresMs: 0,
  createdMs: 0,
  updatedMs: 0,
};

describe('orderLines', () => {
  it('are at the price, with what is left', () => {
    expect(orderLines({ orders: [order], moved: null }, market)).toEqual([
      { orderId: 7, side: 'buy', ticks: 6_700_000, title: 'Buy 0.2 BTC', waiting: false },
    ]);
  });

  it('are at the trigger while an order waits for it, and at the price once it is triggered', () => {
    const stop: Order = {
      ...order,
      side: 'sell',
      type: 'stop_limit',
      filledLots: 0,
      triggerTicks: 6_600_000,
      status: 'waiting',
    };
    expect(orderLines({ orders: [stop], moved: null }, market)[0]).toMatchObject({
      ticks: 6_600_000,
      title: 'Stop sell 0.25 BTC',
      waiting: true,
    });
    const triggered: Order = { ...stop, status: 'open' };
    expect(orderLines({ orders: [triggered], moved: null }, market)[0]).toMatchObject({
      ticks: 6_700_000,
      title: 'Sell 0.25 BTC',
    });
  });

  it('stay where one was put until that is decided', () => {
    const lines = orderLines(
      { orders: [order, { ...order, orderId: 8 }], moved: { orderId: 8, ticks: 6_650_000 } },
      market,
    );
    expect(lines.map(({ ticks }) => ticks)).toEqual([6_700_000, 6_650_000]);
  });
});

describe('ticksAt', () => {
  it.each([
    [67_000.014_9, 6_700_001],
    [0.1 + 0.2, 30],
    [-5, 1],
    [0, 1],
    [1e12, MAX_TICKS],
  ])('%d is %i', (price, ticks) => {
    expect(ticksAt(price, market)).toBe(ticks);
  });
});

describe('fillMarks', () => {
  const fill = (timestampMs: number, part: Partial<Fill> = {}): Fill => ({
    tradeId: timestampMs,
    orderId: 1,
    symbol: 'BTC-USDT',
    side: 'buy',
    role: 'taker',
    priceTicks: 100,
    quantityLots: 1,
    feeQuanta: 0,
    feeAsset: 'BTC',
    timestampMs,
    ...part,
  });

  it('are one for each side and price within a candle, oldest first', () => {
    const fills = [
      fill(125_000, { side: 'sell' }),
      fill(61_000),
      fill(60_001),
      fill(60_000, { priceTicks: 101 }),
    ];
    expect(fillMarks(fills, { interval: '1m', fromMs: 0 })).toEqual([
      { startMs: 60_000, side: 'buy', ticks: 100 },
      { startMs: 60_000, side: 'buy', ticks: 101 },
      { startMs: 120_000, side: 'sell', ticks: 100 },
    ]);
  });

  it('are none before the first candle', () => {
    expect(fillMarks([fill(59_999)], { interval: '1m', fromMs: 60_000 })).toEqual([]);
  });
});
