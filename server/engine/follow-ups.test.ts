import { describe, expect, it } from 'vitest';
import { FUNDS, SpokenExchange } from '#scripts/testing/spoken-exchange.ts';

/** Those lines that tell of orders whose trigger was reached, in order. */
function triggered(told: readonly string[]): string[] {
  return told.filter((line) => line.endsWith('triggered')).map((line) => line.split(' ')[0] ?? '');
}

/** A market whose last price can be set by account 3 trading with account 2. */
function trade(exchange: SpokenExchange, price: number): string[] {
  exchange.say(`2 sells 1 @ ${price}`);
  return exchange.say(`3 buys 1 @ ${price}`);
}

describe('a trigger is reached', () => {
  it.each([
    ['rising 100', [99, 98], []],
    ['rising 100', [99, 100], ['#50']],
    ['rising 100', [99, 101], ['#50']],
    ['falling 100', [101, 102], []],
    ['falling 100', [101, 100], ['#50']],
    ['falling 100', [101, 99], ['#50']],
  ] as const)('%s, trades at %s: %s', (trigger, prices, orders) => {
    const exchange = SpokenExchange.open();
    trade(exchange, prices[0]);
    exchange.say(`1 buys 1 @ 5 ${trigger} #50`);
    expect(triggered(trade(exchange, prices[1]))).toEqual(orders);
  });

  it.each([
    ['last', 'mark 100', 'index 100'],
    ['mark', 'index 100', 'trade'],
    ['index', 'mark 100', 'trade'],
  ])('only by its own source: %s, not %s or %s', (source, ...others) => {
    const exchange = SpokenExchange.open();
    exchange.say(`1 buys 1 @ 5 rising 100 by ${source} #50`);
    for (const other of others) {
      const told = other === 'trade' ? trade(exchange, 100) : exchange.say(other);
      expect(triggered(told)).toEqual([]);
    }
    const own = source === 'last' ? trade(exchange, 100) : exchange.say(`${source} 100`);
    expect(triggered(own)).toEqual(['#50']);
  });

  it.each(['pre-open', 'cancel-only', 'halted'])(
    'while the market is %s it waits for the opening',
    (state) => {
      const exchange = SpokenExchange.open();
      exchange.say('1 buys 1 @ 5 rising 100 by index', `market ${state}`);
      expect(exchange.say('index 100')).toEqual(['price 100 of source 2']);
      expect(exchange.say('market open')).toEqual(['market-state 1', '#1 triggered']);
    },
  );

  it('by a price that came and went while the market was halted, it is not', () => {
    const exchange = SpokenExchange.open();
    exchange.say('1 buys 1 @ 5 rising 100 by index', 'market halted', 'index 100', 'index 99');
    expect(exchange.say('market open')).toEqual(['market-state 1']);
  });

  it('by the last trade of a sweep, not by those before', () => {
    const exchange = SpokenExchange.open();
    exchange.say('2 sells 1 @ 100', '2 sells 1 @ 110');
    exchange.say('1 sells 1 @ 500 falling 105 #50', '1 sells 1 @ 500 rising 110 #51');
    expect(triggered(exchange.say('3 buys 2 @ 110'))).toEqual(['#51']);
  });
});

describe('what a triggered order does', () => {
  it.each([
    ['limit, crossing', '1 buys 3 @ 110 rising 100', ['#50 takes #51: 2 at 105', '#51 filled']],
    ['limit, too low', '1 buys 3 @ 104 rising 100', []],
    [
      'market',
      '1 buys 3 @ market rising 100',
      ['#50 takes #51: 2 at 105', '#51 filled', '#50 ioc-rest, 1 left'],
    ],
    [
      'market, filled',
      '1 buys 2 @ market rising 100',
      ['#50 takes #51: 2 at 105', '#51 filled', '#50 filled'],
    ],
    ['market, protected', '1 buys 3 @ market within 104 rising 100', ['#50 ioc-rest, 3 left']],
    ['GTD', '1 buys 3 @ 104 till 9000 rising 100', []],
  ])('%s: %s: %o', (_, spoken, told) => {
    const exchange = SpokenExchange.open();
    exchange.say(`${spoken} by index #50`, '2 sells 2 @ 105');
    expect(exchange.say('index 100')).toEqual(['price 100 of source 2', '#50 triggered', ...told]);
  });

  it('rests without its trigger, as any other order', () => {
    const exchange = SpokenExchange.open();
    exchange.say('1 buys 3 @ 104 till 9000 rising 100 by mark', 'mark 100');
    expect(exchange.order(1)).toMatchObject({
      trigger: 0,
      triggerBy: 0,
      triggerPrice: 0,
      expiry: 9_000,
      visible: 3,
    });
    expect(exchange.say('1 modifies #1 @ 103 stop 120')).toEqual(['order/invalid-combination']);
    expect(exchange.say('mark 90', 'mark 100').filter((line) => line.includes('#1'))).toEqual([]);
    expect(exchange.say('tick 9000')).toEqual(['#1 expired, 3 left']);
  });

  it('pays with the lock that it took when it was accepted', () => {
    const exchange = SpokenExchange.open({ bandPpm: 100_000 });
    exchange.say('1 buys 5 @ market rising 100 by mark', '2 sells 5 @ 104');
    expect(exchange.funds(1)).toBe(`base ${FUNDS}, quote ${FUNDS - 550} + 550 locked`);
    exchange.say('mark 100');
    expect(exchange.funds(1)).toBe(`base ${FUNDS + 5}, quote ${FUNDS - 520}`);
  });

  it.each([
    ['1 buys 1 @ market rising 100', ['#50 triggered', '#50 post-only, 1 left']],
    ['1 buys 1 @ 105 rising 100', ['#50 triggered', '#50 post-only, 1 left']],
    ['1 buys 1 @ 104 rising 100', ['#50 triggered']],
  ])('in a post-only market: %s: %o', (spoken, told) => {
    const exchange = SpokenExchange.open();
    exchange.say(`${spoken} by index #50`, '2 sells 1 @ 105', 'market post-only');
    expect(exchange.say('index 100').slice(1)).toEqual(told);
  });

  it('minds self-trade prevention', () => {
    const exchange = SpokenExchange.open();
    exchange.say('1 sells 1 @ 105', '1 buys 1 @ 105 rising 100 by index oldest', 'index 100');
    expect(exchange.book()).toEqual(['buy 1 @ 105 #2']);
  });
});

describe('the order in which triggered orders are executed', () => {
  it('by source, direction, trigger price and time', () => {
    const exchange = SpokenExchange.open();
    // Ids are mixed up, so that neither they nor the order of acceptance explain the outcome.
    exchange.say(
      ...['1 buys 1 @ 5 falling 100 by index #59', '1 buys 1 @ 5 falling 105 by index #62'],
      ...['1 buys 1 @ 5 rising 100 by index #53', '1 buys 1 @ 5 rising 95 by index #58'],
      ...['1 buys 1 @ 5 falling 100 by mark #57', '1 buys 1 @ 5 rising 100 by mark #55'],
      ...['1 buys 1 @ 5 falling 110 by last #51', '1 buys 1 @ 5 rising 90 by last #60'],
      ...['1 buys 1 @ 5 rising 90 by last #54', '1 buys 1 @ 5 rising 80 by last #61'],
      ...['1 buys 1 @ 5 falling 110 by last #50', '1 buys 1 @ 5 falling 120 by last #52'],
    );
    exchange.say('market halted', 'mark 100', 'index 100', 'market pre-open');
    exchange.say('2 sells 1 @ 100', '3 buys 1 @ 100');
    expect(triggered(exchange.say('market open'))).toEqual([
      ...['#61', '#60', '#54', '#52', '#51', '#50'],
      ...['#55', '#57'],
      ...['#58', '#53', '#62', '#59'],
    ]);
  });

  it('a modified order stands behind those that were there at its trigger price', () => {
    const exchange = SpokenExchange.open();
    exchange.say('1 buys 1 @ 5 rising 100', '1 buys 1 @ 5 rising 100', '1 modifies #1 @ 6');
    expect(triggered(trade(exchange, 100))).toEqual(['#2', '#1']);
  });

  it('a cascade: each trade triggers the next, behind what is queued already', () => {
    const exchange = SpokenExchange.open();
    exchange.say('2 buys 1 @ 90', '2 buys 1 @ 80', '2 buys 1 @ 70', '2 buys 9 @ 60');
    exchange.say('1 sells 1 @ market stop 95 #50', '1 sells 1 @ 200 stop 94 #51');
    exchange.say('1 sells 1 @ market stop 85 #52', '1 sells 1 @ market stop 75 #53');
    exchange.say('1 sells 1 @ market stop 65 #54', '1 sells 1 @ market stop 59 #55');
    // #50 and #51 wait in the queue when the trade at 90 is done; the trade at 80 adds #52, and so on.
    expect(exchange.say('3 sells 1 @ 90')).toEqual([
      '#56 accepted: 1 at 90',
      '#56 takes #1: 1 at 90',
      '#1 filled',
      '#56 filled',
      '#50 triggered',
      '#50 takes #2: 1 at 80',
      '#2 filled',
      '#50 filled',
      '#51 triggered',
      '#52 triggered',
      '#52 takes #3: 1 at 70',
      '#3 filled',
      '#52 filled',
      '#53 triggered',
      '#53 takes #4: 1 at 60',
      '#53 filled',
      '#54 triggered',
      '#54 takes #4: 1 at 60',
      '#54 filled',
    ]);
    expect(exchange.book()).toEqual([
      'buy 7 @ 60 #4',
      'sell 1 @ 200 #51',
      'sell 1 @ market 1 #55 when last <= 59',
    ]);
  });

  it('a price that turned back does not undo what is queued', () => {
    const exchange = SpokenExchange.open();
    exchange.say('1 sells 1 @ 50 rising 100 #50', '1 sells 1 @ 500 rising 100 #51');
    // #50 trades at 60 before the turn of #51 comes.
    exchange.say('3 buys 1 @ 60', '2 sells 1 @ 100');
    expect(triggered(exchange.say('3 buys 1 @ 100'))).toEqual(['#50', '#51']);
  });

  it('an order canceled by another one of the queue is not executed', () => {
    const exchange = SpokenExchange.open();
    // #50 rests when it is triggered; then #51 meets it, the oldest gives way.
    exchange.say('1 sells 1 @ 105 rising 100 by mark #50');
    exchange.say('1 buys 1 @ 105 rising 100 by mark oldest #51');
    expect(exchange.say('mark 100')).toEqual([
      'price 100 of source 1',
      '#50 triggered',
      '#51 triggered',
      '#50 self-trade, 1 left',
    ]);
  });

  it('a pair’s stop leg in the queue ends when its limit leg is filled first', () => {
    const exchange = SpokenExchange.open();
    exchange.say('1 sells 1 @ 110 #50 or 90 by mark #51');
    exchange.say('3 buys 1 @ 110 falling 95 by mark #52', '3 buys 1 @ 120 rising 1 by index #53');
    // Falling orders by descending trigger price: #52 fills the limit leg before the turn of #51.
    expect(exchange.say('mark 90')).toEqual([
      'price 90 of source 1',
      '#52 triggered',
      '#52 takes #50: 1 at 110',
      '#50 filled',
      '#51 sibling',
      '#52 filled',
    ]);
  });

  it('a pair’s stop leg in the queue shrinks with its limit leg', () => {
    const exchange = SpokenExchange.open();
    exchange.say('1 sells 5 @ 110 #50 or 90 limit 80 by mark #51');
    exchange.say('3 buys 2 @ 110 falling 95 by mark #52', 'mark 90');
    expect(exchange.book()).toEqual(['sell 3 @ 80 #51']);
    expect(exchange.funds(1)).toBe(`base ${FUNDS - 5} + 3 locked, quote ${FUNDS + 220}`);
  });

  it('of two markets, one after the other, each by its own prices', () => {
    const exchange = SpokenExchange.open();
    exchange.say(exchange.build.listMarket({ market: 2 }), 'market open in 2');
    exchange.say('1 buys 1 @ 5 rising 100 by index', '1 buys 1 @ 5 rising 100 by index in 2');
    expect(triggered(exchange.say('index 100 in 2'))).toEqual(['#2']);
    expect(triggered(exchange.say('index 100'))).toEqual(['#1']);
  });
});
