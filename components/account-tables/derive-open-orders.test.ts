import { describe, expect, it } from 'vitest';
import type { Order } from '#lib/domain/order.ts';
import type { OrderRequest } from '#lib/domain/order-request.ts';
import type { SentOrder } from '#lib/trading/trading-state.ts';
import { storedOrder } from '#scripts/testing/stored-rows.ts';
import { deriveOpenOrders } from './derive-open-orders.ts';

const known = (...orders: readonly Order[]) =>
  new Map(orders.map((order) => [order.orderId, order]));

const sent = (clientOrderId: string, symbol: string): SentOrder => ({
  clientOrderId,
  request: { symbol } as OrderRequest,
  sentMs: 1,
  state: 'sending',
});

const keys = (options: Parameters<typeof deriveOpenOrders>[0]) =>
  deriveOpenOrders(options).map(({ key }) => key);

describe('the open orders', () => {
  const orders = known(
    storedOrder(4, { symbol: 'BTC-USDT', createdMs: 5 }),
    storedOrder(8, { symbol: 'ETH-USDT', createdMs: 9 }),
    storedOrder(12, { symbol: 'BTC-USDT', createdMs: 5 }),
  );

  it('stand the newest first, those on their way before them', () => {
    const onTheWay = [sent('a', 'BTC-USDT'), sent('b', 'ETH-USDT')];
    expect(keys({ orders, sent: onTheWay, symbol: null })).toEqual(['b', 'a', '8', '12', '4']);
  });

  it('can be those of one market', () => {
    const onTheWay = [sent('a', 'BTC-USDT'), sent('b', 'ETH-USDT')];
    expect(keys({ orders, sent: onTheWay, symbol: 'BTC-USDT' })).toEqual(['a', '12', '4']);
  });

  it('know which of them are tied to others', () => {
    const pair = known(storedOrder(4), storedOrder(8, { parentId: 4 }), storedOrder(12));
    const linked = deriveOpenOrders({ orders: pair, sent: [], symbol: null })
      .filter((line) => line.kind === 'order' && line.isLinked)
      .map(({ key }) => key);
    expect(linked.toSorted()).toEqual(['4', '8']);
  });

  it('have the legs of an open order under it, the take-profit first', () => {
    const tied = known(
      storedOrder(6, { parentId: 4, type: 'stop', createdMs: 5, status: 'pending' }),
      storedOrder(5, { parentId: 4, type: 'limit', createdMs: 5, status: 'pending' }),
      storedOrder(4, { createdMs: 5 }),
      storedOrder(8, { createdMs: 6 }),
      storedOrder(13, { parentId: 12, createdMs: 7 }),
    );
    const lines = deriveOpenOrders({ orders: tied, sent: [], symbol: null });
    expect(lines.map(({ key }) => key)).toEqual(['13', '8', '4', '5', '6']);
    const nested = lines.filter((line) => line.kind === 'order' && line.isNested);
    expect(nested.map(({ key }) => key)).toEqual(['5', '6']);
  });

  it('are none where there are none', () => {
    expect(keys({ orders: new Map(), sent: [], symbol: null })).toEqual([]);
  });
});
