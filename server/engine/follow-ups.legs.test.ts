import { describe, expect, it } from 'vitest';
import { FUNDS, SpokenExchange } from '#scripts/testing/spoken-exchange.ts';

describe('legs that wait for their parent', () => {
  it('are not open, lock nothing, are as large as their parent is, and hold their ids', () => {
    const exchange = SpokenExchange.open();
    exchange.say('1 buys 5 @ 100 profit 110 client 8 loss 90 client 9');
    expect(exchange.book()).toEqual(['buy 5 @ 100 #1']);
    expect(exchange.funds(1)).toBe(`base ${FUNDS}, quote ${FUNDS - 500} + 500 locked`);
    expect(exchange.say('1 modifies client 9 to 4')).toEqual(['order/linked']);
    expect(exchange.say('2 modifies #2 @ 111')).toEqual(['order/unknown']);
    expect(exchange.say('2 cancels #2')).toEqual(['order/unknown']);
    expect(exchange.say('1 buys 1 @ 100 #3')).toEqual(['order/duplicate-id']);
    expect(exchange.say('1 buys 1 @ 100 client 9')).toEqual(['order/client-id-reused']);
    expect(exchange.order(1)).toMatchObject({
      takeProfit: { orderId: 2, clientOrderId: 8, type: 0, price: 110, triggerPrice: 0 },
      stopLoss: { orderId: 3, clientOrderId: 9, type: 1, price: 0, triggerPrice: 90 },
    });
  });

  it('are canceled alone, by either id; the other one goes on waiting', () => {
    const exchange = SpokenExchange.open();
    exchange.say('1 buys 5 @ 100 profit 110 client 8 loss 90 client 9');
    expect(exchange.say('1 cancels #2')).toEqual(['#2 canceled']);
    expect(exchange.events).toEqual([
      { kind: 'done', account: 1, market: 1, orderId: 2, reason: 'canceled', remaining: 0 },
    ]);
    expect(exchange.order(1)).toMatchObject({ takeProfit: null, stopLoss: { orderId: 3 } });
    expect(exchange.say('1 cancels #2', '1 cancels client 8')).toEqual([
      'order/unknown',
      'order/unknown',
    ]);
    expect(exchange.say('2 sells 5 @ 100').at(-1)).toMatch(/^#3 activated by #1/);
    expect(exchange.book()).toEqual(['sell 5 @ market 1 #3 when last <= 90']);
  });

  it('are all canceled, and then their order is as one without', () => {
    const exchange = SpokenExchange.open();
    exchange.say('1 buys 5 @ 100 profit 110 client 8 loss 90 client 9');
    expect(exchange.say('1 cancels client 9', '1 cancels client 8')).toEqual([
      '#3 canceled',
      '#2 canceled',
    ]);
    expect(exchange.say('1 modifies #1 to 7')[0]).toMatch(/^#1 modified: 7 at 100/);
    expect(exchange.say('1 buys 1 @ 90 #2', '1 buys 1 @ 90 client 8')).toEqual([
      '#2 accepted: 1 at 90',
      'order/client-id-reused',
    ]);
    exchange.say('2 sells 7 @ 100');
    expect(exchange.book()).toEqual(['buy 1 @ 90 #2']);
  });

  it('of an order that is filled in part are canceled before they are opened', () => {
    const exchange = SpokenExchange.open();
    exchange.say('1 buys 5 @ 100 profit 110', '2 sells 2 @ 100');
    expect(exchange.say('1 cancels #2', '1 cancels #1')).toEqual([
      '#2 canceled',
      '#1 canceled, 3 left',
    ]);
    expect(exchange.book()).toEqual([]);
  });

  it.each([
    ['1 buys 1 @ 100 profit 0', 'order/invalid-price'],
    ['1 buys 1 @ 100 profit -1', 'order/invalid-price'],
    ['1 buys 1 @ 100 profit 2147483648', 'order/invalid-price'],
    ['1 buys 1 @ 100 profit 110 market', 'order/invalid-combination'],
    ['1 buys 1 @ 100 profit 90 loss 90', 'order/invalid-combination'],
    ['1 buys 1 @ 100 profit 91 loss 90', '#1 accepted: 1 at 100'],
    ['1 sells 1 @ 100 profit 110 loss 110', 'order/invalid-combination'],
    ['1 sells 1 @ 100 profit 109 loss 110', '#1 accepted: 1 at 100'],
    ['1 sells 1 @ 100 profit 110 loss 90', 'order/invalid-combination'],
    ['1 buys 1 @ 100 loss 0', 'order/invalid-combination'],
    ['1 buys 1 @ 100 loss -1', 'order/invalid-trigger-price'],
    ['1 buys 1 @ 100 loss 2147483648', 'order/invalid-trigger-price'],
    ['1 buys 1 @ 100 loss 90 limit 0', 'order/invalid-price'],
    ['1 buys 1 @ 100 loss 90 limit 81', '#1 accepted: 1 at 100'],
    ['1 buys 1 @ 100 loss 90 limit 80', 'order/price-outside-band'],
    ['1 buys 1 @ 100 loss 90 within 80', 'order/price-outside-band'],
    ['1 sells 1 @ 100 loss 110 limit 121', '#1 accepted: 1 at 100'],
    ['1 sells 1 @ 100 loss 110 limit 122', 'order/price-outside-band'],
    // The protection price of a stop at market, ⌈40 · 0.9⌉, is below the minimum.
    ['1 buys 1 @ 100 loss 40', 'order/notional-too-small'],
    ['1 buys 1 @ 100 profit 39', 'order/notional-too-small'],
    ['1 buys 1 @ 100 loss 45', '#1 accepted: 1 at 100'],
    // Not the take-profit's band, nor whether the stop's trigger is reached.
    ['1 buys 1 @ 100 profit 900', '#1 accepted: 1 at 100'],
    ['1 sells 1 @ 100 profit 50', '#1 accepted: 1 at 100'],
    ['1 buys 1 @ 100 loss 120', '#1 accepted: 1 at 100'],
    ['1 buys 1 @ 100 loss 120 by index', '#1 accepted: 1 at 100'],
  ])('are checked when they are accepted: %s: %s', (spoken, told) => {
    const exchange = SpokenExchange.open({ bandPpm: 100_000, minNotional: 40 });
    exchange.say('index 100');
    expect(exchange.say(spoken)).toEqual([told]);
  });

  it('are checked after the parent, the take-profit before the stop-loss', () => {
    const exchange = SpokenExchange.open({ bandPpm: 100_000 });
    exchange.say('index 100');
    const told = (spoken: string) => exchange.say(spoken)[0];
    expect(told('1 buys 1 @ 200 profit 0')).toBe('order/price-outside-band');
    expect(told('1 buys 1 @ 100 profit 0 loss -1')).toBe('order/invalid-price');
    expect(told('1 buys 1 @ 100 profit 110 market loss -1')).toBe('order/invalid-combination');
    expect(told('1 buys 1 @ 100 fok loss -1')).toBe('order/invalid-trigger-price');
    expect(told('1 buys 90000 @ 100 profit 110 loss 0')).toBe('order/invalid-combination');
  });
});

describe('a parent that is done', () => {
  it.each([
    ['as maker', '1 buys 5 @ 100 #10 profit 110', '2 sells 5 @ 100', 5],
    ['as taker', '2 sells 5 @ 100', '1 buys 5 @ 100 #10 profit 110', 5],
    ['as IOC, in part', '2 sells 3 @ 100', '1 buys 5 @ 100 ioc #10 profit 110', 3],
    ['FOK', '2 sells 5 @ 100', '1 buys 5 @ 100 fok #10 profit 110', 5],
    ['at market', '2 sells 3 @ 100', '1 buys 5 @ market within 100 #10 profit 110', 3],
    ['an iceberg', '1 buys 5 @ 100 shows 1 #10 profit 110', '2 sells 5 @ 100', 5],
  ])('%s: its take-profit opens for what was filled', (_, first, second, lots) => {
    const exchange = SpokenExchange.open();
    exchange.say(first);
    expect(exchange.say(second)).toContain(`#11 activated by #10: ${lots} at 110`);
    expect(exchange.book()).toEqual([`sell ${lots} @ 110 #11`]);
  });

  it.each([
    ['canceled', '1 cancels #10', '#10 canceled, 2 left'],
    ['expired', 'tick 1500', '#10 expired, 2 left'],
  ])('%s after fills: its take-profit opens for those', (_, spoken, told) => {
    const exchange = SpokenExchange.open();
    exchange.say('1 buys 5 @ 100 till 1500 #10 profit 110', '2 sells 3 @ 100');
    expect(exchange.say(spoken)).toEqual([told, '#11 activated by #10: 3 at 110']);
  });

  it.each([
    ['canceled', '1 cancels #1', '#1 canceled, 5 left'],
    ['canceled with all', '1 cancels all', '#1 canceled, 5 left'],
    ['expired', 'tick 1500', '#1 expired, 5 left'],
    ['delisted', 'market delisted', '#1 delisted, 5 left'],
  ])('%s with nothing filled: its legs are, too', (_, spoken, told) => {
    const exchange = SpokenExchange.open();
    exchange.say('1 buys 5 @ 100 till 1500 profit 110 client 8 loss 90');
    const lines = exchange.say(spoken);
    expect(lines.slice(-3)).toEqual([told, '#2 parent', '#3 parent']);
    expect(exchange.say('1 cancels client 8')).toEqual(['order/unknown']);
  });

  it('IOC with nothing filled: its legs are, too', () => {
    const exchange = SpokenExchange.open();
    expect(exchange.say('1 buys 5 @ 100 ioc profit 110 loss 90').slice(1)).toEqual([
      '#1 ioc-rest, 5 left',
      '#2 parent',
      '#3 parent',
    ]);
  });

  it.each([
    ['cancel-all', '1 cancels all', ['#1 canceled, 3 left']],
    ['the dead-man switch', 'tick 1500', ['dead-man-fired 1', '#1 dead-man, 3 left']],
    ['delisting', 'market delisted', ['market-state 5', '#1 delisted, 3 left']],
  ])('by %s after fills: its legs are not activated', (_, spoken, told) => {
    const exchange = SpokenExchange.open();
    exchange.say('1 buys 5 @ 100 profit 110 loss 90', '2 sells 2 @ 100', '1 arms 1500');
    expect(exchange.say(spoken)).toEqual([...told, '#2 parent', '#3 parent']);
  });

  it.each(['pre-open', 'cancel-only', 'halted'])(
    'after fills, by a cancel while the market is %s: its legs end with that reason',
    (state) => {
      const exchange = SpokenExchange.open();
      exchange.say('1 buys 5 @ 100 profit 110 loss 90', '2 sells 2 @ 100', `market ${state}`);
      expect(exchange.say('1 cancels #1')).toEqual([
        '#1 canceled, 3 left',
        '#2 market-state',
        '#3 market-state',
      ]);
    },
  );

  it('by an auction activates its legs once the market is open', () => {
    const exchange = SpokenExchange.open();
    exchange.say('1 buys 5 @ 100 profit 110', 'market pre-open', '2 sells 5 @ 90');
    expect(exchange.say('market open')).toEqual([
      'market-state 1',
      'uncrossed at 90',
      '#3 takes #1: 5 at 90',
      '#1 filled',
      '#3 filled',
      '#2 activated by #1: 5 at 110',
    ]);
  });
});

describe('activated legs', () => {
  it('are told whole, with the parent’s self-trade mode and the other side', () => {
    const exchange = SpokenExchange.open();
    exchange.say('1 buys 5 @ 100 oldest till 9000 profit 110 client 8', '2 sells 5 @ 100');
    expect(exchange.events.at(-1)).toEqual({
      kind: 'activated',
      account: 1,
      market: 1,
      orderId: 2,
      clientOrderId: 8,
      side: 1,
      type: 0,
      timeInForce: 0,
      postOnly: 0,
      price: 110,
      quantity: 5,
      triggerPrice: 0,
      expiry: 0,
      parentId: 1,
    });
    expect(exchange.order(2)).toMatchObject({ selfTrade: 1, expiry: 0, digest: 0, siblingId: 0 });
    expect(exchange.say('1 cancels client 8')).toEqual(['#2 canceled, 5 left']);
  });

  it('keep their client ids, which are remembered when they are done', () => {
    const exchange = SpokenExchange.open();
    exchange.say('2 sells 5 @ 100', '1 buys 5 @ 100 client 7 #10 profit 110 client 8 loss 90');
    expect(exchange.order(11)).toMatchObject({ clientOrderId: 8, digest: 0 });
    exchange.say('1 cancels client 8');
    const done: number[] = [];
    exchange.view.visitDoneClientIds(1, ({ clientOrderId }) => done.push(clientOrderId));
    expect(done).toEqual([7, 8]);
  });

  it('are limited to what the account can lock', () => {
    const exchange = SpokenExchange.open({ takerFeePpm: 300_000 });
    exchange.say(`1 withdraws ${FUNDS} base`, '2 sells 10 @ 100');
    // 10 lots less a fee of 3 leave 7 to sell.
    expect(exchange.say('1 buys 10 @ 100 profit 110').at(-1)).toBe('#3 activated by #2: 7 at 110');
    expect(exchange.funds(1)).toBe(`base 0 + 7 locked, quote ${FUNDS - 1_000}`);
  });

  it('are limited to whole lots', () => {
    const exchange = SpokenExchange.open({ unitsPerLot: 100, takerFeePpm: 1 });
    exchange.say(`1 withdraws ${FUNDS} base`, '2 sells 3 @ 100');
    // 300 quanta less a fee of 1 hold 2 whole lots.
    expect(exchange.say('1 buys 3 @ 100 profit 110').at(-1)).toBe('#3 activated by #2: 2 at 110');
    expect(exchange.funds(1)).toBe(`base 99 + 200 locked, quote ${FUNDS - 300}`);
  });

  it.each([
    // A buy pair is locked at its dearer leg: 1,000 / 125 = 8, 1,000 / 90 = 11 lots.
    ['profit 90', '#3 activated by #2: 10 at 90'],
    ['profit 90 loss 120 limit 125', '#3 activated by #2: 8 at 90'],
    ['loss 120 limit 125', '#3 activated by #2: 8 at 125 once at 120'],
  ])('that buy are limited at their lock price: %s: %s', (legs, told) => {
    const exchange = SpokenExchange.open();
    exchange.say('2 buys 10 @ 100', `1 withdraws ${FUNDS} quote`, '1 deposits 0 quote');
    expect(exchange.say(`1 sells 10 @ 100 ${legs}`)).toContain(told);
  });

  it('that cannot lock a single lot are done, take-profit first', () => {
    const exchange = SpokenExchange.open({ takerFeePpm: 1_000_000 });
    exchange.say(`1 withdraws ${FUNDS} base`, '2 sells 5 @ 100');
    expect(exchange.say('1 buys 5 @ 100 profit 110 client 8 loss 90').slice(-3)).toEqual([
      '#2 filled',
      '#3 insufficient-funds',
      '#4 insufficient-funds',
    ]);
    expect(exchange.say('1 buys 1 @ 100 #3')).toEqual(['#3 accepted: 1 at 100']);
    expect(exchange.say('1 buys 1 @ 100 client 8')).toEqual(['order/client-id-reused']);
  });

  it.each([
    ['profit 110 loss 90', ['#11 too-many-orders', '#12 too-many-orders']],
    ['profit 110', ['#11 activated by #10: 1 at 110']],
    ['loss 90', ['#11 activated by #10: 1 at 1 once at 90']],
  ])('of which there may be 2 beside another order: %s: %o', (legs, told) => {
    const exchange = SpokenExchange.open({ maxOpenOrders: 2 });
    exchange.say('1 buys 1 @ 50', `1 buys 1 @ 99 #10 ${legs}`);
    expect(exchange.say('2 sells 1 @ 99 #20').slice(4)).toEqual(told);
  });

  it('count from their activation, one after another', () => {
    const exchange = SpokenExchange.open({ maxOpenOrders: 2 });
    exchange.say('1 buys 1 @ 99 #10 profit 110 loss 90', '1 buys 1 @ 98 #20 profit 111');
    expect(exchange.say('2 sells 2 @ 98').slice(-3)).toEqual([
      '#11 activated by #10: 1 at 110',
      '#12 activated by #10: 1 at 1 once at 90',
      '#21 too-many-orders',
    ]);
  });

  it('may trade at once, as taker; the rest rests', () => {
    const exchange = SpokenExchange.open();
    exchange.say('2 sells 5 @ 100', '3 buys 2 @ 98');
    expect(exchange.say('1 buys 5 @ 100 profit 95').slice(3)).toEqual([
      '#3 filled',
      '#4 activated by #3: 5 at 95',
      '#4 takes #2: 2 at 98',
      '#2 filled',
    ]);
    expect(exchange.book()).toEqual(['sell 3 @ 95 #4']);
  });

  it('come after the causing order is finished, in the order in which parents were done', () => {
    const exchange = SpokenExchange.open();
    exchange.say('1 sells 1 @ 100 profit 50', '3 sells 1 @ 100 profit 51');
    expect(exchange.say('2 buys 3 @ 100')).toEqual([
      '#5 accepted: 3 at 100',
      '#5 takes #1: 1 at 100',
      '#1 filled',
      '#5 takes #3: 1 at 100',
      '#3 filled',
      '#2 activated by #1: 1 at 50',
      '#4 activated by #3: 1 at 51',
    ]);
  });

  it('come before triggers that the same trade reached', () => {
    const exchange = SpokenExchange.open();
    exchange.say('1 sells 1 @ 100 profit 50', '3 buys 1 @ 5 rising 100');
    expect(exchange.say('2 buys 1 @ 100').slice(-2)).toEqual([
      '#2 activated by #1: 1 at 50',
      '#3 triggered',
    ]);
  });
});

describe('a stop-loss alone', () => {
  it.each([
    ['waits', 'loss 90', ['#3 activated by #2: 5 at 1 once at 90']],
    [
      'waits for a source without price',
      'loss 900 by index',
      ['#3 activated by #2: 5 at 1 once at 900'],
    ],
    [
      'is executed at once when its trigger is reached',
      'loss 100',
      ['#3 activated by #2: 5 at 1 once at 100', '#3 triggered', '#3 ioc-rest, 5 left'],
    ],
    [
      'rests at once when it is a limit',
      'loss 120 limit 101',
      ['#3 activated by #2: 5 at 101 once at 120', '#3 triggered'],
    ],
  ])('%s: %s', (_, leg, told) => {
    const exchange = SpokenExchange.open();
    exchange.say('2 sells 5 @ 100');
    expect(exchange.say(`1 buys 5 @ 100 ${leg}`).slice(4)).toEqual(told);
  });

  it('has its protection price from its trigger price', () => {
    const exchange = SpokenExchange.open({ bandPpm: 100_000 });
    exchange.say('2 sells 5 @ 100', '1 buys 5 @ 100 loss 90');
    expect(exchange.book()).toEqual(['sell 5 @ market 81 #3 when last <= 90']);
    exchange.say('2 buys 1 @ 90', '3 sells 1 @ 90');
    expect(exchange.book()).toEqual([]);
  });
});

describe('take-profit and stop-loss together', () => {
  it('become a pair over one lock', () => {
    const exchange = SpokenExchange.open();
    exchange.say('2 sells 5 @ 100', '1 buys 5 @ 100 profit 110 loss 90');
    expect(exchange.book()).toEqual(['sell 5 @ 110 #3', 'sell 5 @ market 1 #4 when last <= 90']);
    expect(exchange.funds(1)).toBe(`base ${FUNDS} + 5 locked, quote ${FUNDS - 500}`);
    exchange.say('3 buys 2 @ 110');
    expect(exchange.book()).toEqual(['sell 3 @ 110 #3', 'sell 3 @ market 1 #4 when last <= 90']);
    expect(exchange.say('3 buys 3 @ 110').slice(1)).toEqual([
      '#6 takes #3: 3 at 110',
      '#3 filled',
      '#4 sibling',
      '#6 filled',
    ]);
  });

  it('when the stop is reached already, the take-profit ends first', () => {
    const exchange = SpokenExchange.open();
    exchange.say('2 sells 5 @ 100', '3 buys 5 @ 70');
    expect(exchange.say('1 buys 5 @ 100 profit 110 loss 100').slice(4)).toEqual([
      '#4 activated by #3: 5 at 110',
      '#5 activated by #3: 5 at 1 once at 100',
      '#5 triggered',
      '#4 sibling, 5 left',
      '#5 takes #2: 5 at 70',
      '#2 filled',
      '#5 filled',
    ]);
  });

  it('a take-profit that crosses takes; its fills reduce the stop', () => {
    const exchange = SpokenExchange.open();
    exchange.say('2 sells 5 @ 100', '3 buys 2 @ 98');
    expect(exchange.say('1 buys 5 @ 100 profit 95 loss 90').slice(4)).toEqual([
      '#4 activated by #3: 5 at 95',
      '#5 activated by #3: 5 at 1 once at 90',
      '#4 takes #2: 2 at 98',
      '#2 filled',
    ]);
    expect(exchange.book()).toEqual(['sell 3 @ 95 #4', 'sell 3 @ market 1 #5 when last <= 90']);
  });

  it('a take-profit that is filled at once ends the stop', () => {
    const exchange = SpokenExchange.open();
    exchange.say('2 sells 5 @ 100', '3 buys 9 @ 98');
    expect(exchange.say('1 buys 5 @ 100 profit 95 loss 90').slice(-3)).toEqual([
      '#4 takes #2: 5 at 98',
      '#4 filled',
      '#5 sibling',
    ]);
  });

  it('a take-profit that rests gives way to the stop when that is triggered', () => {
    const exchange = SpokenExchange.open();
    exchange.say('2 sells 5 @ 100', '3 buys 2 @ 96', '3 buys 9 @ 50');
    exchange.say('1 buys 5 @ 100 #10 profit 96 loss 95', '3 buys 1 @ 95');
    expect(exchange.say('2 sells 1 @ 95').slice(-4)).toEqual([
      '#12 triggered',
      '#11 sibling, 3 left',
      '#12 takes #3: 3 at 50',
      '#12 filled',
    ]);
  });

  it.each([
    [
      'a take-profit that would cross',
      'profit 95 loss 50',
      ['#11 post-only, 4 left', '#12 sibling, 4 left'],
    ],
    ['a take-profit that would cross, alone', 'profit 95', ['#11 post-only, 4 left']],
    ['a take-profit that rests', 'profit 110 loss 50', []],
    [
      'a stop that is reached',
      'profit 110 loss 100',
      ['#12 triggered', '#11 sibling, 4 left', '#12 post-only, 4 left'],
    ],
    [
      'a stop at market that is reached, alone',
      'loss 100',
      ['#11 triggered', '#11 post-only, 4 left'],
    ],
    ['a stop that rests when it is reached, alone', 'loss 100 limit 99', ['#11 triggered']],
  ])('in a post-only market: %s: %s', (_, legs, told) => {
    const exchange = SpokenExchange.open();
    exchange.say('3 buys 1 @ 98', `1 buys 5 @ 100 post-only #10 ${legs}`);
    exchange.say('2 sells 4 @ 100', 'market post-only');
    const lines = exchange.say('1 cancels #10').filter((line) => !line.includes('activated'));
    expect(lines).toEqual(['#10 canceled, 1 left', ...told]);
  });
});
