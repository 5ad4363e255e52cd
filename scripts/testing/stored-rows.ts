import type { Order } from '#lib/domain/order.ts';
import { BUY, SELL, type Trade } from '#server/engine/index.ts';

/** A trade of the first market between accounts 1 (maker) and 2; even ones are sold by the taker. */
export function storedTrade(tradeId: number, price: number, quantity: number): Trade {
  return {
    kind: 'trade',
    market: 1,
    tradeId,
    makerOrderId: 40 + tradeId,
    takerOrderId: 80 + tradeId,
    makerAccount: 1,
    takerAccount: 2,
    takerSide: tradeId % 2 === 0 ? SELL : BUY,
    price,
    quantity,
    makerFee: 3,
    takerFee: 7,
  };
}

/** An open order of 25 lots. */
export function storedOrder(orderId: number, changes: Partial<Order> = {}): Order {
  return {
    orderId,
    clientOrderId: null,
    symbol: 'BTC-USDT',
    side: 'buy',
    type: 'limit',
    timeInForce: 'GTC',
    postOnly: false,
    reduceOnly: false,
    priceTicks: 6_742_150,
    quantityLots: 25,
    filledLots: 0,
    filledQuanta: 0,
    triggerTicks: 0,
    status: 'open',
    reason: null,
    parentId: 0,
    expiresMs: 0,
    createdMs: 1_000,
    updatedMs: 1_000,
    ...changes,
  };
}
