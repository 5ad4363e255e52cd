import { describe, expect, it } from 'vitest';
import { FUNDS, SpokenExchange } from '#scripts/testing/spoken-exchange.ts';

describe('expiry', () => {
  it.each([
    ['tick 1999', []],
    ['tick 2000', ['#1 expired, 5 left']],
    ['tick 2001', ['#1 expired, 5 left']],
  ])('at 2000: %s: %o', (spoken, told) => {
    const exchange = SpokenExchange.open();
    exchange.say('1 buys 5 @ 100 till 2000');
    expect(exchange.say(spoken)).toEqual(told);
    expect(exchange.book()).toHaveLength(1 - told.length);
  });

  it('ends orders by expiry, then by id, in every place they can be', () => {
    const exchange = SpokenExchange.open();
    exchange.say(exchange.build.listMarket({ market: 2 }), 'market open in 2');
    exchange.say('1 buys 1 @ 10 till 2000 #9', '2 buys 1 @ 11 till 1900 #8');
    exchange.say('1 sells 1 @ 100 stop 5 till 2000 #3', '3 buys 1 @ 12 till 2000 in 2 #4');
    exchange.say('3 buys 9 @ 13 shows 1 till 2000 #7', '3 buys 1 @ 14 till 2100 #1');
    expect(exchange.say('tick 2050')).toEqual([
      '#8 expired, 1 left',
      '#3 expired, 1 left',
      '#4 expired, 1 left',
      '#7 expired, 9 left',
      '#9 expired, 1 left',
    ]);
    expect(exchange.say('tick 2100')).toEqual(['#1 expired, 1 left']);
    expect(exchange.funds(3)).toBe(`base ${FUNDS}, quote ${FUNDS}`);
  });

  it('comes with a tick alone: until then the order can still match, at that very millisecond', () => {
    const exchange = SpokenExchange.open();
    exchange.say('1 buys 5 @ 100 till 2000');
    expect(exchange.say('at 2000 2 sells 2 @ 100')[1]).toBe('#2 takes #1: 2 at 100');
    expect(exchange.say('at 2005 2 sells 1 @ 100')[1]).toBe('#3 takes #1: 1 at 100');
    expect(exchange.say('tick 2005')).toEqual(['#1 expired, 2 left']);
  });

  it.each(['pre-open', 'post-only', 'cancel-only', 'halted'])('works while %s', (state) => {
    const exchange = SpokenExchange.open();
    exchange.say('1 buys 5 @ 100 till 2000', `market ${state}`);
    expect(exchange.say('tick 2000')).toEqual(['#1 expired, 5 left']);
  });

  it.each(['1 cancels #1', '2 sells 5 @ 100', 'market delisted'])(
    'does not come for an order that is done: %s',
    (spoken) => {
      const exchange = SpokenExchange.open();
      exchange.say('1 buys 5 @ 100 till 2000', spoken);
      // The order's memory is used again by one that does not expire.
      if (!spoken.startsWith('market')) exchange.say('1 buys 1 @ 99');
      expect(exchange.say('tick 3000')).toEqual([]);
    },
  );

  it('runs follow-ups after all have expired', () => {
    const exchange = SpokenExchange.open();
    exchange.say(
      '1 buys 5 @ 100 till 2000 profit 50',
      '2 sells 2 @ 100',
      '3 buys 1 @ 60 till 2001',
    );
    // The take-profit at 50 would have met the bid at 60.
    expect(exchange.say('tick 2001')).toEqual([
      '#1 expired, 3 left',
      '#4 expired, 1 left',
      '#2 activated by #1: 2 at 50',
    ]);
  });

  it('without anything due says nothing and changes nothing', () => {
    const exchange = SpokenExchange.open();
    exchange.say('1 buys 5 @ 100 till 2000', '1 arms 3000');
    const before = exchange.bytes;
    expect(exchange.say('tick 1999')).toEqual([]);
    expect(exchange.bytes).toEqual(before);
  });
});

describe('dead-man switches', () => {
  it('fire by deadline, then by account, after expiries; each cancels by id', () => {
    const exchange = SpokenExchange.open();
    exchange.say('2 arms 2000', '1 arms 2000', '3 arms 1900');
    exchange.say('1 buys 1 @ 10 #9', '1 buys 1 @ 10 #4', '2 buys 1 @ 10 #5', '3 buys 1 @ 10 #6');
    exchange.say('1 buys 1 @ 10 till 2000 #2', '2 sells 1 @ 90 stop 3 #7');
    expect(exchange.say('tick 2000')).toEqual([
      '#2 expired, 1 left',
      'dead-man-fired 3',
      '#6 dead-man, 1 left',
      'dead-man-fired 1',
      '#4 dead-man, 1 left',
      '#9 dead-man, 1 left',
      'dead-man-fired 2',
      '#5 dead-man, 1 left',
      '#7 dead-man, 1 left',
    ]);
    expect(exchange.funds(2)).toBe(`base ${FUNDS}, quote ${FUNDS}`);
  });

  it.each([
    ['tick 1999', []],
    ['tick 2000', ['dead-man-fired 1']],
  ])('at 2000: %s: %o', (spoken, told) => {
    const exchange = SpokenExchange.open();
    exchange.say('1 arms 2000');
    expect(exchange.say(spoken)).toEqual(told);
  });

  it('fire once, and not for orders placed later', () => {
    const exchange = SpokenExchange.open();
    exchange.say('1 arms 2000', 'tick 2000', '1 buys 1 @ 10');
    expect(exchange.view.deadline(1)).toBe(0);
    expect(exchange.say('tick 5000')).toEqual([]);
    expect(exchange.book()).toHaveLength(1);
  });

  it('end legs whose parent expired in the same tick, of that account alone', () => {
    const exchange = SpokenExchange.open();
    exchange.say('1 buys 5 @ 100 till 2000 profit 110', '2 sells 2 @ 100', '1 arms 2000');
    exchange.say('3 buys 5 @ 101 till 2000 profit 120', '2 sells 4 @ 101');
    expect(exchange.say('tick 2000')).toEqual([
      '#1 expired, 3 left',
      '#4 expired, 1 left',
      'dead-man-fired 1',
      '#2 parent',
      '#5 activated by #4: 4 at 120',
    ]);
  });

  it.each(['pre-open', 'post-only', 'cancel-only', 'halted'])('work while %s', (state) => {
    const exchange = SpokenExchange.open();
    exchange.say('1 buys 5 @ 100', '1 arms 2000', `market ${state}`);
    expect(exchange.say('tick 2000')).toEqual(['dead-man-fired 1', '#1 dead-man, 5 left']);
  });
});
