import { describe, expect, it } from 'vitest';
import type { Order } from '#lib/domain/order.ts';
import {
  followedAccounts as begin,
  accountEvent as event,
} from '#scripts/testing/followed-accounts.ts';
import { storedOrder } from '#scripts/testing/stored-rows.ts';

describe('orders that the engine refused', () => {
  const refused = (orderId: number, given: Partial<Order> = {}) => ({
    account: 1,
    seq: orderId,
    order: {
      ...storedOrder(orderId, { status: 'rejected', reason: 'risk/insufficient-funds' }),
      ...given,
    },
  });

  it('are told with their code, and can be asked for by number', () => {
    const { activity, updates } = begin();
    activity.refuse(refused(4));
    expect(updates).toMatchObject([
      {
        account: 1,
        seq: 4,
        orders: [{ event: 'rejected', fills: [], order: { orderId: 4, status: 'rejected' } }],
      },
    ]);
    expect(activity.order(1, 4)).toMatchObject({ reason: 'risk/insufficient-funds' });
    expect(activity.order(2, 4)).toBeNull();
    expect(activity.openOrders(1)).toEqual([]);
  });

  it('hide no order that a client gave the same name', () => {
    const { activity, run } = begin();
    run(event.accepted({ orderId: 10, clientOrderId: 7 }));
    run(event.done({ orderId: 10, reason: 'canceled' }));
    activity.refuse(refused(14, { clientOrderId: '1/7', reason: 'order/client-id-reused' }));
    expect(activity.orderByClientId(1, 7)).toMatchObject({ orderId: 10 });
  });

  it('are taken down so many a minute, and kept so many', () => {
    const { activity, updates } = begin();
    for (let id = 1; id <= 20; id += 1) activity.refuse(refused(id, { updatedMs: 60_000 }));
    expect(updates).toHaveLength(5);
    expect(activity.order(1, 2)).toBeNull();
    expect(activity.order(1, 5)).not.toBeNull();
    activity.refuse({ ...refused(21, { updatedMs: 60_000 }), account: 2 });
    activity.refuse(refused(22, { updatedMs: 120_000 }));
    expect(updates).toHaveLength(7);
  });

  it('are known again after a restart, and are not open', () => {
    const { activity } = begin();
    activity.restore({ orders: [{ ...refused(4), market: 1, clientOrderNumber: 0 }], fills: [] });
    expect(activity.order(1, 4)).toMatchObject({ status: 'rejected' });
    expect(activity.doneOrders(1, 10)).toEqual([]);
  });
});
