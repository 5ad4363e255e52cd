import { describe, expect, it } from 'vitest';
import type { EngineEvent } from '#server/engine/index.ts';
import { EventCounts } from './event-counts.ts';

const trade: EngineEvent = {
  kind: 'trade',
  market: 1,
  tradeId: 1,
  makerOrderId: 4,
  takerOrderId: 8,
  makerAccount: 1,
  takerAccount: 2,
  takerSide: 0,
  price: 1,
  quantity: 1,
  makerFee: 1,
  takerFee: 1,
};

describe('counting what the engine did', () => {
  it('counts orders and trades by market, refusals by code, and nothing else', () => {
    const counted: string[] = [];
    const counter = (name: string) => ({
      inc: (labels: object) => counted.push(`${name} ${Object.values(labels).join()}`),
    });
    const events: EngineEvent[][] = [
      [{ kind: 'rejected', account: 1, orderId: 0, code: 'order/unknown' }],
      [trade, trade, { kind: 'dead-man-fired', account: 1 }],
    ];
    const counts = new EventCounts({
      orders: counter('order'),
      rejects: counter('reject'),
      trades: counter('trade'),
    });
    for (const each of events) counts.take({ seq: 1, timeMs: 0, events: each });
    expect(counted).toEqual(['reject order/unknown', 'trade BTC-USDT', 'trade BTC-USDT']);
  });
});
