import { describe, expect, it } from 'vitest';
import {
  ALLOW_SELF_TRADE,
  BUY,
  CANCEL_BOTH,
  CANCEL_NEWEST,
  CANCEL_OLDEST,
  DECREMENT,
  FOK,
  IOC,
  MARKET,
  POST_ONLY_REJECT,
  POST_ONLY_SLIDE,
  SELL,
} from '#server/engine/index.ts';
import { BASE, QUOTE } from './command-builder.ts';
import { TableExchange } from './table-exchange.ts';

const FUNDS = 1_000_000;
const MAX_WORD = 2_147_483_647;

describe('price–time priority', () => {
  it('meets the best price first, then who has waited longest, at the maker’s price', () => {
    const exchange = TableExchange.open();
    const { build } = exchange;
    exchange.run(build.place({ account: 2, side: SELL, price: 102, quantity: 2 }));
    exchange.run(build.place({ account: 2, side: SELL, price: 101, quantity: 3 }));
    exchange.run(build.place({ account: 3, side: SELL, price: 101, quantity: 4 }));
    expect(exchange.run(build.place({ price: 105, quantity: 8 }))).toEqual([
      '#4 accepted: 8 at 105',
      '#4 takes #2: 3 at 101',
      '#2 filled',
      '#4 takes #3: 4 at 101',
      '#3 filled',
      '#4 takes #1: 1 at 102',
      '#4 filled',
    ]);
  });

  it('rests what is not filled, behind those that wait at its price', () => {
    const exchange = TableExchange.open();
    const { build } = exchange;
    exchange.run(build.place({ account: 2, side: SELL, price: 100, quantity: 2 }));
    exchange.run(build.place({ price: 100, quantity: 5 }));
    exchange.run(build.place({ account: 3, price: 100, quantity: 1 }));
    expect(exchange.run(build.place({ account: 2, side: SELL, price: 99, quantity: 4 }))).toEqual([
      '#4 accepted: 4 at 99',
      '#4 takes #2: 3 at 100',
      '#2 filled',
      '#4 takes #3: 1 at 100',
      '#3 filled',
      '#4 filled',
    ]);
  });
});

describe('locks and fees', () => {
  it('gives back what a buyer had locked beyond the price, and rounds fees up', () => {
    const market = { unitsPerLot: 10, k: 3, makerFeePpm: 200, takerFeePpm: 1_500 };
    const exchange = TableExchange.open(market);
    const { build } = exchange;
    exchange.run(build.place({ account: 2, side: SELL, price: 100, quantity: 5 }));
    expect(exchange.funds(2)).toEqual([FUNDS - 50, 50, FUNDS, 0]);
    // 3 lots at 100 · 3 = 900 quote; maker pays ⌈900 · 0.0002⌉ = 1, taker ⌈30 · 0.0015⌉ = 1 of base.
    expect(exchange.run(build.place({ price: 110, quantity: 4 })).at(1)).toBe(
      '#2 takes #1: 4 at 100, fees 1 and 1',
    );
    expect(exchange.funds(1)).toEqual([FUNDS + 39, 0, FUNDS - 1_200, 0]);
    expect(exchange.funds(2)).toEqual([FUNDS - 50, 10, FUNDS + 1_199, 0]);
    expect(exchange.funds(0)).toEqual([1, 0, 1, 0]);
  });

  it('takes a fee of at most all that is received', () => {
    const market = { takerFeePpm: 1_000_000 };
    const exchange = TableExchange.open(market);
    const { build } = exchange;
    exchange.run(
      build.place({ account: 2, side: SELL, quantity: 5 }),
      build.place({ quantity: 5 }),
    );
    expect(exchange.funds(1)).toEqual([FUNDS, 0, FUNDS - 500, 0]);
    expect(exchange.funds(0)).toEqual([5, 0, 0, 0]);
  });
});

describe('time in force', () => {
  it.each([
    ['IOC', { timeInForce: IOC, price: 101 }, ['#3 ioc-rest, 1 left']],
    ['a market order', { type: MARKET, price: 101 }, ['#3 ioc-rest, 1 left']],
  ] as const)('%s cancels its rest', (_, given, rest) => {
    const exchange = TableExchange.open();
    const { build } = exchange;
    exchange.run(build.place({ account: 2, side: SELL, price: 101, quantity: 3 }));
    exchange.run(build.place({ account: 2, side: SELL, price: 102, quantity: 3 }));
    expect(exchange.run(build.place({ ...given, quantity: 4 })).slice(1)).toEqual([
      '#3 takes #1: 3 at 101',
      '#1 filled',
      ...rest,
    ]);
  });

  it.each([
    [5, ['#3 accepted: 5 at 101', '#3 takes #1: 3 at 101', '#1 filled', '#3 takes #2: 2 at 101']],
    [7, ['matching/fill-or-kill']],
  ])('FOK of %s lots against 6 fills whole or is rejected', (quantity, expected) => {
    const exchange = TableExchange.open();
    const { build } = exchange;
    exchange.run(build.place({ account: 2, side: SELL, price: 101, quantity: 3 }));
    exchange.run(build.place({ account: 3, side: SELL, price: 101, quantity: 3 }));
    const order = build.place({ timeInForce: FOK, price: 101, quantity });
    expect(exchange.run(order).slice(0, 4)).toEqual(expected);
  });

  it('a market order without price gets the limit of the band as its protection price', () => {
    const exchange = TableExchange.open({ bandPpm: 155_000 });
    const { build } = exchange;
    exchange.run(build.setPrice({ price: 101 }));
    exchange.run(build.place({ account: 2, side: SELL, price: 116, quantity: 1 }));
    exchange.run(build.place({ account: 2, side: SELL, price: 117, quantity: 1 }));
    // ⌊101 · 1.155⌋ = 116, ⌈101 · 0.845⌉ = 86.
    expect(exchange.run(build.place({ type: MARKET, quantity: 2 }))).toEqual([
      '#3 accepted: 2 at 116',
      '#3 takes #1: 1 at 116',
      '#1 filled',
      '#3 ioc-rest, 1 left',
    ]);
    expect(exchange.run(build.place({ side: SELL, type: MARKET }))).toEqual([
      '#4 accepted: 1 at 86',
      '#4 ioc-rest, 1 left',
    ]);
  });
});

describe('the maker limit', () => {
  it.each([
    [128, ['#1000 ioc-rest, 72 left']],
    [129, ['#1000 maker-limit, 72 left']],
  ])('of %s makers a one-shot order meets 128', (makers, expected) => {
    const exchange = TableExchange.open();
    const { build } = exchange;
    for (let maker = 0; maker < makers; maker += 1) {
      exchange.run(build.place({ account: 2, side: SELL }));
    }
    const order = build.place({ orderId: 1_000, timeInForce: IOC, quantity: 200 });
    expect(exchange.run(order).slice(-1)).toEqual(expected);
  });

  it.each([
    [128, '#1000 accepted: 128 at 100'],
    [129, 'matching/fill-or-kill'],
  ])('FOK of %s lots cannot meet more either', (quantity, expected) => {
    const exchange = TableExchange.open();
    const { build } = exchange;
    for (let maker = 0; maker < 129; maker += 1) {
      exchange.run(build.place({ account: 2, side: SELL }));
    }
    const order = build.place({ orderId: 1_000, timeInForce: FOK, quantity });
    expect(exchange.run(order)[0]).toBe(expected);
  });

  it('counts an iceberg each time it is met', () => {
    const exchange = TableExchange.open();
    const { build } = exchange;
    const iceberg = { side: SELL, quantity: 100, displayQuantity: 1 } as const;
    exchange.run(build.place({ ...iceberg, account: 2 }), build.place({ ...iceberg, account: 3 }));
    const order = build.place({ timeInForce: IOC, quantity: 150 });
    expect(exchange.run(order).at(-1)).toBe('#3 maker-limit, 22 left');
  });
});

describe('self-trade prevention', () => {
  const modes = [
    [CANCEL_NEWEST, ['#4 self-trade, 4 left']],
    [CANCEL_OLDEST, ['#2 self-trade, 3 left', '#4 takes #3: 4 at 101', '#4 filled']],
    [CANCEL_BOTH, ['#2 self-trade, 3 left', '#4 self-trade, 4 left']],
    [DECREMENT, ['#2 less 3', '#4 less 3', '#2 self-trade', '#4 takes #3: 1 at 101', '#4 filled']],
    [
      ALLOW_SELF_TRADE,
      ['#4 takes #2: 3 at 100', '#2 filled', '#4 takes #3: 1 at 101', '#4 filled'],
    ],
  ] as const;

  it.each(modes)('mode %s of the taker decides', (selfTrade, expected) => {
    const exchange = TableExchange.open({ allowSelfTrade: true });
    const { build } = exchange;
    exchange.run(build.place({ account: 2, side: SELL, price: 99, quantity: 1 }));
    exchange.run(build.place({ side: SELL, price: 100, quantity: 3, selfTrade: CANCEL_BOTH }));
    exchange.run(build.place({ account: 2, side: SELL, price: 101, quantity: 9 }));
    const taker = build.place({ price: 101, quantity: 5, selfTrade });
    expect(exchange.run(taker)).toEqual([
      '#4 accepted: 5 at 101',
      '#4 takes #1: 1 at 99',
      '#1 filled',
      ...expected,
    ]);
  });

  it('decrement takes only what is visible of an own iceberg, which then shows its next slice', () => {
    const exchange = TableExchange.open();
    const { build } = exchange;
    exchange.run(build.place({ side: SELL, quantity: 10, displayQuantity: 4 }));
    exchange.run(build.place({ account: 2, side: SELL, quantity: 1 }));
    const taker = build.place({ quantity: 5, selfTrade: DECREMENT });
    expect(exchange.run(taker)).toEqual([
      '#3 accepted: 5 at 100',
      '#1 less 4',
      '#3 less 4',
      '#1 shows 4',
      '#3 takes #2: 1 at 100',
      '#2 filled',
      '#3 filled',
    ]);
  });

  it.each([
    [CANCEL_NEWEST, 'matching/fill-or-kill'],
    [CANCEL_OLDEST, '#3 accepted: 3 at 100'],
    [CANCEL_BOTH, 'matching/fill-or-kill'],
    [DECREMENT, 'matching/fill-or-kill'],
    [ALLOW_SELF_TRADE, '#3 accepted: 3 at 100'],
  ] as const)('FOK in mode %s with an own order in the way', (selfTrade, expected) => {
    const exchange = TableExchange.open({ allowSelfTrade: true });
    const { build } = exchange;
    exchange.run(build.place({ side: SELL, quantity: 1 }));
    exchange.run(build.place({ account: 2, side: SELL, quantity: 3 }));
    const taker = build.place({ quantity: 3, timeInForce: FOK, selfTrade });
    expect(exchange.run(taker)[0]).toBe(expected);
  });
});

describe('icebergs', () => {
  it('goes to the tail of its level with each slice, within one sweep too', () => {
    const exchange = TableExchange.open();
    const { build } = exchange;
    exchange.run(build.place({ account: 2, side: SELL, quantity: 7, displayQuantity: 3 }));
    exchange.run(build.place({ account: 3, side: SELL, quantity: 2 }));
    expect(exchange.run(build.place({ quantity: 9 }))).toEqual([
      '#3 accepted: 9 at 100',
      '#3 takes #1: 3 at 100',
      '#1 shows 3',
      '#3 takes #2: 2 at 100',
      '#2 filled',
      '#3 takes #1: 3 at 100',
      '#1 shows 1',
      '#3 takes #1: 1 at 100',
      '#1 filled',
      '#3 filled',
    ]);
  });

  it('shows a slice of what rests after taking', () => {
    const exchange = TableExchange.open();
    const { build } = exchange;
    exchange.run(build.place({ account: 2, side: SELL, quantity: 4 }));
    exchange.run(build.place({ quantity: 9, displayQuantity: 3 }));
    expect(exchange.order(2)).toMatchObject({ filled: 4, visible: 3, hidden: 2, display: 3 });
  });
});

describe('post-only', () => {
  it.each([
    ['buy', BUY, 100, '#2 accepted: 1 at 99'],
    ['sell', SELL, 98, '#2 accepted: 1 at 101'],
  ] as const)(
    'a %s that slides stands one tick behind the best opposite price',
    (_, side, price, expected) => {
      const exchange = TableExchange.open();
      const { build } = exchange;
      exchange.run(build.place({ account: 2, side: side === BUY ? SELL : BUY, price: 100 }));
      const order = build.place({ side, price, postOnly: POST_ONLY_SLIDE });
      expect(exchange.run(order)).toEqual([expected]);
    },
  );

  it.each([
    ['slide with no price left', 1, POST_ONLY_SLIDE, 'matching/post-only-would-cross'],
    ['reject', 100, POST_ONLY_REJECT, 'matching/post-only-would-cross'],
  ] as const)('%s', (_, price, postOnly, expected) => {
    const exchange = TableExchange.open();
    const { build } = exchange;
    exchange.run(build.place({ account: 2, side: SELL, price }));
    expect(exchange.run(build.place({ price, postOnly }))).toEqual([expected]);
  });

  it('slides no further than prices go', () => {
    const exchange = TableExchange.open({ maxQuantity: 1 });
    const { build } = exchange;
    exchange.run(build.deposit({ account: 2, asset: QUOTE, amount: MAX_WORD }));
    exchange.run(build.place({ account: 2, price: MAX_WORD }));
    const order = build.place({ side: SELL, price: 5, postOnly: POST_ONLY_SLIDE });
    expect(exchange.run(order)).toEqual(['matching/post-only-would-cross']);
  });
});

describe('an account’s funds', () => {
  it('are locked at the protection price until the order is done', () => {
    const exchange = TableExchange.open();
    const { build } = exchange;
    exchange.run(build.withdraw({ asset: QUOTE, amount: FUNDS - 1_000 }));
    exchange.run(build.withdraw({ asset: BASE, amount: FUNDS - 9 }));
    expect(exchange.run(build.place({ price: 100, quantity: 11 }))).toEqual([
      'risk/insufficient-funds',
    ]);
    expect(exchange.run(build.place({ price: 100, quantity: 10 }))).toEqual([
      '#2 accepted: 10 at 100',
    ]);
    expect(exchange.run(build.place({ side: SELL, price: 110, quantity: 10 }))).toEqual([
      'risk/insufficient-funds',
    ]);
    expect(exchange.funds(1)).toEqual([9, 0, 0, 1_000]);
  });
});
