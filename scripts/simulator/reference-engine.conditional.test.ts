import { describe, expect, it } from 'vitest';
import {
  BUY,
  CANCEL_OLDEST,
  DECREMENT,
  FALLING,
  HALTED,
  INDEX_PRICE,
  IOC,
  LAST_PRICE,
  LIMIT,
  MARK_PRICE,
  MARKET,
  POST_ONLY,
  RISING,
  SELL,
} from '#server/engine/index.ts';
import { BASE, QUOTE } from './command-builder.ts';
import { TableExchange } from './table-exchange.ts';

const FUNDS = 1_000_000;

/** Accounts 2 and 3 trade one lot at this price; the ids are spent. */
function trade(exchange: TableExchange, price: number): string[] {
  const { build } = exchange;
  exchange.run(build.place({ account: 2, side: SELL, price, orderId: 901 }));
  return exchange.run(build.place({ account: 3, price, orderId: 902 }));
}

describe('triggers', () => {
  it('waits outside the book with its lock, and takes when the last price gets there', () => {
    const exchange = TableExchange.open();
    const { build } = exchange;
    exchange.run(build.place({ type: MARKET, price: 120, quantity: 3, triggerPrice: 105 }));
    expect(exchange.funds(1)).toEqual([FUNDS, 0, FUNDS - 360, 360]);
    exchange.run(build.place({ account: 2, side: SELL, price: 110, quantity: 2 }));
    expect(trade(exchange, 104)).toHaveLength(4);
    expect(trade(exchange, 105).slice(4)).toEqual([
      '#1 triggered',
      '#1 takes #2: 2 at 110',
      '#2 filled',
      '#1 ioc-rest, 1 left',
    ]);
  });

  it('a stop-limit rests what it does not take', () => {
    const exchange = TableExchange.open();
    const { build } = exchange;
    exchange.run(build.place({ price: 111, quantity: 3, triggerPrice: 105 }));
    trade(exchange, 106);
    expect(exchange.order(1)).toMatchObject({
      price: 111,
      visible: 3,
      trigger: 0,
      triggerPrice: 0,
    });
  });

  it.each([
    ['mark', MARK_PRICE],
    ['index', INDEX_PRICE],
  ] as const)('looks at the %s price where it shall', (_, source) => {
    const exchange = TableExchange.open();
    const { build } = exchange;
    const order = { triggerBy: source, trigger: FALLING, triggerPrice: 95 } as const;
    exchange.run(build.place(order));
    expect(trade(exchange, 90)).toHaveLength(4);
    expect(exchange.run(build.setPrice({ source, price: 96 }))).toHaveLength(1);
    expect(exchange.run(build.setPrice({ source, price: 95 }))).toEqual([
      `price 95 of source ${source}`,
      '#1 triggered',
    ]);
  });

  it('executes by price of trigger, then in order of acceptance', () => {
    const exchange = TableExchange.open();
    const { build } = exchange;
    const index = { triggerBy: INDEX_PRICE, price: 50 } as const;
    exchange.run(build.place({ ...index, trigger: RISING, triggerPrice: 107 }));
    exchange.run(build.place({ ...index, trigger: RISING, triggerPrice: 105 }));
    exchange.run(build.place({ ...index, trigger: FALLING, triggerPrice: 111 }));
    exchange.run(build.place({ ...index, trigger: FALLING, triggerPrice: 113 }));
    exchange.run(build.place({ ...index, trigger: RISING, triggerPrice: 105 }));
    expect(exchange.run(build.setPrice({ price: 110 })).slice(1)).toEqual([
      '#2 triggered',
      '#5 triggered',
      '#1 triggered',
      '#4 triggered',
      '#3 triggered',
    ]);
  });

  it('looks at the sources last, mark, index on opening', () => {
    const exchange = TableExchange.open();
    const { build } = exchange;
    const rising = { trigger: RISING, triggerPrice: 105, price: 50 } as const;
    exchange.run(build.place({ ...rising, triggerBy: INDEX_PRICE }));
    exchange.run(build.place({ ...rising, triggerBy: MARK_PRICE }));
    exchange.run(build.place({ ...rising, triggerBy: LAST_PRICE }));
    exchange.run(build.setMarketState({ state: HALTED }));
    exchange.run(build.setPrice({ source: INDEX_PRICE, price: 200 }));
    exchange.run(build.setPrice({ source: MARK_PRICE, price: 200 }));
    expect(exchange.run(build.setMarketState())).toEqual([
      'market-state 1',
      '#2 triggered',
      '#1 triggered',
    ]);
  });

  it('looks at the price only after a sweep, and runs into what that triggers', () => {
    const exchange = TableExchange.open();
    const { build } = exchange;
    for (const price of [101, 105, 110]) {
      exchange.run(build.place({ account: 2, side: SELL, price }));
    }
    exchange.run(build.place({ side: SELL, price: 50, trigger: FALLING, triggerPrice: 104 }));
    exchange.run(build.place({ price: 110, trigger: RISING, triggerPrice: 105 }));
    expect(exchange.run(build.place({ account: 3, price: 105, quantity: 2 })).slice(5)).toEqual([
      '#6 filled',
      '#5 triggered',
      '#5 takes #3: 1 at 110',
      '#3 filled',
      '#5 filled',
    ]);
  });

  it('cancels what would take in a post-only market', () => {
    const exchange = TableExchange.open();
    const { build } = exchange;
    const rising = { triggerBy: INDEX_PRICE, triggerPrice: 105 } as const;
    exchange.run(build.place({ account: 2, side: SELL, price: 110 }));
    exchange.run(build.place({ ...rising, type: MARKET, price: 100 }));
    exchange.run(build.place({ ...rising, price: 110 }));
    exchange.run(build.place({ ...rising, price: 109 }));
    exchange.run(build.setMarketState({ state: POST_ONLY }));
    expect(exchange.run(build.setPrice({ price: 105 })).slice(1)).toEqual([
      '#2 triggered',
      '#2 post-only, 1 left',
      '#3 triggered',
      '#3 post-only, 1 left',
      '#4 triggered',
    ]);
  });
});

describe('a pair', () => {
  it('fills of the limit leg reduce the stop leg, a whole fill ends it', () => {
    const exchange = TableExchange.open();
    const { build } = exchange;
    exchange.run(build.placeOco({ quantity: 5 }));
    expect(exchange.funds(1)).toEqual([FUNDS - 5, 5, FUNDS, 0]);
    exchange.run(build.place({ account: 2, price: 110, quantity: 2 }));
    expect(exchange.order(2)).toMatchObject({ visible: 3, filled: 0, siblingId: 1 });
    expect(exchange.run(build.place({ account: 2, price: 110, quantity: 3 }))).toEqual([
      '#4 accepted: 3 at 110',
      '#4 takes #1: 3 at 110',
      '#1 filled',
      '#2 sibling',
      '#4 filled',
    ]);
  });

  it('the stop leg, once triggered, ends the limit leg and takes its lock over', () => {
    const exchange = TableExchange.open();
    const { build } = exchange;
    const stopLeg = { type: LIMIT, price: 120, triggerPrice: 110 } as const;
    exchange.run(build.placeOco({ side: BUY, quantity: 5, stopLeg }));
    exchange.run(build.place({ account: 2, side: SELL, price: 90, quantity: 2 }));
    expect(exchange.funds(1)).toEqual([FUNDS + 2, 0, FUNDS - 180 - 360, 360]);
    expect(trade(exchange, 111).slice(4)).toEqual(['#2 triggered', '#1 sibling, 3 left']);
    expect(exchange.order(2)).toMatchObject({ visible: 3, price: 120, siblingId: 0 });
  });

  it.each([
    [1, ['#1 canceled, 5 left', '#2 sibling, 5 left']],
    [2, ['#2 canceled, 5 left', '#1 sibling, 5 left']],
  ])('cancel of leg %s ends the other', (orderId, expected) => {
    const exchange = TableExchange.open();
    const { build } = exchange;
    exchange.run(build.placeOco({ quantity: 5 }));
    expect(exchange.run(build.cancel({ orderId }))).toEqual(expected);
    expect(exchange.funds(1)).toEqual([FUNDS, 0, FUNDS, 0]);
  });

  it('expires as one', () => {
    const exchange = TableExchange.open();
    const { build } = exchange;
    exchange.run(build.placeOco({ quantity: 5, expiry: 2_000 }));
    expect(exchange.run(build.tick({ time: 2_000 }))).toEqual([
      '#1 expired, 5 left',
      '#2 sibling, 5 left',
    ]);
  });

  it('is met by self-trade prevention as one', () => {
    const exchange = TableExchange.open();
    const { build } = exchange;
    exchange.run(build.placeOco({ quantity: 5 }));
    const taker = build.place({ price: 110, quantity: 2, selfTrade: DECREMENT });
    expect(exchange.run(taker).slice(1)).toEqual(['#1 less 2', '#3 less 2', '#3 self-trade']);
    expect(exchange.order(2)).toMatchObject({ visible: 3 });
    const another = build.place({ price: 110, quantity: 2, selfTrade: CANCEL_OLDEST });
    expect(exchange.run(another).slice(1)).toEqual(['#1 self-trade, 3 left', '#2 sibling, 3 left']);
  });

  it('a leg in the queue may still be ended by its sibling', () => {
    const exchange = TableExchange.open();
    const { build } = exchange;
    exchange.run(
      build.placeOco({ quantity: 2, stopLeg: { triggerPrice: 90, triggerBy: INDEX_PRICE } }),
    );
    const order = { account: 2, triggerBy: INDEX_PRICE, trigger: FALLING } as const;
    exchange.run(build.place({ ...order, triggerPrice: 95, price: 110, quantity: 2 }));
    expect(exchange.run(build.setPrice({ price: 80 })).slice(1)).toEqual([
      '#3 triggered',
      '#3 takes #1: 2 at 110',
      '#1 filled',
      '#2 sibling',
      '#3 filled',
    ]);
  });
});

describe('attached legs', () => {
  it('open as a pair when their parent is filled', () => {
    const exchange = TableExchange.open();
    const { build } = exchange;
    exchange.run(build.place({ quantity: 3, takeProfit: {}, stopLoss: { price: 80 } }));
    expect(exchange.order(2)).toBeNull();
    expect(exchange.run(build.place({ account: 2, side: SELL, quantity: 3 }))).toEqual([
      '#4 accepted: 3 at 100',
      '#4 takes #1: 3 at 100',
      '#1 filled',
      '#4 filled',
      '#2 activated by #1: 3 at 110',
      '#3 activated by #1: 3 at 80 once at 90',
    ]);
    expect(exchange.order(2)).toMatchObject({ siblingId: 3, visible: 3 });
    expect(exchange.funds(1)).toEqual([FUNDS, 3, FUNDS - 300, 0]);
  });

  it('open for what was filled and can be paid', () => {
    const exchange = TableExchange.open({ takerFeePpm: 200_000, unitsPerLot: 10 });
    const { build } = exchange;
    exchange.run(build.withdraw({ asset: BASE, amount: FUNDS - 1 }));
    exchange.run(build.place({ account: 2, side: SELL, quantity: 4 }));
    const parent = build.place({ quantity: 9, timeInForce: IOC, takeProfit: {} });
    // 40 quanta of base less a fee of 8, and the 1 that was there: 3 lots.
    expect(exchange.run(parent).slice(3)).toEqual([
      '#2 ioc-rest, 5 left',
      '#3 activated by #2: 3 at 110',
    ]);
  });

  it.each([
    ['insufficient-funds', { takerFeePpm: 1_000_000 }],
    ['too-many-orders', { maxOpenOrders: 2 }],
  ])('end with %s where they cannot open', (reason, parameters) => {
    const exchange = TableExchange.open(parameters);
    const { build } = exchange;
    exchange.run(build.withdraw({ asset: BASE, amount: FUNDS }), build.place({ price: 1 }));
    exchange.run(build.place({ account: 2, side: SELL }));
    const parent = build.place({ takeProfit: {}, stopLoss: { price: 80 } });
    expect(exchange.run(parent).slice(3)).toEqual(['#3 filled', `#4 ${reason}`, `#5 ${reason}`]);
  });

  it('end with their parent where nothing was filled', () => {
    const exchange = TableExchange.open();
    const { build } = exchange;
    exchange.run(build.place({ takeProfit: {}, stopLoss: { price: 80 } }));
    expect(exchange.run(build.cancel({ orderId: 1 }))).toEqual([
      '#1 canceled, 1 left',
      '#2 parent',
      '#3 parent',
    ]);
  });

  it.each([
    ['cancel', ['#1 canceled, 2 left', '#2 activated by #1: 1 at 110']],
    ['cancel-all', ['#1 canceled, 2 left', '#2 parent']],
    ['tick', ['dead-man-fired 1', '#1 dead-man, 2 left', '#2 parent']],
  ])('after a partial fill %s decides', (kind, expected) => {
    const exchange = TableExchange.open();
    const { build } = exchange;
    exchange.run(build.place({ quantity: 3, takeProfit: {} }));
    exchange.run(build.place({ account: 2, side: SELL }));
    exchange.run(build.armDeadMan({ deadline: 2_000 }));
    const cancels = {
      cancel: () => build.cancel({ orderId: 1 }),
      'cancel-all': () => build.cancelAll(),
    };
    const end =
      kind === 'cancel' || kind === 'cancel-all' ? cancels[kind]() : build.tick({ time: 2_000 });
    expect(exchange.run(end)).toEqual(expected);
  });

  it('end where their market does not match', () => {
    const exchange = TableExchange.open();
    const { build } = exchange;
    exchange.run(build.place({ quantity: 3, takeProfit: {} }));
    exchange.run(build.place({ account: 2, side: SELL }));
    exchange.run(build.setMarketState({ state: HALTED }));
    expect(exchange.run(build.cancel({ orderId: 1 }))).toEqual([
      '#1 canceled, 2 left',
      '#2 market-state',
    ]);
  });

  it('a stop-loss whose condition holds already executes at once', () => {
    const exchange = TableExchange.open();
    const { build } = exchange;
    exchange.run(build.place({ account: 2, price: 95, quantity: 5 }));
    exchange.run(build.place({ account: 2, side: SELL }));
    const stopLoss = { price: 95, triggerPrice: 100 };
    expect(exchange.run(build.place({ takeProfit: {}, stopLoss })).slice(3)).toEqual([
      '#3 filled',
      '#4 activated by #3: 1 at 110',
      '#5 activated by #3: 1 at 95 once at 100',
      '#5 triggered',
      '#4 sibling, 1 left',
      '#5 takes #1: 1 at 95',
      '#5 filled',
    ]);
  });

  it('a take-profit may take, which reduces the stop leg', () => {
    const exchange = TableExchange.open();
    const { build } = exchange;
    exchange.run(build.place({ quantity: 3, takeProfit: { price: 101 }, stopLoss: { price: 80 } }));
    exchange.run(build.place({ account: 2, side: SELL, price: 100, quantity: 2 }));
    exchange.run(build.setMarketState({ state: HALTED }), build.setMarketState());
    exchange.run(build.place({ account: 3, price: 102, quantity: 1 }));
    expect(exchange.run(build.cancel({ orderId: 1 }))).toEqual([
      '#1 canceled, 1 left',
      '#2 activated by #1: 2 at 101',
      '#3 activated by #1: 2 at 80 once at 90',
      '#2 takes #5: 1 at 102',
      '#5 filled',
    ]);
    expect(exchange.order(3)).toMatchObject({ visible: 1 });
    expect(exchange.order(2)).toMatchObject({ visible: 1, filled: 1 });
  });

  it('legs of a sell buy back, at the dearer leg’s price', () => {
    const exchange = TableExchange.open();
    const { build } = exchange;
    exchange.run(build.withdraw({ asset: QUOTE, amount: FUNDS }));
    const legs = { takeProfit: { price: 80 }, stopLoss: { price: 130, triggerPrice: 120 } };
    exchange.run(build.place({ side: SELL, quantity: 4, ...legs }));
    // 400 quote pay 3 lots at 130.
    expect(exchange.run(build.place({ account: 2, quantity: 4 })).slice(4)).toEqual([
      '#2 activated by #1: 3 at 80',
      '#3 activated by #1: 3 at 130 once at 120',
    ]);
    expect(exchange.funds(1).slice(2)).toEqual([10, 390]);
  });
});
