import { describe, expect, it } from 'vitest';
import type { Fill } from '#lib/domain/fill.ts';
import {
  followedAccounts as begin,
  type EventOf,
  accountEvent as event,
} from '#scripts/testing/followed-accounts.ts';
import {
  BUY,
  CANCEL_NEWEST,
  FALLING,
  GTC,
  GTD,
  IOC,
  LAST_PRICE,
  LIMIT,
  MARKET,
  NO_TRIGGER,
  type OrderView,
  POST_ONLY_OFF,
  POST_ONLY_SLIDE,
  SELL,
} from '#server/engine/index.ts';
import type { AccountActivity } from './account-activity.ts';

describe('orders of an account', () => {
  it('are told as they were accepted, clients’ names for them included', () => {
    const { activity, run } = begin();
    run(
      event.accepted({
        clientOrderId: 77,
        timeInForce: GTD,
        expiry: 9_000,
        postOnly: POST_ONLY_SLIDE,
      }),
    );
    expect(activity.openOrders(1)).toEqual([
      {
        orderId: 10,
        clientOrderId: '1/77',
        symbol: 'BTC-USDT',
        side: 'buy',
        type: 'limit',
        timeInForce: 'GTD',
        postOnly: true,
        reduceOnly: false,
        priceTicks: 6_000_000,
        quantityLots: 100,
        filledLots: 0,
        filledQuanta: 0,
        triggerTicks: 0,
        status: 'open',
        reason: null,
        parentId: 0,
        expiresMs: 9_000,
        createdMs: 1_001,
        updatedMs: 1_001,
      },
    ]);
    expect(activity.openOrders(2)).toEqual([]);
    expect(activity.openCount).toBe(1);
  });

  it('add up what they traded, exactly', () => {
    const { activity, run } = begin();
    run(event.accepted({}));
    run(event.trade({ quantity: 30, price: 5_999_999 }), event.trade({ tradeId: 2, quantity: 1 }));
    expect(activity.openOrders(1)).toMatchObject([
      {
        status: 'partial',
        filledLots: 31,
        filledQuanta: 5_999_999 * 30 + 6_000_000,
        updatedMs: 1_002,
      },
    ]);
    run(event.trade({ tradeId: 3, quantity: 69 }), event.done({ reason: 'filled' }));
    expect(activity.openOrders(1)).toEqual([]);
    expect(activity.order(1, 10)).toMatchObject({
      status: 'filled',
      filledLots: 100,
      reason: null,
    });
    expect(activity.openCount).toBe(0);
  });

  it.each([
    ['canceled', 'canceled', 'order/canceled'],
    ['ioc-rest', 'canceled', 'matching/ioc-rest'],
    ['expired', 'expired', 'order/expired'],
    ['self-trade', 'canceled', 'matching/self-trade'],
    ['epoch', 'canceled', 'account/epoch'],
  ] as const)('say why they ended: %s', (reason, status, code) => {
    const { activity, run } = begin();
    run(event.accepted({}), event.trade({}), event.done({ reason, remaining: 70 }));
    expect(activity.doneOrders(1, 5)).toMatchObject([{ status, reason: code, filledLots: 30 }]);
  });

  it('wait for their trigger under the name of a stop, and keep it', () => {
    const { activity, run } = begin();
    run(event.accepted({ type: MARKET, timeInForce: IOC, triggerPrice: 5_900_000 }));
    run(event.accepted({ orderId: 11, triggerPrice: 5_800_000 }));
    expect(activity.openOrders(1)).toMatchObject([
      { type: 'stop', status: 'waiting', triggerTicks: 5_900_000 },
      { type: 'stop_limit', status: 'waiting', triggerTicks: 5_800_000 },
    ]);
    run({ kind: 'triggered', account: 1, market: 1, orderId: 11 });
    expect(activity.order(1, 11)).toMatchObject({
      type: 'stop_limit',
      status: 'open',
      triggerTicks: 5_800_000,
    });
  });

  it('follow what their owner changes', () => {
    const { activity, run, updates } = begin();
    run(event.accepted({}));
    const to = { price: 6_100_000, quantity: 40, triggerPrice: 0, expiry: 77, keptPriority: false };
    run({ kind: 'modified', account: 1, market: 1, orderId: 10, ...to });
    activity.settle();
    expect(activity.order(1, 10)).toMatchObject({
      priceTicks: 6_100_000,
      quantityLots: 40,
      expiresMs: 77,
    });
    expect(updates).toMatchObject([{ orders: [{ event: 'replaced' }] }]);
  });

  it('of a pair shrink together, and the stop leg ends as large as it was', () => {
    const { activity, run } = begin();
    run(
      event.accepted({ side: SELL }),
      event.accepted({ orderId: 11, side: SELL, triggerPrice: 5 }),
    );
    run(event.trade({ takerSide: BUY, quantity: 60 }));
    expect(activity.openOrders(1)).toMatchObject([
      { orderId: 10, quantityLots: 100, filledLots: 60 },
      { orderId: 11, quantityLots: 40, filledLots: 0, updatedMs: 1_002 },
    ]);
    run(
      event.trade({ tradeId: 2, takerSide: BUY, quantity: 40 }),
      event.done({ reason: 'filled' }),
      event.done({ orderId: 11, reason: 'sibling' }),
    );
    expect(activity.order(1, 11)).toMatchObject({ status: 'canceled', quantityLots: 40 });
  });

  it('are no pair when two commands placed them', () => {
    const { activity, run } = begin();
    run(event.accepted({ side: SELL }));
    run(event.accepted({ orderId: 11, side: SELL, triggerPrice: 5 }));
    run(event.trade({ takerSide: BUY, quantity: 60 }));
    expect(activity.order(1, 11)).toMatchObject({ quantityLots: 100 });
  });

  it('name the order that they are legs of', () => {
    const { activity, run } = begin();
    const { kind: _, ...leg } = event.accepted({ orderId: 12 }) as EventOf<'accepted'>;
    run({ kind: 'activated', ...leg, parentId: 10 });
    expect(activity.order(1, 12)).toMatchObject({ parentId: 10, status: 'open' });
    run(event.done({ orderId: 99, reason: 'parent' }));
    expect(activity.order(1, 99)).toBeNull();
  });

  it('are found by the client’s number too, the newest that has it', () => {
    const { activity, run } = begin();
    run(event.accepted({ clientOrderId: 5 }), event.done({}));
    run(event.accepted({ orderId: 11, clientOrderId: 5 }));
    expect(activity.orderByClientId(1, 5)).toMatchObject({ orderId: 11 });
    expect(activity.orderByClientId(2, 5)).toBeNull();
    expect(activity.order(2, 11)).toBeNull();
  });

  it('that are done are kept in number', () => {
    const { activity, run } = begin();
    for (let orderId = 1; orderId <= 9; orderId += 1) {
      run(event.accepted({ orderId }), event.done({ orderId }));
    }
    expect(activity.doneOrders(1, 100).map(({ orderId }) => orderId)).toEqual([9, 8, 7]);
    expect(activity.doneOrders(1, 1).map(({ orderId }) => orderId)).toEqual([9]);
  });
});

describe('orders that were stored', () => {
  const market = 1;

  function stored(activity: AccountActivity, orderId: number) {
    const order = activity.order(1, orderId);
    if (order === null) throw new Error(`no order ${orderId}`);
    return { account: 1, market, clientOrderNumber: 0, order };
  }

  it('go on as if nothing had been, live ones and others', () => {
    const before = begin();
    before.run(event.accepted({}), event.trade({}));
    before.run(event.accepted({ orderId: 11 }), event.done({ orderId: 11 }));
    const { activity, run } = begin();
    const orders = [stored(before.activity, 10), stored(before.activity, 11)];
    activity.restore({
      orders,
      fills: [{ account: 1, fill: before.activity.fills(1, 1)[0] as Fill }],
    });
    expect(activity.openOrders(1)).toEqual(before.activity.openOrders(1));
    expect(activity.doneOrders(1, 5)).toEqual(before.activity.doneOrders(1, 5));
    expect(activity.fills(1, 5)).toEqual(before.activity.fills(1, 5));
    run(event.trade({ tradeId: 2, quantity: 70 }), event.done({ reason: 'filled' }));
    expect(activity.order(1, 10)).toMatchObject({ status: 'filled', filledQuanta: 600_000_000 });
  });

  it('are put right by the engine, and listeners are told what was not', () => {
    const { activity, updates, run } = begin();
    run(event.accepted({}), event.accepted({ orderId: 12 }), event.accepted({ orderId: 13 }));
    activity.settle();
    updates.length = 0;
    const view = (given: Partial<OrderView>): OrderView => ({
      orderId: 10,
      account: 1,
      market,
      side: BUY,
      type: LIMIT,
      timeInForce: GTC,
      postOnly: POST_ONLY_OFF,
      selfTrade: CANCEL_NEWEST,
      price: 6_000_000,
      filled: 0,
      visible: 100,
      hidden: 0,
      display: 0,
      signer: 0,
      trigger: NO_TRIGGER,
      triggerBy: LAST_PRICE,
      triggerPrice: 0,
      expiry: 0,
      siblingId: 0,
      takeProfit: null,
      stopLoss: null,
      clientOrderId: 0,
      digest: 0,
      ...given,
    });
    activity.reconcile({
      orders: [
        view({}),
        view({ orderId: 12, filled: 30, visible: 20, hidden: 50 }),
        view({ orderId: 14, side: SELL, trigger: FALLING, triggerPrice: 5, siblingId: 12 }),
      ],
      deadlines: [{ account: 1, deadlineMs: 9_000 }],
      seq: 40,
      timeMs: 8_000,
    });
    expect(activity.openOrders(1)).toMatchObject([
      { orderId: 10, status: 'open' },
      { orderId: 12, status: 'partial', filledLots: 30, filledQuanta: 180_000_000 },
      { orderId: 14, status: 'waiting', type: 'stop_limit', createdMs: 8_000 },
    ]);
    expect(activity.cancelAtMs(1)).toBe(9_000);
    expect(updates).toMatchObject([
      {
        account: 1,
        seq: 40,
        orders: [
          { event: 'replaced', order: { orderId: 12 } },
          { event: 'submitted', order: { orderId: 14 } },
        ],
      },
    ]);
  });
});

describe('fills of an account', () => {
  it('are told from its side', () => {
    const { activity, run } = begin();
    run(event.accepted({}), event.accepted({ account: 2, orderId: 20, side: SELL }));
    run(event.trade({}));
    const common = { tradeId: 1, symbol: 'BTC-USDT', priceTicks: 6_000_000, quantityLots: 30 };
    expect(activity.fills(1, 10)).toEqual([
      {
        ...common,
        orderId: 10,
        side: 'buy',
        role: 'maker',
        feeQuanta: 60,
        feeAsset: 'BTC',
        timestampMs: 1_002,
      },
    ]);
    expect(activity.fills(2, 10)).toMatchObject([
      { ...common, orderId: 20, side: 'sell', role: 'taker', feeQuanta: 90_000, feeAsset: 'USDT' },
    ]);
    expect(activity.fills(3, 10)).toEqual([]);
  });
});

describe('updates of an account', () => {
  it('come once a batch, with everything that it changed', () => {
    const { activity, run, updates } = begin();
    run(event.accepted({}), event.accepted({ account: 2, orderId: 20, side: SELL }));
    run(event.trade({}));
    run({ kind: 'deposited', account: 3, asset: 0, amount: 5 });
    expect(updates).toEqual([]);
    activity.settle();
    expect(updates).toMatchObject([
      {
        account: 1,
        seq: 2,
        timestampMs: 1_002,
        orders: [{ event: 'partial', order: { filledLots: 30 }, fills: [{ role: 'maker' }] }],
        fills: [{ role: 'maker' }],
      },
      { account: 2, seq: 2, fills: [{ role: 'taker' }] },
      { account: 3, seq: 3, orders: [], fills: [] },
    ]);
    activity.settle();
    expect(updates).toHaveLength(3);
  });

  it.each([
    ['put aside', 'withdrawal-requested'],
    ['put back', 'withdrawal-returned'],
  ] as const)('come when money is %s for a withdrawal', (_, kind) => {
    const { activity, run, updates } = begin();
    run({ kind, account: 3, asset: 0, amount: 5, nonce: 1 });
    activity.settle();
    expect(updates).toMatchObject([{ account: 3, orders: [], fills: [] }]);
  });

  it('come to both when a side of a trade goes to another account', () => {
    const { activity, run, updates } = begin();
    run({ kind: 'trade-reassigned', tradeId: 1, from: 3, to: 4 });
    activity.settle();
    expect(updates).toMatchObject([{ account: 3 }, { account: 4 }]);
  });

  it('come to both sides of a trade that is annulled', () => {
    const { activity, run, updates } = begin();
    run({ kind: 'trade-annulled', tradeId: 1, buyer: 3, seller: 4 });
    activity.settle();
    expect(updates).toMatchObject([{ account: 3 }, { account: 4 }]);
  });

  it('end for who does not listen any more', () => {
    const { activity, run } = begin();
    let heard = 0;
    const end = activity.onUpdate(() => {
      heard += 1;
    });
    run(event.accepted({}));
    activity.settle();
    end();
    run(event.done({}));
    activity.settle();
    expect(heard).toBe(1);
  });
});

describe('the dead-man switch of an account', () => {
  it('is known until it is disarmed or fires', () => {
    const { activity, run } = begin();
    run({ kind: 'dead-man-armed', account: 1, deadline: 5_000 });
    expect(activity.cancelAtMs(1)).toBe(5_000);
    run({ kind: 'dead-man-fired', account: 1 });
    expect(activity.cancelAtMs(1)).toBeNull();
    run({ kind: 'dead-man-armed', account: 1, deadline: 6_000 });
    run({ kind: 'dead-man-armed', account: 1, deadline: 0 });
    expect(activity.cancelAtMs(1)).toBeNull();
  });
});
