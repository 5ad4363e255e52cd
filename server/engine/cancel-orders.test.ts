import { describe, expect, it } from 'vitest';
import { FUNDS, SpokenExchange } from '#scripts/testing/spoken-exchange.ts';

/** Account 1 has #3 and #1 in market 1 and #2 in market 2, account 2 has #4; client ids are 10 times as large. */
function someOrders(): SpokenExchange {
  const exchange = SpokenExchange.open();
  exchange.say(exchange.build.listMarket({ market: 2 }), 'market open in 2');
  exchange.say('1 buys 5 @ 100 #3 client 30', '1 sells 4 @ 120 stop 90 #1 client 10');
  exchange.say('1 buys 3 @ 100 in 2 #2 client 20', '2 buys 2 @ 100 #4 client 40');
  return exchange;
}

describe('cancel', () => {
  it.each([
    ['1 cancels #3', '#3 canceled, 5 left'],
    ['1 cancels #1', '#1 canceled, 4 left'],
    ['1 cancels #2', '#2 canceled, 3 left'],
    ['1 cancels client 20', '#2 canceled, 3 left'],
    ['1 cancels #4', 'order/unknown'],
    ['2 cancels #4', '#4 canceled, 2 left'],
    ['1 cancels client 40', 'order/unknown'],
    ['1 cancels #9', 'order/unknown'],
    ['1 cancels client 9', 'order/unknown'],
    ['1 cancels #0', 'order/unknown'],
    ['9 cancels #3', 'order/unknown'],
    ['0 cancels #3', 'order/unknown'],
  ])('%s: %s', (spoken, told) => {
    expect(someOrders().say(spoken)).toEqual([told]);
  });

  it('is told whole, also when refused', () => {
    const exchange = someOrders();
    exchange.say('1 cancels #2');
    expect(exchange.events).toEqual([
      { kind: 'done', account: 1, market: 2, orderId: 2, reason: 'canceled', remaining: 3 },
    ]);
    exchange.say('1 cancels #2');
    expect(exchange.events).toEqual([
      { kind: 'rejected', account: 1, orderId: 2, code: 'order/unknown' },
    ]);
    exchange.say('1 cancels client 20');
    expect(exchange.events).toMatchObject([{ kind: 'rejected', orderId: 0 }]);
  });

  it('goes by the order id when both are given', () => {
    const exchange = someOrders();
    const { build } = exchange;
    expect(exchange.say(build.cancel({ orderId: 3, clientOrderId: 10 }))).toEqual([
      '#3 canceled, 5 left',
    ]);
  });

  it.each(['pre-open', 'post-only', 'cancel-only', 'halted'])('works while %s', (state) => {
    const exchange = someOrders();
    exchange.say(`market ${state}`);
    expect(exchange.say('1 cancels #3')).toEqual(['#3 canceled, 5 left']);
  });

  it('gives back the whole lock, and of a filled part nothing', () => {
    const exchange = someOrders();
    exchange.say('2 sells 3 @ 1', '1 cancels #3', '1 cancels #1', '1 cancels #2');
    // #4 has a later place at 100 than #3.
    expect(exchange.funds(1)).toBe(`base ${FUNDS + 3}, quote ${FUNDS - 300}`);
  });

  it('does not trade: what is left is as good as before', () => {
    const exchange = someOrders();
    exchange.say('1 cancels #3');
    expect(exchange.book()).toEqual(['buy 2 @ 100 #4', 'sell 4 @ 120 #1 when last <= 90']);
  });
});

describe('cancel all', () => {
  it.each([
    ['1 cancels all', ['#1 canceled, 4 left', '#2 canceled, 3 left', '#3 canceled, 5 left']],
    ['1 cancels all in 0', ['#1 canceled, 4 left', '#2 canceled, 3 left', '#3 canceled, 5 left']],
    ['1 cancels all in 1', ['#1 canceled, 4 left', '#3 canceled, 5 left']],
    ['1 cancels all in 2', ['#2 canceled, 3 left']],
    ['3 cancels all', []],
    ['2 cancels all in 2', []],
    ['1 cancels all in 3', ['market/unknown']],
    ['1 cancels all in 64', ['market/unknown']],
    ['9 cancels all', ['account/unknown']],
    ['0 cancels all', ['account/unknown']],
    ['9 cancels all in 3', ['account/unknown']],
  ])('ascending by id: %s: %o', (spoken, told) => {
    expect(someOrders().say(spoken)).toEqual(told);
  });

  it.each(['pre-open', 'post-only', 'cancel-only', 'halted', 'delisted'])(
    'works while %s',
    (state) => {
      const exchange = someOrders();
      exchange.say(`market ${state}`, '1 cancels all');
      expect(exchange.funds(1)).toBe(`base ${FUNDS}, quote ${FUNDS}`);
    },
  );

  it('ends pairs by their lower id, parents with their legs right behind them', () => {
    const exchange = SpokenExchange.open();
    exchange.say(
      '1 buys 1 @ 50 #5 profit 60 #2',
      '1 sells 1 @ 110 #4 or 90 #7',
      '1 buys 1 @ 49 #6',
    );
    expect(exchange.say('1 cancels all')).toEqual([
      '#4 canceled, 1 left',
      '#7 sibling, 1 left',
      '#5 canceled, 1 left',
      '#2 parent',
      '#6 canceled, 1 left',
    ]);
  });

  it('finds every one of many orders', () => {
    const exchange = SpokenExchange.open();
    for (let order = 0; order < 100; order += 1)
      exchange.say(`1 buys 1 @ ${1 + ((order * 37) % 100)}`);
    for (let order = 3; order < 100; order += 7) exchange.say(`1 cancels #${order}`);
    expect(exchange.say('1 cancels all')).toHaveLength(86);
    expect(exchange.funds(1)).toBe(`base ${FUNDS}, quote ${FUNDS}`);
  });
});
