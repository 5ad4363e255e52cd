import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MAX_TICKS } from '#lib/domain/quanta.ts';
import { PLAIN_ORDER } from '#scripts/testing/plain-order.ts';
import { bestLevels, bookDepth, groupedDepth, openOrdersOf, queuePosition } from './book-view.ts';
import {
  BUY,
  FALLING,
  LAST_PRICE,
  LIMIT,
  NO_TRIGGER,
  OPEN,
  type PlaceOrder,
  SELL,
  type Side,
  type Stamp,
} from './command.ts';
import { EngineState } from './engine-state.ts';
import { EngineView } from './engine-view.ts';
import { execute } from './execute.ts';
import { OrderBook } from './order-book.ts';
import { OrderPool } from './order-pool.ts';
import type { OrderView } from './state-view.ts';

type Resting = { readonly side: Side; readonly price: number; readonly lots: number };

function bookOf(orders: readonly Resting[]) {
  const pool = new OrderPool();
  const book = new OrderBook(pool);
  const slots = orders.map(({ side, price, lots }, index) => {
    const slot = pool.take();
    pool.setId(slot, index + 1);
    pool.setPrice(slot, price);
    pool.setVisible(slot, lots);
    pool.setHidden(slot, 0);
    book.side(side).add(slot, price);
    return slot;
  });
  return { pool, book, slots };
}

function buy(price: number, lots: number): Resting {
  return { side: BUY, price, lots };
}

function sell(price: number, lots: number): Resting {
  return { side: SELL, price, lots };
}

const orders = [
  sell(110, 4),
  buy(100, 5),
  buy(99, 1),
  sell(105, 2),
  buy(100, 7),
  buy(90, 3),
  sell(101, 6),
  sell(105, 1),
];

describe('bestLevels', () => {
  it('sums the orders at the best price of each side', () => {
    expect(bestLevels(bookOf(orders).book)).toEqual({
      bid: { price: 100, lots: 12, orders: 2 },
      ask: { price: 101, lots: 6, orders: 1 },
    });
  });

  it('has nothing of an empty side', () => {
    expect(bestLevels(bookOf([]).book)).toEqual({ bid: null, ask: null });
    expect(bestLevels(bookOf([buy(1, 1)]).book).ask).toBeNull();
  });
});

describe('bookDepth', () => {
  it('has the best levels of a side, the best first', () => {
    const { book } = bookOf(orders);
    expect(bookDepth(book.bids, 2)).toEqual([
      { price: 100, lots: 12, orders: 2 },
      { price: 99, lots: 1, orders: 1 },
    ]);
    expect(bookDepth(book.asks, 50).map(({ price, lots }) => [price, lots])).toEqual([
      [101, 6],
      [105, 3],
      [110, 4],
    ]);
    expect(bookDepth(book.asks, 0)).toEqual([]);
  });

  it('sums beyond 2^31', () => {
    const { book } = bookOf([sell(MAX_TICKS, 2 ** 31 - 1), sell(MAX_TICKS, 2 ** 31 - 1)]);
    expect(bookDepth(book.asks, 1)).toEqual([{ price: MAX_TICKS, lots: 2 ** 32 - 2, orders: 2 }]);
  });
});

describe('groupedDepth', () => {
  it('rounds bids down and asks up, and counts groups, not levels', () => {
    const { book } = bookOf(orders);
    expect(groupedDepth({ book, side: BUY, step: 10, count: 2 })).toEqual([
      { price: 100, lots: 12, orders: 2 },
      { price: 90, lots: 4, orders: 2 },
    ]);
    expect(groupedDepth({ book, side: SELL, step: 10, count: 1 })).toEqual([
      { price: 110, lots: 13, orders: 4 },
    ]);
  });

  it('puts bids below one step at 0', () => {
    const { book } = bookOf([buy(3, 1), sell(4, 1)]);
    expect(groupedDepth({ book, side: BUY, step: 10, count: 5 })).toEqual([
      { price: 0, lots: 1, orders: 1 },
    ]);
    expect(groupedDepth({ book, side: SELL, step: 10, count: 5 })).toEqual([
      { price: 10, lots: 1, orders: 1 },
    ]);
  });

  it('has every order of the side once, at no better price than its own', () => {
    const prices = fc.array(fc.integer({ min: 1, max: 200 }), { maxLength: 60 });
    fc.assert(
      fc.property(prices, fc.integer({ min: 1, max: 50 }), (list, step) => {
        const { book } = bookOf(list.flatMap((price) => [buy(price, price), sell(price, price)]));
        const bids = groupedDepth({ book, side: BUY, step, count: 1_000 });
        const asks = groupedDepth({ book, side: SELL, step, count: 1_000 });
        expect(bids).toEqual(grouped(list, (price) => price - (price % step)).reverse());
        expect(asks).toEqual(grouped(list, (price) => price + ((step - (price % step)) % step)));
      }),
    );
  });

  it('by one tick is the depth itself', () => {
    const { book } = bookOf(orders);
    expect(groupedDepth({ book, side: BUY, step: 1, count: 3 })).toEqual(bookDepth(book.bids, 3));
    expect(groupedDepth({ book, side: SELL, step: 1, count: 3 })).toEqual(bookDepth(book.asks, 3));
  });
});

/** Orders of as many lots as their price, summed by rounded price, ascending. */
function grouped(prices: readonly number[], round: (price: number) => number) {
  const rounded = [...new Set(prices.map(round))].sort((a, b) => a - b);
  return rounded.map((price) => {
    const members = prices.filter((member) => round(member) === price);
    return { price, lots: members.reduce((sum, lots) => sum + lots, 0), orders: members.length };
  });
}

describe('queuePosition', () => {
  it('counts what came before at the same price', () => {
    const { pool, slots } = bookOf([
      buy(100, 5),
      buy(101, 9),
      buy(100, 7),
      sell(102, 8),
      buy(100, 1),
    ]);
    const positions = slots.map((slot) => queuePosition(pool, slot));
    expect(positions.map(({ ordersAhead, lotsAhead }) => [ordersAhead, lotsAhead])).toEqual([
      [0, 0],
      [0, 0],
      [1, 5],
      [0, 0],
      [2, 12],
    ]);
  });

  it('is the first place for an order alone at a price that is not the best', () => {
    const { pool, slots } = bookOf([sell(100, 5), sell(900_000, 7), sell(2_000_000_000, 1)]);
    const alone = { ordersAhead: 0, lotsAhead: 0 };
    expect(slots.map((slot) => queuePosition(pool, slot))).toEqual([alone, alone, alone]);
  });

  it('moves up when an order ahead leaves or gets smaller', () => {
    const { pool, book, slots } = bookOf([sell(100, 5), sell(100, 7), sell(100, 1)]);
    const [first, second, third] = slots as [number, number, number];
    book.asks.reduce(second, 3);
    expect(queuePosition(pool, third)).toEqual({ ordersAhead: 2, lotsAhead: 9 });
    book.asks.remove(first);
    expect(queuePosition(pool, third)).toEqual({ ordersAhead: 1, lotsAhead: 4 });
  });
});

/** Two markets, and two accounts with money. */
function tradingState(): EngineState {
  const state = new EngineState();
  for (const account of [1, 2]) {
    execute(state, {
      ...next(state),
      kind: 'open-account',
      account,
      address: `account ${account}`,
    });
    for (const asset of [0, 1]) {
      const money = { account, asset, amount: 1_000_000, source: account, sourceSeq: asset };
      execute(state, { ...next(state), kind: 'deposit', ...money });
    }
  }
  for (const market of [1, 2]) {
    execute(state, {
      ...next(state),
      kind: 'list-market',
      market,
      baseAsset: 1,
      quoteAsset: 0,
      unitsPerLot: 1,
      k: 1,
      makerFeePpm: 0,
      takerFeePpm: 0,
      bandPpm: 1_000_000,
      minNotional: 1,
      maxQuantity: 1_000,
      maxOpenOrders: 100,
      allowSelfTrade: false,
    });
    execute(state, { ...next(state), kind: 'set-market-state', market, state: OPEN });
  }
  return state;
}

function next(state: EngineState): Stamp {
  return { seq: state.seq + 1, time: 0 };
}

function place(
  state: EngineState,
  order: Pick<PlaceOrder, 'account' | 'orderId' | 'price'> & Partial<PlaceOrder>,
): void {
  execute(state, {
    ...next(state),
    ...PLAIN_ORDER,
    market: 1,
    side: BUY,
    quantity: 10,
    ...order,
  });
}

describe('openOrdersOf', () => {
  it("has an account's orders of all markets, ascending by id, as the view shows them", () => {
    const state = tradingState();
    place(state, { account: 1, orderId: 40, price: 100 });
    place(state, { account: 2, orderId: 30, price: 99 });
    place(state, { account: 1, orderId: 20, price: 98, market: 2, displayQuantity: 3 });
    const stop = { side: SELL, trigger: FALLING, triggerPrice: 50 } as const;
    place(state, { account: 1, orderId: 10, price: 50, clientOrderId: 7, ...stop });
    const found = openOrdersOf(state, 1);
    expect(
      found.map(({ orderId, market, visible, hidden, trigger }) => [
        orderId,
        market,
        visible,
        hidden,
        trigger,
      ]),
    ).toEqual([
      [10, 1, 10, 0, FALLING],
      [20, 2, 3, 7, NO_TRIGGER],
      [40, 1, 10, 0, NO_TRIGGER],
    ]);
    const shown: OrderView[] = [];
    for (const market of [1, 2]) {
      new EngineView(state).visitOrders(market, (order) => void shown.push(order));
    }
    expect(found).toEqual(
      shown.filter(({ account }) => account === 1).sort((a, b) => a.orderId - b.orderId),
    );
  });

  it('has legs that wait for an order, as they were sent', () => {
    const state = tradingState();
    const takeProfit = {
      orderId: 2,
      clientOrderId: 8,
      type: LIMIT,
      price: 120,
      triggerPrice: 0,
      triggerBy: LAST_PRICE,
    } as const;
    place(state, {
      account: 1,
      orderId: 1,
      price: 100,
      takeProfit: { ...takeProfit, authority: null, signature: Uint8Array.of(1) },
    });
    const [order] = openOrdersOf(state, 1);
    const unsigned = { ...takeProfit, signer: -1, expiry: 0 };
    expect([order?.takeProfit, order?.stopLoss]).toEqual([unsigned, null]);
  });

  it('follows fills and cancels', () => {
    const state = tradingState();
    place(state, { account: 1, orderId: 1, price: 100 });
    place(state, { account: 1, orderId: 2, price: 100 });
    place(state, { account: 2, orderId: 3, price: 100, side: SELL, quantity: 13 });
    expect(openOrdersOf(state, 1).map(({ orderId, filled }) => [orderId, filled])).toEqual([
      [2, 3],
    ]);
    execute(state, { ...next(state), kind: 'cancel', account: 1, orderId: 2, clientOrderId: 0 });
    expect(openOrdersOf(state, 1)).toEqual([]);
  });

  it('has none of an account without orders, or that does not exist', () => {
    const state = tradingState();
    expect([0, 1, 2, 3, -1].flatMap((account) => openOrdersOf(state, account))).toEqual([]);
  });
});
