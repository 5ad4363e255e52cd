import { describe, expect, it } from 'vitest';
import { FUNDS, SpokenExchange } from '#scripts/testing/spoken-exchange.ts';

/** Band 10 %, index and last 100; account 3 bids 9 at 95 (#3) and offers 9 at 105 (#4). */
function quoted(): SpokenExchange {
  const exchange = SpokenExchange.open({ bandPpm: 100_000, minNotional: 50, maxQuantity: 1_000 });
  exchange.say(
    '2 sells 1 @ 100',
    '3 buys 1 @ 100',
    'index 100',
    '3 buys 9 @ 95',
    '3 sells 9 @ 105',
  );
  return exchange;
}

describe('a pair is refused', () => {
  it.each([
    ['1 sells 5 @ 110 in 2 or 90', 'market/unknown'],
    ['9 sells 5 @ 110 or 90', 'account/unknown'],
    ['0 sells 5 @ 110 or 90', 'account/unknown'],
    ['1 sells 5 @ 110 #0 or 90', 'order/invalid-id'],
    ['1 sells 5 @ 110 or 90 #0', 'order/invalid-id'],
    ['1 sells 5 @ 110 #3 or 90', 'order/duplicate-id'],
    ['1 sells 5 @ 110 or 90 #3', 'order/duplicate-id'],
    ['1 sells 5 @ 110 #8 or 90 #8', 'order/duplicate-id'],
    ['1 sells 5 @ 110 client 6 or 90 client 6', 'order/client-id-reused'],
    ['1 sells 0 @ 110 or 90', 'order/invalid-quantity'],
    ['1 sells 1001 @ 110 or 90', 'order/quantity-too-large'],
    ['1 sells 5 @ 0 or 90', 'order/invalid-price'],
    ['1 sells 5 @ 110 or 90 limit -1', 'order/invalid-price'],
    ['1 sells 5 @ 110 or 90 limit 0', 'order/invalid-price'],
    ['1 sells 5 @ 110 allow or 90', 'order/self-trade-mode'],
    ['1 sells 5 @ market or 90', 'order/invalid-combination'],
    ['1 sells 5 @ 110 or 0', 'order/invalid-combination'],
    ['1 sells 5 @ 110 or 110', 'order/invalid-combination'],
    ['1 sells 5 @ 110 or 111', 'order/invalid-combination'],
    ['1 buys 5 @ 90 or 90', 'order/invalid-combination'],
    ['1 buys 5 @ 90 or 89', 'order/invalid-combination'],
    ['1 sells 5 @ 110 till 1000 or 90', 'order/expired'],
    ['1 sells 5 @ 110 or -1', 'order/invalid-trigger-price'],
    ['1 sells 5 @ 110 or 100', 'order/would-trigger'],
    ['1 sells 5 @ 110 or 100 by index', 'order/would-trigger'],
    ['1 buys 5 @ 90 or 100', 'order/would-trigger'],
    ['1 buys 5 @ 111 or 120', 'order/price-outside-band'],
    ['1 sells 5 @ 89 or 80', 'order/price-outside-band'],
    ['1 sells 5 @ 110 or 90 limit 80', 'order/price-outside-band'],
    ['1 buys 5 @ 90 or 110 limit 122', 'order/price-outside-band'],
    ['1 buys 1 @ 49 or 110', 'order/notional-too-small'],
    // Of the stop leg: its protection price is ⌈40 · 0.9⌉ = 36.
    ['1 sells 1 @ 110 or 40', 'order/notional-too-small'],
    ['1 buys 5 @ 105 or 110', 'matching/post-only-would-cross'],
    ['1 sells 5 @ 95 or 90', 'matching/post-only-would-cross'],
    ['3 sells 5 @ 95 or 90', 'matching/post-only-would-cross'],
    ['1 sells 1000 @ 110 or 90', 'risk/insufficient-funds'],
  ])('%s: %s', (spoken, code) => {
    const exchange = quoted();
    exchange.say(`1 withdraws ${FUNDS - 999} base`);
    expect(exchange.say(spoken)).toEqual([code]);
  });

  it('with the limit leg’s faults before the stop leg’s', () => {
    const exchange = quoted();
    expect(exchange.say('1 buys 5 @ 111 or 120 limit 0')).toEqual(['order/price-outside-band']);
    expect(exchange.say('1 buys 5 @ 104 or 120 limit 0')).toEqual(['order/invalid-price']);
    expect(exchange.say('1 buys 5 @ 105 or 120 limit 133')).toEqual(['order/price-outside-band']);
  });

  it('naming its limit leg', () => {
    const exchange = quoted();
    exchange.say('1 sells 0 @ 110 #8 or 90 #7');
    expect(exchange.events).toMatchObject([{ kind: 'rejected', account: 1, orderId: 8 }]);
  });

  it.each([
    [0, '#1 accepted: 5 at 110'],
    [1, '#2 accepted: 5 at 110'],
    [2, 'risk/too-many-orders'],
    [3, 'risk/too-many-orders'],
  ])('beside %s open orders where 3 are allowed: %s', (open, told) => {
    const exchange = SpokenExchange.open({ maxOpenOrders: 3 });
    for (let order = 0; order < open; order += 1) exchange.say('1 buys 1 @ 50');
    expect(exchange.say('1 sells 5 @ 110 or 90')[0]).toBe(told);
  });

  it('with a notional that no amount can hold, of either leg', () => {
    const exchange = SpokenExchange.open({ k: 9_007_199_254_740_991 });
    expect(exchange.say('1 sells 1 @ 2 or 1')).toEqual(['order/notional-too-large']);
    expect(exchange.say('1 buys 1 @ 1 or 2 within 2')).toEqual(['order/notional-too-large']);
  });
});

describe('a pair that is accepted', () => {
  it('is told leg by leg; the limit leg rests, the stop leg waits', () => {
    const exchange = quoted();
    expect(exchange.say('1 sells 5 @ 110 or 90 limit 88')).toEqual([
      '#5 accepted: 5 at 110',
      '#6 accepted: 5 at 88 once at 90',
    ]);
    expect(exchange.book()).toEqual([
      'buy 9 @ 95 #3',
      'sell 9 @ 105 #4',
      'sell 5 @ 110 #5',
      'sell 5 @ 88 #6 when last <= 90',
    ]);
    expect(exchange.order(5)).toMatchObject({ siblingId: 6, timeInForce: 0, postOnly: 0 });
    expect(exchange.order(6)).toMatchObject({ siblingId: 5, timeInForce: 0, trigger: 2 });
  });

  it.each([
    ['market', '1 sells 5 @ 110 till 9000 or 90', 1, 1],
    ['limit', '1 sells 5 @ 110 till 9000 or 90 limit 88', 0, 3],
  ])('has its expiry on both legs; a stop leg of %s type', (_, spoken, type, timeInForce) => {
    const exchange = quoted();
    exchange.say(spoken);
    expect(exchange.order(5)).toMatchObject({ type: 0, timeInForce: 3, expiry: 9_000 });
    expect(exchange.order(6)).toMatchObject({ type, timeInForce, expiry: 9_000 });
  });

  it.each([
    ['1 sells 5 @ 110 or 90', `base ${FUNDS - 5} + 5 locked, quote ${FUNDS}`],
    ['1 sells 5 @ 110 or 90 limit 99', `base ${FUNDS - 5} + 5 locked, quote ${FUNDS}`],
    // At market the stop leg is protected at ⌊110 · 1.1⌋ = 121.
    ['1 buys 5 @ 90 or 110', `base ${FUNDS}, quote ${FUNDS - 605} + 605 locked`],
    ['1 buys 5 @ 90 or 110 limit 113', `base ${FUNDS}, quote ${FUNDS - 565} + 565 locked`],
    ['1 buys 5 @ 90 or 110 limit 80', `base ${FUNDS}, quote ${FUNDS - 450} + 450 locked`],
    ['1 buys 5 @ 90 or 110 limit 90', `base ${FUNDS}, quote ${FUNDS - 450} + 450 locked`],
  ])('has one lock, at its dearer leg: %s: %s', (spoken, funds) => {
    const exchange = quoted();
    exchange.say(spoken);
    expect(exchange.funds(1)).toBe(funds);
  });

  it('is remembered by its limit leg’s client id', () => {
    const exchange = quoted();
    exchange.say('1 sells 5 @ 110 client 6 or 90 client 7');
    expect(exchange.say('1 sells 5 @ 110 client 6 or 90 client 7')).toEqual(['duplicate of #5']);
    expect(exchange.say('1 sells 5 @ 111 client 6 or 90 client 7')).toEqual([
      'order/client-id-reused',
    ]);
    expect(exchange.say('1 sells 5 @ 110 or 90 client 7')).toEqual(['order/client-id-reused']);
    expect(exchange.say('1 cancels client 7')).toEqual([
      '#6 canceled, 5 left',
      '#5 sibling, 5 left',
    ]);
    expect(exchange.say('1 sells 5 @ 110 client 6 or 90 client 7')).toEqual(['duplicate of #5']);
  });
});

describe('fills of the limit leg', () => {
  it.each([
    ['sells 5 @ 104 or 90 limit 88', 'buys 2 @ 104', 'sells'],
    ['buys 5 @ 96 or 110 limit 113', 'sells 2 @ 96', 'buys'],
  ])('reduce both legs: %s, then %s', (pair, taker, verb) => {
    const exchange = quoted();
    exchange.say(`1 ${pair}`, `2 ${taker}`);
    expect(exchange.order(5)).toMatchObject({ filled: 2, visible: 3 });
    expect(exchange.order(6)).toMatchObject({ filled: 0, visible: 3 });
    // The buy pair had 5 · 113 locked, paid 2 · 96 and keeps 3 · 113.
    const funds =
      verb === 'sells'
        ? `base ${FUNDS - 5} + 3 locked, quote ${FUNDS + 208}`
        : `base ${FUNDS + 2}, quote ${FUNDS - 192 - 339} + 339 locked`;
    expect(exchange.funds(1)).toBe(funds);
    exchange.say('1 cancels #6');
    const free =
      verb === 'sells'
        ? `base ${FUNDS - 2}, quote ${FUNDS + 208}`
        : `base ${FUNDS + 2}, quote ${FUNDS - 192}`;
    expect(exchange.funds(1)).toBe(free);
  });

  it('in whole end the stop leg', () => {
    const exchange = quoted();
    exchange.say('1 sells 5 @ 104 or 90', '2 buys 1 @ 104');
    expect(exchange.say('2 buys 5 @ 104').slice(1)).toEqual([
      '#8 takes #5: 4 at 104',
      '#5 filled',
      '#6 sibling',
    ]);
    expect(exchange.funds(1)).toBe(`base ${FUNDS - 5}, quote ${FUNDS + 520}`);
  });

  it('come before the trigger that the same trade reaches, in part', () => {
    const exchange = SpokenExchange.open();
    // A trade at 110 fills 2 of the limit leg, and reaches the other pair's stop.
    exchange.say('1 sells 5 @ 110 or 90', '3 buys 4 @ 80 or 110 limit 112');
    expect(exchange.say('2 buys 2 @ 110').slice(1)).toEqual([
      '#5 takes #1: 2 at 110',
      '#5 filled',
      '#4 triggered',
      '#3 sibling, 4 left',
      '#4 takes #1: 3 at 110',
      '#1 filled',
      '#2 sibling',
    ]);
    expect(exchange.book()).toEqual(['buy 1 @ 112 #4']);
    expect(exchange.funds(3)).toBe(`base ${FUNDS + 3}, quote ${FUNDS - 330 - 112} + 112 locked`);
  });
});

describe('a stop leg that is triggered', () => {
  it.each([
    [
      '1 sells 5 @ 110 or 90 limit 88 by mark',
      'mark 90',
      ['#6 takes #3: 5 at 95', '#6 filled'],
      `base ${FUNDS - 5}, quote ${FUNDS + 475}`,
    ],
    [
      '1 sells 12 @ 110 or 90 limit 88 by mark',
      'mark 89',
      ['#6 takes #3: 9 at 95', '#3 filled'],
      `base ${FUNDS - 12} + 3 locked, quote ${FUNDS + 855}`,
    ],
    [
      '1 sells 12 @ 110 or 90 by mark',
      'mark 90',
      ['#6 takes #3: 9 at 95', '#3 filled', '#6 ioc-rest, 3 left'],
      `base ${FUNDS - 9}, quote ${FUNDS + 855}`,
    ],
    [
      '1 buys 5 @ 90 or 110 limit 113 by mark',
      'mark 110',
      ['#6 takes #4: 5 at 105', '#6 filled'],
      `base ${FUNDS + 5}, quote ${FUNDS - 525}`,
    ],
    // The lock is re-sized from 5 · 90 to 5 · 80, and the order rests.
    [
      '1 buys 5 @ 90 or 110 limit 80 by mark',
      'mark 110',
      [],
      `base ${FUNDS}, quote ${FUNDS - 400} + 400 locked`,
    ],
  ])('ends the limit leg, then is executed: %s: %s', (spoken, price, told, funds) => {
    const exchange = quoted();
    exchange.say(spoken);
    const lots = spoken.split(' ')[2];
    expect(exchange.say(price).slice(1)).toEqual([
      '#6 triggered',
      `#5 sibling, ${lots} left`,
      ...told,
    ]);
    expect(exchange.funds(1)).toBe(funds);
  });

  it('has what the limit leg has left', () => {
    const exchange = quoted();
    exchange.say('1 sells 5 @ 104 or 90 limit 88 by mark', '2 buys 2 @ 104');
    expect(exchange.say('mark 90').slice(1)).toEqual([
      '#6 triggered',
      '#5 sibling, 3 left',
      '#6 takes #3: 3 at 95',
      '#6 filled',
    ]);
  });

  it('is an order of its own from then on', () => {
    const exchange = quoted();
    exchange.say('1 buys 5 @ 90 or 110 limit 80 by mark', 'mark 110');
    expect(exchange.order(6)).toMatchObject({ siblingId: 0, trigger: 0, price: 80 });
    expect(exchange.say('1 modifies #6 to 6')).toEqual(['#6 modified: 6 at 80']);
    expect(exchange.say('1 cancels #6')).toEqual(['#6 canceled, 6 left']);
  });
});

describe('a pair ends', () => {
  it.each([
    ['limit leg', '1 cancels #5', ['#5 canceled, 5 left', '#6 sibling, 5 left']],
    ['stop leg', '1 cancels #6', ['#6 canceled, 5 left', '#5 sibling, 5 left']],
    ['all', '1 cancels all', ['#5 canceled, 5 left', '#6 sibling, 5 left']],
    ['expiry', 'tick 9000', ['#5 expired, 5 left', '#6 sibling, 5 left']],
    [
      'dead-man switch',
      'tick 3000',
      ['dead-man-fired 1', '#5 dead-man, 5 left', '#6 sibling, 5 left'],
    ],
    [
      'self-trade prevention',
      '1 sells 1 @ 96 oldest #20',
      ['#20 accepted: 1 at 96', '#5 self-trade, 5 left', '#6 sibling, 5 left'],
    ],
  ])('by its %s', (_, spoken, told) => {
    const exchange = quoted();
    exchange.say('1 buys 5 @ 96 till 9000 or 110 limit 113');
    if (spoken === 'tick 3000') exchange.say('1 arms 3000');
    expect(exchange.say(spoken)).toEqual(told);
    expect(exchange.funds(1)).toContain(`quote ${FUNDS}`);
    expect(exchange.funds(1)).not.toContain(`quote ${FUNDS} +`);
  });

  it('by delisting, the lower id first', () => {
    const exchange = SpokenExchange.open();
    exchange.say('1 sells 5 @ 110 #9 or 90 #8');
    expect(exchange.say('market delisted').slice(1)).toEqual([
      '#8 delisted, 5 left',
      '#9 sibling, 5 left',
    ]);
  });

  it.each([
    ['1 cancels all', ['#8 canceled, 5 left', '#9 sibling, 5 left']],
    ['tick 9000', ['#8 expired, 5 left', '#9 sibling, 5 left']],
  ])('by the leg of the lower id, whichever it is: %s', (spoken, told) => {
    const exchange = SpokenExchange.open();
    exchange.say('1 sells 5 @ 110 till 9000 #9 or 90 #8');
    expect(exchange.say(spoken)).toEqual(told);
  });
});

describe('in other market states', () => {
  it.each(['cancel-only', 'halted', 'pre-open'])('%s: either leg may be canceled', (state) => {
    const exchange = SpokenExchange.open();
    exchange.say('1 sells 5 @ 110 or 90', `market ${state}`);
    expect(exchange.say('1 cancels #2')).toEqual(['#2 canceled, 5 left', '#1 sibling, 5 left']);
  });

  it('an auction’s fills of the limit leg reduce the stop leg', () => {
    const exchange = SpokenExchange.open();
    exchange.say('1 sells 5 @ 110 or 90', 'market pre-open', '2 buys 2 @ 120', '3 buys 3 @ 111');
    expect(exchange.say('market open')).toEqual([
      'market-state 1',
      'uncrossed at 110',
      '#3 takes #1: 2 at 110',
      '#3 filled',
      '#4 takes #1: 3 at 110',
      '#1 filled',
      '#2 sibling',
      '#4 filled',
    ]);
  });
});
