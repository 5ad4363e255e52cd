import { describe, expect, it } from 'vitest';
import { FUNDS, SpokenExchange } from '#scripts/testing/spoken-exchange.ts';

/** Everything that the opening says after the orders. */
function opening(orders: readonly string[], before: readonly string[] = []): string[] {
  const exchange = SpokenExchange.preOpen();
  exchange.say(...before, ...orders);
  return exchange.say('market open').slice(1);
}

describe('the clearing price', () => {
  it.each([
    ['of equal lots, no reference: the lowest', ['1 buys 5 @ 103', '2 sells 5 @ 97'], [], 97],
    ['…the nearest to the index', ['1 buys 5 @ 103', '2 sells 5 @ 97'], ['index 101'], 103],
    ['…the lower of two equally near', ['1 buys 5 @ 103', '2 sells 5 @ 97'], ['index 100'], 97],
    ['…a mark price is no reference', ['1 buys 5 @ 103', '2 sells 5 @ 97'], ['mark 103'], 97],
    [
      'where more is bid at all: the highest',
      ['1 buys 6 @ 103', '2 sells 5 @ 97'],
      ['index 97'],
      103,
    ],
    [
      'where more is offered at all: the lowest',
      ['1 buys 5 @ 103', '2 sells 6 @ 97'],
      ['index 103'],
      97,
    ],
    [
      'that trades most',
      // At 100: min(10, 9) = 9; at 99: min(10, 4); at 101: min(3, 9).
      ['1 buys 3 @ 101', '1 buys 7 @ 100', '2 sells 4 @ 99', '2 sells 5 @ 100'],
      ['index 101'],
      100,
    ],
    [
      'that leaves the least',
      // At 99 and 100 5 lots trade; demand is 9 and 5, supply 5: 100 leaves nothing.
      ['1 buys 5 @ 100', '1 buys 4 @ 99', '2 sells 5 @ 98'],
      ['index 98'],
      100,
    ],
  ] as const)('%s', (_, orders, before, price) => {
    expect(opening(orders, before)[0]).toBe(`uncrossed at ${price}`);
  });

  it('falls back on the last trade where there is no index', () => {
    const exchange = SpokenExchange.open();
    exchange.say('2 sells 1 @ 102', '3 buys 1 @ 102', 'market pre-open');
    exchange.say('1 buys 5 @ 103', '2 sells 5 @ 97');
    expect(exchange.say('market open')[1]).toBe('uncrossed at 103');
  });
});

describe('its trades', () => {
  it('are between the heads of the best levels, at one price, the older order the maker', () => {
    expect(
      opening(['1 buys 4 @ 105', '2 sells 3 @ 95', '1 buys 2 @ 104', '3 sells 9 @ 96']),
    ).toEqual([
      // Demand is 6 at 104 and below, supply 12 from 96 on: more is offered at 96, 104 and 105.
      'uncrossed at 96',
      '#2 takes #1: 3 at 96',
      '#2 filled',
      '#4 takes #1: 1 at 96',
      '#1 filled',
      '#4 takes #3: 2 at 96',
      '#3 filled',
    ]);
  });

  it('tell first what they do to the older order', () => {
    expect(opening(['2 sells 3 @ 95', '1 buys 3 @ 95'])).toEqual([
      'uncrossed at 95',
      '#2 takes #1: 3 at 95',
      '#1 filled',
      '#2 filled',
    ]);
  });

  it('leave those alone that the price does not reach', () => {
    const exchange = SpokenExchange.preOpen();
    exchange.say('1 buys 5 @ 101', '1 buys 5 @ 99', '2 sells 5 @ 99', '2 sells 5 @ 102');
    // At 101 5 of 5 trade, at 99 5 of 10: the surplus decides.
    expect(exchange.say('market open').slice(1)).toEqual([
      'uncrossed at 101',
      '#3 takes #1: 5 at 101',
      '#1 filled',
      '#3 filled',
    ]);
    expect(exchange.book()).toEqual(['buy 5 @ 99 #2', 'sell 5 @ 102 #4']);
  });

  it('both pay the maker fee, and the buyer gets back what he locked beyond the price', () => {
    const exchange = SpokenExchange.preOpen({ makerFeePpm: 10_000, takerFeePpm: 500_000 });
    exchange.say('1 buys 50 @ 110', '2 sells 50 @ 90', 'index 90', 'market open');
    expect(exchange.events.at(2)).toMatchObject({ price: 90, makerFee: 1, takerFee: 45 });
    expect(exchange.funds(1)).toBe(`base ${FUNDS + 49}, quote ${FUNDS - 4_500}`);
    expect(exchange.funds(2)).toBe(`base ${FUNDS - 50}, quote ${FUNDS + 4_455}`);
    expect(exchange.funds(0)).toBe('base 1, quote 45');
    expect(exchange.view.markets()[0]).toMatchObject({ last: 90 });
  });

  it('count hidden lots for the price, and meet them slice by slice', () => {
    const exchange = SpokenExchange.open();
    exchange.say('2 sells 6 @ 100 shows 2', '3 sells 2 @ 100', 'market pre-open', '1 buys 7 @ 101');
    // Demand 7, supply 8 at both 100 and 101: more is offered at both, so the lowest.
    expect(exchange.say('market open').slice(1)).toEqual([
      'uncrossed at 100',
      '#3 takes #1: 2 at 100',
      '#1 shows 2',
      '#3 takes #2: 2 at 100',
      '#2 filled',
      '#3 takes #1: 2 at 100',
      '#1 shows 2',
      '#3 takes #1: 1 at 100',
      '#3 filled',
    ]);
    expect(exchange.book()).toEqual(['sell 1 @ 100 #1']);
  });

  it('are bounded by no number of makers', () => {
    const exchange = SpokenExchange.preOpen();
    for (let order = 0; order < 200; order += 1) exchange.say('2 sells 1 @ 100');
    exchange.say('1 buys 200 @ 100', 'market open');
    expect(exchange.events.filter(({ kind }) => kind === 'trade')).toHaveLength(200);
    expect(exchange.book()).toEqual([]);
  });

  it('are followed by triggers and legs', () => {
    const exchange = SpokenExchange.open();
    exchange.say('3 sells 1 @ 50 stop 99', '1 buys 2 @ 90 profit 120', 'market pre-open');
    exchange.say('2 sells 2 @ 80');
    expect(exchange.say('market open').slice(1)).toEqual([
      'uncrossed at 80',
      '#4 takes #2: 2 at 80',
      '#2 filled',
      '#4 filled',
      '#3 activated by #2: 2 at 120',
      '#1 triggered',
    ]);
  });
});

describe('when it runs', () => {
  it.each(['open', 'post-only'])('on entering %s with a crossed book', (state) => {
    const exchange = SpokenExchange.preOpen();
    exchange.say('1 buys 5 @ 100', '2 sells 5 @ 100');
    expect(exchange.say(`market ${state}`)).toContain('uncrossed at 100');
  });

  it.each(['cancel-only', 'halted'])('not on entering %s, but on opening from there', (state) => {
    const exchange = SpokenExchange.preOpen();
    exchange.say('1 buys 5 @ 100', '2 sells 5 @ 99');
    expect(exchange.say(`market ${state}`)).toHaveLength(1);
    expect(exchange.book()).toHaveLength(2);
    expect(exchange.say('market open')).toContain('uncrossed at 99');
  });

  it.each([
    ['empty', []],
    ['one-sided', ['1 buys 5 @ 100']],
    ['not crossed', ['1 buys 5 @ 100', '2 sells 5 @ 101']],
  ])('not for a book that is %s', (_, orders) => {
    expect(opening(orders)).toEqual([]);
  });
});
