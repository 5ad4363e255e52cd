import { describe, expect, it } from 'vitest';
import { FUNDS, SpokenExchange } from '#scripts/testing/spoken-exchange.ts';

describe('an order that waits for its trigger', () => {
  it('takes a new trigger price, price and size, at the end of those that wait', () => {
    const exchange = SpokenExchange.open();
    exchange.say('1 buys 1 @ 100 rising 120', '3 buys 1 @ 100 rising 130', '2 buys 9 @ 50');
    expect(exchange.say('1 modifies #1 to 2 @ 90 stop 130')).toEqual([
      '#1 modified: 2 at 90 once at 130',
    ]);
    expect(exchange.book().slice(1)).toEqual([
      'buy 1 @ 100 #2 when last >= 130',
      'buy 2 @ 90 #1 when last >= 130',
    ]);
    expect(exchange.funds(1)).toBe(`base ${FUNDS}, quote ${FUNDS - 180} + 180 locked`);
  });

  it.each([
    ['stop 100', 'order/would-trigger'],
    ['stop 99', 'order/would-trigger'],
    ['stop -1', 'order/invalid-trigger-price'],
    ['stop 2147483648', 'order/invalid-trigger-price'],
    ['stop 120', 'order/nothing-to-modify'],
    ['stop 101', 'order/price-outside-band'],
    ['stop 110', '#4 modified: 1 at 120 once at 110'],
    ['@ 132', '#4 modified: 1 at 132 once at 120'],
    ['@ 133', 'order/price-outside-band'],
    ['to 3', '#4 modified: 3 at 120 once at 120'],
  ])('at 120 from 120, last 100, band 10 %%: %s: %s', (words, told) => {
    const exchange = SpokenExchange.open({ bandPpm: 100_000 });
    exchange.say('2 sells 1 @ 100', '3 buys 1 @ 100', 'index 5', '1 buys 1 @ 120 stop 120 #4');
    expect(exchange.say(`1 modifies #4 ${words}`)).toEqual([told]);
  });

  it('at market keeps its protection price, checked against the new trigger', () => {
    const exchange = SpokenExchange.open({ bandPpm: 100_000 });
    exchange.say('1 buys 1 @ market stop 200');
    expect(exchange.book()).toEqual(['buy 1 @ market 220 #1 when last >= 200']);
    expect(exchange.say('1 modifies #1 stop 199')).toEqual(['order/price-outside-band']);
    expect(exchange.say('1 modifies #1 stop 210')).toEqual(['#1 modified: 1 at 220 once at 210']);
    expect(exchange.say('1 modifies #1 @ 231')).toEqual(['#1 modified: 1 at 231 once at 210']);
    expect(exchange.funds(1)).toBe(`base ${FUNDS}, quote ${FUNDS - 231} + 231 locked`);
  });

  it('does not take, whatever it is priced at', () => {
    const exchange = SpokenExchange.open();
    exchange.say('2 sells 1 @ 105', '1 buys 1 @ 100 stop 120');
    expect(exchange.say('1 modifies #2 @ 110')).toEqual(['#2 modified: 1 at 110 once at 120']);
  });
});

describe('a pair’s leg', () => {
  /** Account 1 buys 5 at 90 (#1) or at 112 once at 110 (#2); it has locked 5 · 112. */
  function pair(): SpokenExchange {
    const exchange = SpokenExchange.open({ bandPpm: 100_000 });
    exchange.say('2 sells 9 @ 101', '3 buys 1 @ 101', '1 buys 5 @ 90 #11 or 110 limit 112 #12');
    return exchange;
  }

  it.each([
    ['#11 to 4', 'order/linked'],
    ['#11 to 6', 'order/linked'],
    ['#12 to 4', 'order/linked'],
    ['#11 to 5', 'order/nothing-to-modify'],
    ['#11 stop 100', 'order/invalid-combination'],
    ['#11 to 5 @ 91', '#11 modified: 5 at 91'],
    ['#11 @ 100', '#11 modified: 5 at 100'],
    ['#11 @ 101', 'matching/post-only-would-cross'],
    ['#11 @ 110', 'order/invalid-combination'],
    ['#11 @ 111', 'order/invalid-combination'],
    ['#12 stop 101', 'order/would-trigger'],
    ['#12 stop 90', 'order/invalid-combination'],
    ['#12 stop 102', '#12 modified: 5 at 112 once at 102'],
    ['#12 stop 130', '#12 modified: 5 at 112 once at 130'],
    ['#12 @ 143 stop 130', '#12 modified: 5 at 143 once at 130'],
    ['#12 @ 121', '#12 modified: 5 at 121 once at 110'],
    ['#12 @ 122', 'order/price-outside-band'],
  ])('1 modifies %s: %s', (words, told) => {
    expect(pair().say(`1 modifies ${words}`)).toEqual([told]);
  });

  it.each([
    ['#11 @ 100', 560],
    ['#12 @ 113', 565],
    ['#12 @ 95', 475],
    ['#12 @ 80', 450],
  ])('re-sizes the lock to the dearer leg: %s: %s', (words, locked) => {
    const exchange = pair();
    exchange.say(`1 modifies ${words}`);
    expect(exchange.funds(1)).toBe(`base ${FUNDS}, quote ${FUNDS - locked} + ${locked} locked`);
    exchange.say('1 cancels #11');
    expect(exchange.funds(1)).toBe(`base ${FUNDS}, quote ${FUNDS}`);
  });

  it('counts the pair’s lock as available', () => {
    const exchange = pair();
    exchange.say(`1 withdraws ${FUNDS - 560} quote`);
    expect(exchange.say('1 modifies #12 @ 113')).toEqual(['risk/insufficient-funds']);
    exchange.say('1 deposits 5 quote');
    expect(exchange.say('1 modifies #12 @ 113')).toEqual(['#12 modified: 5 at 113 once at 110']);
    expect(exchange.funds(1)).toBe(`base ${FUNDS}, quote 0 + 565 locked`);
  });

  it('is still tied to the other one, also after fills', () => {
    const exchange = pair();
    exchange.say('1 modifies #11 @ 95', '1 modifies #12 stop 120 ', '2 sells 2 @ 95');
    expect(exchange.book().filter((line) => line.includes('#1'))).toEqual([
      'buy 3 @ 95 #11',
      'sell 8 @ 101 #1',
      'buy 3 @ 112 #12 when last >= 120',
    ]);
    expect(exchange.say('1 modifies #12 @ 113')).toEqual(['#12 modified: 3 at 113 once at 120']);
    expect(exchange.say('1 cancels #12')).toEqual(['#12 canceled, 3 left', '#11 sibling, 3 left']);
    expect(exchange.funds(1)).toBe(`base ${FUNDS + 2}, quote ${FUNDS - 190}`);
  });

  it('goes to the end of its place; the other one keeps its own', () => {
    const exchange = SpokenExchange.open();
    exchange.say('1 sells 5 @ 110 or 90', '3 sells 1 @ 110', '3 sells 1 @ 90 stop 90');
    exchange.say('1 modifies #2 @ 89');
    expect(exchange.book()).toEqual([
      'sell 5 @ 110 #1',
      'sell 1 @ 110 #3',
      'sell 1 @ 90 #4 when last <= 90',
      'sell 5 @ market 89 #2 when last <= 90',
    ]);
    exchange.say('1 modifies #1 @ 111', '1 modifies #1 @ 110');
    expect(exchange.book().slice(0, 2)).toEqual(['sell 1 @ 110 #3', 'sell 5 @ 110 #1']);
  });
});

describe('an order with attached legs', () => {
  it.each([
    ['to 4', 'order/linked'],
    ['to 6', 'order/linked'],
    ['to 6 @ 99', 'order/linked'],
    ['to 5', 'order/nothing-to-modify'],
    ['@ 99', '#1 modified: 5 at 99'],
  ])('1 modifies #1 %s: %s', (words, told) => {
    const exchange = SpokenExchange.open();
    exchange.say('1 buys 5 @ 100 profit 110 loss 90');
    expect(exchange.say(`1 modifies #1 ${words}`)).toEqual([told]);
  });

  it('keeps them', () => {
    const exchange = SpokenExchange.open();
    exchange.say('1 buys 5 @ 100 profit 110', '1 modifies #1 @ 101');
    expect(exchange.say('2 sells 5 @ 101').slice(-1)).toEqual(['#2 activated by #1: 5 at 110']);
  });
});
