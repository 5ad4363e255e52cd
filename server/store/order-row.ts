import { findMarket, findMarketById } from '#lib/domain/market.ts';
import {
  ORDER_SIDES,
  ORDER_STATUSES,
  ORDER_TYPES,
  type Order,
  TIMES_IN_FORCE,
} from '#lib/domain/order.ts';
import type { OrderRow } from './store-batch.ts';

/** An order, whose it is, and what the engine knows its client's name for it by (0 = none). */
export type AccountOrder = {
  readonly account: number;
  readonly clientOrderNumber: number;
  readonly order: Order;
};

/** An order as it lies in the store. */
export function orderRow({ account, clientOrderNumber, order }: AccountOrder): OrderRow {
  const { symbol } = order;
  const market = findMarket(symbol);
  if (market === undefined) throw new RangeError(`an order is in ${symbol}, which is no market`);
  // The other one of a pair is not in it: it is known while both live; the engine knows it then.
  return {
    account,
    clientOrderNumber,
    market: market.id,
    orderId: order.orderId,
    clientOrderId: order.clientOrderId,
    side: order.side,
    type: order.type,
    timeInForce: order.timeInForce,
    postOnly: order.postOnly,
    reduceOnly: order.reduceOnly,
    priceTicks: order.priceTicks,
    quantityLots: order.quantityLots,
    displayLots: order.displayLots ?? null,
    filledLots: order.filledLots,
    filledQuanta: order.filledQuanta,
    triggerTicks: order.triggerTicks,
    status: order.status,
    reason: order.reason,
    parentId: order.parentId,
    expiresMs: order.expiresMs,
    createdMs: order.createdMs,
    updatedMs: order.updatedMs,
  };
}

/** An order as its owner sees it. */
export function orderOf({ account: _a, clientOrderNumber: _n, ...stored }: OrderRow): Order {
  const { market, displayLots, ...row } = stored;
  return {
    ...row,
    ...(displayLots === null ? {} : { displayLots }),
    symbol: symbolOf(market),
    side: oneOf(ORDER_SIDES, row.side),
    type: oneOf(ORDER_TYPES, row.type),
    timeInForce: oneOf(TIMES_IN_FORCE, row.timeInForce),
    status: oneOf(ORDER_STATUSES, row.status),
  };
}

/** The symbol of a market that something in the store is in. */
export function symbolOf(market: number): string {
  const found = findMarketById(market);
  if (found === undefined) throw new RangeError(`the store names market ${market}, which is none`);
  return found.symbol;
}

function oneOf<Word extends string>(words: readonly Word[], text: string): Word {
  const word = words.find((each) => each === text);
  if (word === undefined) throw new RangeError(`the store holds ${text} instead of ${words}`);
  return word;
}
