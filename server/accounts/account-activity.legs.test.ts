import { describe, expect, it } from 'vitest';
import {
  followedAccounts as begin,
  type EventOf,
  accountEvent as event,
} from '#scripts/testing/followed-accounts.ts';
import {
  type EngineEvent,
  LAST_PRICE,
  type LegView,
  LIMIT,
  MARKET,
  type OrderView,
  SELL,
} from '#server/engine/index.ts';

describe('legs that wait for their parent', () => {
  const leg = { clientOrderId: 0, triggerBy: LAST_PRICE, signer: -1, expiry: 0 } as const;
  const takeProfit: LegView = {
    ...leg,
    orderId: 11,
    type: LIMIT,
    price: 6_100_000,
    triggerPrice: 0,
  };
  const stopLoss: LegView = {
    ...leg,
    orderId: 12,
    type: MARKET,
    price: 0,
    triggerPrice: 5_900_000,
  };
  const view = { orderId: 10, takeProfit, stopLoss } as OrderView;

  it('are told as they are changed, trigger price included', () => {
    const { activity, updates, run } = begin([view]);
    run(event.accepted({}));
    activity.settle();
    const modified = { kind: 'modified', account: 1, market: 1, orderId: 12 } as const;
    const terms = { price: 0, quantity: 100, triggerPrice: 5_800_000, expiry: 0 };
    run({ ...modified, ...terms, keptPriority: false });
    activity.settle();
    expect(updates[1]?.orders).toMatchObject([
      { event: 'replaced', order: { orderId: 12, triggerTicks: 5_800_000, status: 'pending' } },
    ]);
  });

  it('are told with their parent, and end with it', () => {
    const { activity, updates, run } = begin([view]);
    run(event.accepted({}));
    activity.settle();
    expect(updates[0]?.orders.map(({ event: what, order }) => [what, order.status])).toEqual([
      ['submitted', 'open'],
      ['submitted', 'pending'],
      ['submitted', 'pending'],
    ]);
    expect(activity.openOrders(1)).toMatchObject([
      { orderId: 10, parentId: 0 },
      { orderId: 11, parentId: 10, siblingId: 12, side: 'sell', type: 'limit', quantityLots: 100 },
      { orderId: 12, parentId: 10, siblingId: 11, side: 'sell', type: 'stop', timeInForce: 'IOC' },
    ]);
    expect(activity.openCount).toBe(1);
    run(
      event.done({ orderId: 10 }),
      event.done({ orderId: 11, reason: 'parent', remaining: 0 }),
      event.done({ orderId: 12, reason: 'parent', remaining: 0 }),
    );
    expect(activity.openOrders(1)).toEqual([]);
    expect(activity.doneOrders(1, 2)).toMatchObject([
      { orderId: 12, status: 'canceled', reason: 'order/parent-done' },
      { orderId: 11, status: 'canceled', reason: 'order/parent-done' },
    ]);
  });

  it('are as large as what is left of a parent that self-trade prevention made smaller', () => {
    const { activity, run } = begin([view]);
    run(event.accepted({}));
    activity.settle();
    run({ kind: 'decremented', account: 1, market: 1, orderId: 10, by: 40 });
    expect(activity.openOrders(1).map(({ quantityLots }) => quantityLots)).toEqual([60, 60, 60]);
  });

  it('become orders under the same number, as old as they are', () => {
    const { activity, run } = begin([view]);
    run(event.accepted({}));
    activity.settle();
    const terms = { side: SELL, parentId: 10, kind: 'activated' } as const;
    const activated = (given: Partial<EventOf<'accepted'>>): EngineEvent =>
      ({ ...event.accepted(given), ...terms }) as EngineEvent;
    run(
      event.done({ orderId: 10, reason: 'filled' }),
      activated({ orderId: 11, price: 6_100_000, quantity: 70 }),
      activated({
        orderId: 12,
        price: 5_800_000,
        quantity: 70,
        triggerPrice: 5_900_000,
        type: MARKET,
      }),
    );
    expect(activity.openOrders(1)).toMatchObject([
      { orderId: 11, status: 'open', quantityLots: 70, createdMs: 1_001, siblingId: 12 },
      { orderId: 12, status: 'waiting', quantityLots: 70, createdMs: 1_001, siblingId: 11 },
    ]);
    expect(activity.openCount).toBe(2);
  });
});
