import { describe, expect, it } from 'vitest';
import { FUNDS, SpokenExchange } from '#scripts/testing/spoken-exchange.ts';

describe('an iceberg', () => {
  it('goes to the tail of its level with each slice, also within one sweep', () => {
    const exchange = SpokenExchange.open();
    exchange.say('2 sells 7 @ 100 shows 3', '3 sells 2 @ 100');
    expect(exchange.say('1 buys 9 @ 100').slice(1)).toEqual([
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

  it('keeps its place while a slice is filled in part', () => {
    const exchange = SpokenExchange.open();
    exchange.say('2 sells 7 @ 100 shows 3', '3 sells 2 @ 100', '1 buys 2 @ 100');
    expect(exchange.book()).toEqual(['sell 1 + 4 hidden @ 100 #1', 'sell 2 @ 100 #2']);
    exchange.say('1 buys 1 @ 100');
    expect(exchange.book()).toEqual(['sell 2 @ 100 #2', 'sell 3 + 1 hidden @ 100 #1']);
  });

  it('is met before the next level, all of it', () => {
    const exchange = SpokenExchange.open();
    exchange.say('2 sells 4 @ 100 shows 1', '3 sells 1 @ 101');
    const prices = exchange.say('1 buys 5 @ 101').filter((line) => line.includes('takes'));
    expect(prices.map((line) => line.slice(-3))).toEqual(['100', '100', '100', '100', '101']);
  });

  it.each([
    [9, 'buy 3 + 2 hidden @ 100 #2', { filled: 4, visible: 3, hidden: 2 }],
    [7, 'buy 3 @ 100 #2', { filled: 4, visible: 3, hidden: 0 }],
    [6, 'buy 2 @ 100 #2', { filled: 4, visible: 2, hidden: 0 }],
  ])('of %s that takes 4 first rests as: %s', (lots, line, order) => {
    const exchange = SpokenExchange.open();
    exchange.say('2 sells 4 @ 100', `1 buys ${lots} @ 100 shows 3`);
    expect(exchange.book()).toEqual([line]);
    expect(exchange.order(2)).toMatchObject({ ...order, display: 3 });
  });

  it('locks what is hidden, too, and gives it back when it is canceled', () => {
    const exchange = SpokenExchange.open();
    exchange.say('1 buys 10 @ 100 shows 1', '2 sells 3 @ 100');
    expect(exchange.funds(1)).toBe(`base ${FUNDS + 3}, quote ${FUNDS - 1_000} + 700 locked`);
    expect(exchange.say('1 cancels #1')).toEqual(['#1 canceled, 7 left']);
    expect(exchange.funds(1)).toBe(`base ${FUNDS + 3}, quote ${FUNDS - 300}`);
  });

  it('that shows all of itself is like any other order', () => {
    const exchange = SpokenExchange.open();
    exchange.say('2 sells 5 @ 100 shows 5');
    expect(exchange.say('1 buys 5 @ 100').slice(1)).toEqual([
      '#2 takes #1: 5 at 100',
      '#1 filled',
      '#2 filled',
    ]);
  });

  it('may be post-only, slide, and expire', () => {
    const exchange = SpokenExchange.open();
    exchange.say('2 sells 1 @ 100', '1 buys 10 @ 105 slide shows 2 till 2000');
    expect(exchange.book()).toEqual(['buy 2 + 8 hidden @ 99 #2', 'sell 1 @ 100 #1']);
    expect(exchange.say('tick 2000')).toEqual(['#2 expired, 10 left']);
  });

  it('two at one level take turns, in order of their slices', () => {
    const exchange = SpokenExchange.open();
    exchange.say('2 sells 5 @ 100 shows 2', '3 sells 3 @ 100 shows 1');
    const met = exchange.say('1 buys 8 @ 100').filter((line) => line.includes('takes'));
    expect(met.map((line) => line.slice('#3 takes '.length))).toEqual([
      ...['#1: 2 at 100', '#2: 1 at 100', '#1: 2 at 100', '#2: 1 at 100'],
      ...['#1: 1 at 100', '#2: 1 at 100'],
    ]);
  });
});
