import { describe, expect, it } from 'vitest';
import { FUNDS, SpokenExchange } from '#scripts/testing/spoken-exchange.ts';

/** Asks: 1 at 99 of account 2 (#1), then 3 at 100 of account 1 (#2), then 9 at 101 of account 2 (#3). */
function ownInTheWay(): SpokenExchange {
  const exchange = SpokenExchange.open({ allowSelfTrade: true });
  exchange.say('2 sells 1 @ 99', '1 sells 3 @ 100 both', '2 sells 9 @ 101');
  return exchange;
}

describe('the taker’s mode', () => {
  const first = ['#4 takes #1: 1 at 99', '#1 filled'];

  it.each([
    ['1 buys 5 @ 101 newest', ['#4 self-trade, 4 left'], ['sell 3 @ 100 #2', 'sell 9 @ 101 #3']],
    [
      '1 buys 5 @ 101 ioc newest',
      ['#4 self-trade, 4 left'],
      ['sell 3 @ 100 #2', 'sell 9 @ 101 #3'],
    ],
    [
      '1 buys 5 @ 101 oldest',
      ['#2 self-trade, 3 left', '#4 takes #3: 4 at 101', '#4 filled'],
      ['sell 5 @ 101 #3'],
    ],
    ['1 buys 5 @ 100 oldest', ['#2 self-trade, 3 left'], ['buy 4 @ 100 #4', 'sell 9 @ 101 #3']],
    [
      '1 buys 5 @ 101 both',
      ['#2 self-trade, 3 left', '#4 self-trade, 4 left'],
      ['sell 9 @ 101 #3'],
    ],
    // The taker has 4 left, the maker 3: the taker goes on with 1.
    [
      '1 buys 5 @ 101 decrement',
      ['#2 less 3', '#4 less 3', '#2 self-trade', '#4 takes #3: 1 at 101', '#4 filled'],
      ['sell 8 @ 101 #3'],
    ],
    // The taker has 2 left, the maker 3: the maker stays with 1, in its place.
    [
      '1 buys 3 @ 101 decrement',
      ['#2 less 2', '#4 less 2', '#4 self-trade'],
      ['sell 1 @ 100 #2', 'sell 9 @ 101 #3'],
    ],
    // Equal: both are gone.
    [
      '1 buys 4 @ 101 decrement',
      ['#2 less 3', '#4 less 3', '#2 self-trade', '#4 self-trade'],
      ['sell 9 @ 101 #3'],
    ],
    // A rest that no further order meets rests, or is canceled as such.
    [
      '1 buys 5 @ 100 decrement',
      ['#2 less 3', '#4 less 3', '#2 self-trade'],
      ['buy 1 @ 100 #4', 'sell 9 @ 101 #3'],
    ],
    [
      '1 buys 5 @ 100 ioc decrement',
      ['#2 less 3', '#4 less 3', '#2 self-trade', '#4 ioc-rest, 1 left'],
      ['sell 9 @ 101 #3'],
    ],
    [
      '1 buys 5 @ 101 allow',
      ['#4 takes #2: 3 at 100', '#2 filled', '#4 takes #3: 1 at 101', '#4 filled'],
      ['sell 8 @ 101 #3'],
    ],
  ])('%s: %o', (spoken, told, book) => {
    const exchange = ownInTheWay();
    expect(exchange.say(spoken).slice(1)).toEqual([...first, ...told]);
    expect(exchange.book()).toEqual(book);
  });

  it('does not matter to orders of others, nor is the maker’s mode asked', () => {
    const exchange = ownInTheWay();
    expect(exchange.say('3 buys 4 @ 100 newest').slice(1)).toEqual([
      ...first,
      '#4 takes #2: 3 at 100',
      '#2 filled',
      '#4 filled',
    ]);
  });

  it.each([
    ['newest', `base ${FUNDS - 3 + 1} + 3 locked, quote ${FUNDS - 99}`],
    ['oldest', `base ${FUNDS + 5}, quote ${FUNDS - 99 - 404}`],
    ['both', `base ${FUNDS + 1}, quote ${FUNDS - 99}`],
    ['decrement', `base ${FUNDS + 2}, quote ${FUNDS - 99 - 101}`],
    ['allow', `base ${FUNDS + 2}, quote ${FUNDS - 99 - 101}`],
  ])('%s gives back what was locked: %s', (mode, funds) => {
    const exchange = ownInTheWay();
    exchange.say(`1 buys 5 @ 101 ${mode}`);
    expect(exchange.funds(1)).toBe(funds);
  });

  it('reduces to a total that later orders see', () => {
    const exchange = ownInTheWay();
    exchange.say('1 buys 5 @ 100 decrement');
    expect(exchange.order(4)).toMatchObject({ filled: 1, visible: 1 });
    expect(exchange.say('1 modifies #4 to 1')).toEqual(['order/quantity-below-filled']);
    expect(exchange.say('1 modifies #4 to 2')).toEqual(['order/nothing-to-modify']);
  });

  it('allow pays both fees to the fee account', () => {
    const exchange = SpokenExchange.open({
      allowSelfTrade: true,
      makerFeePpm: 10_000,
      takerFeePpm: 100_000,
    });
    exchange.say('1 sells 10 @ 100', '1 buys 10 @ 100 allow');
    expect(exchange.funds(1)).toBe(`base ${FUNDS - 1}, quote ${FUNDS - 10}`);
    expect(exchange.funds(0)).toBe('base 1, quote 10');
  });
});

describe('an own iceberg', () => {
  it.each([
    ['1 buys 6 @ 100 newest', ['#3 self-trade, 6 left']],
    ['1 buys 6 @ 100 oldest', ['#1 self-trade, 10 left', '#3 takes #2: 1 at 100', '#2 filled']],
    ['1 buys 6 @ 100 both', ['#1 self-trade, 10 left', '#3 self-trade, 6 left']],
    // Only what is visible counts; its next slice is behind #2.
    [
      '1 buys 6 @ 100 decrement',
      ['#1 less 4', '#3 less 4', '#1 shows 4', '#3 takes #2: 1 at 100', '#2 filled'].concat([
        '#1 less 1',
        '#3 less 1',
        '#3 self-trade',
      ]),
    ],
    ['1 buys 3 @ 100 decrement', ['#1 less 3', '#3 less 3', '#3 self-trade']],
    ['1 buys 4 @ 100 decrement', ['#1 less 4', '#3 less 4', '#1 shows 4', '#3 self-trade']],
  ])('of 10 that shows 4, in front of another order: %s: %o', (spoken, told) => {
    const exchange = SpokenExchange.open();
    exchange.say('1 sells 10 @ 100 shows 4', '2 sells 1 @ 100');
    expect(exchange.say(spoken).slice(1)).toEqual(told);
  });

  it('is decremented slice by slice until it is gone', () => {
    const exchange = SpokenExchange.open();
    exchange.say('1 sells 10 @ 100 shows 4');
    expect(exchange.say('1 buys 11 @ 100 decrement').slice(1)).toEqual([
      ...['#1 less 4', '#2 less 4', '#1 shows 4', '#1 less 4', '#2 less 4', '#1 shows 2'],
      ...['#1 less 2', '#2 less 2', '#1 self-trade'],
    ]);
    expect(exchange.book()).toEqual(['buy 1 @ 100 #2']);
    expect(exchange.funds(1)).toBe(`base ${FUNDS}, quote ${FUNDS - 100} + 100 locked`);
  });
});

describe('a taker that is an iceberg', () => {
  it('shows its first slice of what self-trade prevention left', () => {
    const exchange = ownInTheWay();
    exchange.say('1 buys 10 @ 100 shows 4 decrement');
    // 10 − 1 filled − 3 decremented.
    expect(exchange.order(4)).toMatchObject({ filled: 1, visible: 4, hidden: 2 });
  });
});

describe('orders tied to the one that gives way', () => {
  it.each([
    ['oldest', ['#1 self-trade, 5 left', '#2 sibling, 5 left']],
    ['both', ['#1 self-trade, 5 left', '#2 sibling, 5 left', '#3 self-trade, 3 left']],
    ['newest', ['#3 self-trade, 3 left']],
    ['decrement', ['#1 less 3', '#3 less 3', '#3 self-trade']],
  ])('a pair whose limit leg is met in mode %s: %o', (mode, told) => {
    const exchange = SpokenExchange.open();
    exchange.say('1 sells 5 @ 110 or 90');
    expect(exchange.say(`1 buys 3 @ 110 ${mode}`).slice(1)).toEqual(told);
    if (mode !== 'decrement') return;
    expect(exchange.book()).toEqual(['sell 2 @ 110 #1', 'sell 2 @ market 1 #2 when last <= 90']);
    expect(exchange.funds(1)).toBe(`base ${FUNDS - 2} + 2 locked, quote ${FUNDS}`);
  });

  it('a pair decremented to nothing ends both its legs', () => {
    const exchange = SpokenExchange.open();
    exchange.say('1 sells 5 @ 110 or 90');
    expect(exchange.say('1 buys 6 @ 110 decrement').slice(1)).toEqual([
      ...['#1 less 5', '#3 less 5', '#1 self-trade', '#2 sibling'],
    ]);
    expect(exchange.funds(1)).toBe(`base ${FUNDS}, quote ${FUNDS - 110} + 110 locked`);
  });

  it('a parent that was filled in part activates its legs, as maker and as taker', () => {
    const exchange = SpokenExchange.open();
    exchange.say('1 sells 5 @ 100 profit 90', '2 buys 2 @ 100');
    expect(exchange.say('1 buys 5 @ 100 oldest').slice(1)).toEqual([
      '#1 self-trade, 3 left',
      '#2 activated by #1: 2 at 90',
    ]);
    const other = SpokenExchange.open();
    other.say('2 sells 2 @ 99', '1 sells 5 @ 100');
    expect(other.say('1 buys 5 @ 100 newest profit 110 loss 50').slice(1)).toEqual([
      '#3 takes #1: 2 at 99',
      '#1 filled',
      '#3 self-trade, 3 left',
      '#4 activated by #3: 2 at 110',
      '#5 activated by #3: 2 at 1 once at 50',
    ]);
  });

  it('a parent without fills drops its legs', () => {
    const exchange = SpokenExchange.open();
    exchange.say('1 sells 5 @ 100');
    expect(exchange.say('1 buys 5 @ 100 newest profit 110 loss 50').slice(1)).toEqual([
      '#2 self-trade, 5 left',
      '#3 parent',
      '#4 parent',
    ]);
  });
});
