import { describe, expect, it } from 'vitest';
import type { MarketState } from '#server/engine/index.ts';
import {
  CANCEL_ONLY,
  HALTED,
  POST_ONLY,
  POST_ONLY_REJECT,
  POST_ONLY_SLIDE,
  PRE_OPEN,
  SELL,
} from '#server/engine/index.ts';
import { QUOTE } from './command-builder.ts';
import { TableExchange } from './table-exchange.ts';

const FUNDS = 1_000_000;

describe('modify', () => {
  it('a smaller quantity keeps its place, hidden lots first', () => {
    const exchange = TableExchange.open();
    const { build } = exchange;
    exchange.run(build.place({ quantity: 10, displayQuantity: 4 }), build.place({ account: 2 }));
    expect(exchange.run(build.modify({ orderId: 1, quantity: 5 }))).toEqual([
      '#1 modified: 5 at 100, keeps its place',
    ]);
    expect(exchange.order(1)).toMatchObject({ visible: 4, hidden: 1, display: 4 });
    exchange.run(build.modify({ orderId: 1, quantity: 3 }));
    expect(exchange.order(1)).toMatchObject({ visible: 3, hidden: 0, display: 4 });
    expect(exchange.run(build.place({ account: 3, side: SELL }))[1]).toBe('#3 takes #1: 1 at 100');
  });

  it.each([
    ['a larger quantity', { quantity: 3 }, ['#4 takes #2: 1 at 100', '#2 filled']],
    ['another price', { quantity: 1, price: 101 }, ['#4 takes #1: 1 at 101', '#1 filled']],
  ])('%s loses its place', (_, change, expected) => {
    const exchange = TableExchange.open();
    const { build } = exchange;
    exchange.run(build.place({ quantity: 2 }), build.place({ account: 2 }));
    exchange.run(build.place({ account: 2, price: 101 }));
    exchange.run(build.modify({ orderId: 1, ...change }));
    const taker = build.place({ account: 3, side: SELL, quantity: 2 });
    expect(exchange.run(taker).slice(1)).toEqual([
      '#4 takes #3: 1 at 101',
      '#3 filled',
      ...expected,
      '#4 filled',
    ]);
  });

  it('takes when it crosses, with what is not filled', () => {
    const exchange = TableExchange.open();
    const { build } = exchange;
    exchange.run(build.place({ quantity: 5 }));
    exchange.run(build.place({ account: 2, side: SELL, quantity: 2 }));
    exchange.run(build.place({ account: 2, side: SELL, price: 103, quantity: 9 }));
    expect(exchange.run(build.modify({ orderId: 1, price: 104, quantity: 6 }))).toEqual([
      '#1 modified: 6 at 104',
      '#1 takes #3: 4 at 103',
      '#1 filled',
    ]);
  });

  it.each([
    ['of an unknown order', { orderId: 9, price: 3 }, 'order/unknown'],
    ['of another account’s order', { account: 2, orderId: 1, price: 3 }, 'order/unknown'],
    ['of nothing', { orderId: 1 }, 'order/nothing-to-modify'],
    ['of nothing new', { orderId: 1, price: 100, quantity: 5 }, 'order/nothing-to-modify'],
    ['to what is filled', { orderId: 1, quantity: 2 }, 'order/quantity-below-filled'],
    ['of a trigger it does not have', { orderId: 1, triggerPrice: 5 }, 'order/invalid-combination'],
    ['of a pair’s quantity', { orderId: 10, quantity: 2 }, 'order/linked'],
    ['of a parent’s quantity', { orderId: 20, quantity: 1 }, 'order/linked'],
    ['beyond the market’s maximum', { orderId: 1, quantity: 1_001 }, 'order/quantity-too-large'],
    ['beyond the band', { orderId: 1, price: 111 }, 'order/price-outside-band'],
    ['below the smallest notional', { orderId: 1, price: 1 }, 'order/notional-too-small'],
    ['beyond its funds', { orderId: 1, price: 110, quantity: 1_000 }, 'risk/insufficient-funds'],
    ['of a limit leg below its stop', { orderId: 10, price: 90 }, 'order/invalid-combination'],
    ['of a limit leg into the book', { orderId: 10, price: 99 }, 'matching/post-only-would-cross'],
    ['of a stop leg to where it holds', { orderId: 11, triggerPrice: 105 }, 'order/would-trigger'],
    [
      'of a stop leg above its limit',
      { orderId: 11, triggerPrice: 110 },
      'order/invalid-combination',
    ],
  ])('refuses a change %s', (_, change, code) => {
    const exchange = TableExchange.open({ bandPpm: 100_000, maxQuantity: 1_000, minNotional: 60 });
    const { build } = exchange;
    exchange.run(build.withdraw({ asset: QUOTE, amount: FUNDS - 2_000 }));
    exchange.run(build.place({ orderId: 1, quantity: 5 }));
    exchange.run(build.place({ account: 2, side: SELL, quantity: 2, orderId: 2 }));
    const legs = { limitLeg: { orderId: 10 }, stopLeg: { orderId: 11 } };
    exchange.run(build.placeOco(legs));
    exchange.run(build.place({ orderId: 20, price: 80, quantity: 4, takeProfit: { orderId: 21 } }));
    expect(exchange.run(build.modify(change))).toEqual([code]);
    expect(exchange.order(1)).toMatchObject({ price: 100, filled: 2, visible: 3 });
  });

  it('counts its own lock as available', () => {
    const exchange = TableExchange.open();
    const { build } = exchange;
    exchange.run(build.withdraw({ asset: QUOTE, amount: FUNDS - 1_000 }));
    exchange.run(build.place({ price: 100, quantity: 9 }));
    expect(exchange.run(build.modify({ orderId: 1, price: 112 }))).toEqual([
      'risk/insufficient-funds',
    ]);
    exchange.run(build.modify({ orderId: 1, price: 111 }));
    expect(exchange.funds(1).slice(2)).toEqual([1, 999]);
  });

  it('a pair’s lock follows the dearer leg', () => {
    const exchange = TableExchange.open();
    const { build } = exchange;
    const stopLeg = { price: 120, triggerPrice: 115 };
    exchange.run(build.placeOco({ side: 0, quantity: 2, stopLeg }));
    expect(exchange.funds(1).slice(2)).toEqual([FUNDS - 240, 240]);
    exchange.run(build.modify({ orderId: 2, price: 130 }));
    expect(exchange.funds(1).slice(2)).toEqual([FUNDS - 260, 260]);
    exchange.run(build.modify({ orderId: 1, price: 95 }));
    expect(exchange.funds(1).slice(2)).toEqual([FUNDS - 260, 260]);
    exchange.run(build.withdraw({ asset: QUOTE, amount: FUNDS - 270 }));
    expect(exchange.run(build.modify({ orderId: 2, price: 136 }))).toEqual([
      'risk/insufficient-funds',
    ]);
    expect(exchange.run(build.modify({ orderId: 2, price: 135 }))).toHaveLength(1);
    expect(exchange.run(build.modify({ orderId: 1, price: 96 }))).toHaveLength(1);
    expect(exchange.funds(1).slice(2)).toEqual([0, 270]);
  });

  it.each([
    ['reject', POST_ONLY_REJECT, 'matching/post-only-would-cross'],
    ['slide', POST_ONLY_SLIDE, '#2 modified: 1 at 104'],
  ] as const)('keeps its post-only mode: %s', (_, postOnly, expected) => {
    const exchange = TableExchange.open();
    const { build } = exchange;
    exchange.run(build.place({ account: 2, side: SELL, price: 105 }));
    exchange.run(build.place({ postOnly }));
    expect(exchange.run(build.modify({ orderId: 2, price: 110 }))).toEqual([expected]);
  });

  it('an iceberg placed anew never shows more than its total, nor too little of it', () => {
    const exchange = TableExchange.open();
    const { build } = exchange;
    exchange.run(build.place({ quantity: 10, displayQuantity: 4 }));
    exchange.run(build.modify({ orderId: 1, quantity: 3, price: 101 }));
    expect(exchange.order(1)).toMatchObject({ visible: 3, hidden: 0, display: 3 });
    expect(exchange.run(build.modify({ orderId: 1, quantity: 301 }))).toEqual([
      'order/invalid-display',
    ]);
  });

  const states: readonly (readonly [string, MarketState, string, string])[] = [
    ['halted', HALTED, 'market/halted', 'market/halted'],
    ['cancel-only', CANCEL_ONLY, '#1 modified: 1 at 100, keeps its place', 'market/cancel-only'],
    ['pre-open', PRE_OPEN, '#1 modified: 1 at 100, keeps its place', '#1 modified: 2 at 101'],
    ['post-only', POST_ONLY, '#1 modified: 1 at 100, keeps its place', 'market/post-only'],
  ];

  it.each(states)('in a market that is %s', (_, state, smaller, moved) => {
    const exchange = TableExchange.open();
    const { build } = exchange;
    exchange.run(build.place({ quantity: 2 }), build.setMarketState({ state }));
    expect(exchange.run(build.modify({ orderId: 1, price: 101 }))).toEqual([moved]);
    exchange.run(build.modify({ orderId: 1, price: 100 }));
    expect(exchange.run(build.modify({ orderId: 1, quantity: 1 }))).toEqual([smaller]);
  });

  it('does not let an order cross its own in pre-open', () => {
    const exchange = TableExchange.preOpen();
    const { build } = exchange;
    exchange.run(build.place({ side: SELL, price: 105 }), build.place());
    expect(exchange.run(build.modify({ orderId: 2, price: 105 }))).toEqual(['matching/self-cross']);
    expect(exchange.run(build.modify({ orderId: 2, price: 104 }))).toHaveLength(1);
  });

  it('a waiting order may change trigger and price, and goes behind its equals', () => {
    const exchange = TableExchange.open();
    const { build } = exchange;
    exchange.run(build.place({ triggerPrice: 105 }), build.place({ triggerPrice: 106 }));
    exchange.run(build.place({ triggerPrice: 106 }));
    expect(exchange.run(build.modify({ orderId: 1, triggerPrice: 106 }))).toEqual([
      '#1 modified: 1 at 100 once at 106',
    ]);
    exchange.run(build.modify({ orderId: 2, price: 99 }));
    exchange.run(build.place({ account: 2, side: SELL, price: 107 }));
    expect(exchange.run(build.place({ account: 3, price: 107 })).slice(4)).toEqual([
      '#3 triggered',
      '#1 triggered',
      '#2 triggered',
    ]);
  });
});
