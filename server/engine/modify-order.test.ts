import { describe, expect, it } from 'vitest';
import { FUNDS, SpokenExchange } from '#scripts/testing/spoken-exchange.ts';

/** Two bids at 100: #1 of account 1 with 5 lots, behind it #2 of account 3 with 5. */
function twoBids(): SpokenExchange {
  const exchange = SpokenExchange.open({ maxQuantity: 1_000, minNotional: 50, bandPpm: 100_000 });
  exchange.say('1 buys 5 @ 100 client 7', '3 buys 5 @ 100');
  return exchange;
}

describe('which order', () => {
  it.each([
    ['1 modifies #9 to 4', 'order/unknown'],
    ['2 modifies #1 to 4', 'order/unknown'],
    ['9 modifies #1 to 4', 'order/unknown'],
    ['0 modifies #1 to 4', 'order/unknown'],
    ['1 modifies client 8 to 4', 'order/unknown'],
    ['3 modifies client 7 to 4', 'order/unknown'],
    ['1 modifies client 7 to 4', '#1 modified: 4 at 100, keeps its place'],
  ])('%s: %s', (spoken, told) => {
    expect(twoBids().say(spoken)).toEqual([told]);
  });

  it('a reject names the order that was found, however it was called', () => {
    const exchange = twoBids();
    exchange.say('1 modifies client 7 to 5');
    expect(exchange.events).toEqual([
      { kind: 'rejected', account: 1, orderId: 1, code: 'order/nothing-to-modify' },
    ]);
    exchange.say('1 modifies #33 to 5');
    expect(exchange.events).toMatchObject([{ orderId: 33, code: 'order/unknown' }]);
  });

  it('a leg that waits for its parent is changed, and its parent stays', () => {
    const exchange = twoBids();
    exchange.say('1 buys 1 @ 90 profit 95 client 8 #20');
    expect(exchange.say('1 modifies #20 @ 96')).toEqual(['#20 modified: 1 at 96']);
    expect(exchange.say('1 modifies client 8 @ 97')).toEqual(['#20 modified: 1 at 97']);
  });
});

describe('only a smaller size', () => {
  it('keeps priority and gives back what is not needed any more', () => {
    const exchange = twoBids();
    expect(exchange.say('1 modifies #1 to 3')).toEqual(['#1 modified: 3 at 100, keeps its place']);
    expect(exchange.book()).toEqual(['buy 3 @ 100 #1', 'buy 5 @ 100 #2']);
    expect(exchange.funds(1)).toBe(`base ${FUNDS}, quote ${FUNDS - 300} + 300 locked`);
    expect(exchange.say('2 sells 4 @ 100').slice(1, 4)).toEqual([
      '#3 takes #1: 3 at 100',
      '#1 filled',
      '#3 takes #2: 1 at 100',
    ]);
  });

  it.each([
    ['to 3 @ 100', '#1 modified: 3 at 100, keeps its place'],
    ['to 1', '#1 modified: 1 at 100, keeps its place'],
    ['to 0', 'order/nothing-to-modify'],
    ['to 5', 'order/nothing-to-modify'],
    ['@ 100', 'order/nothing-to-modify'],
    ['to 5 @ 100', 'order/nothing-to-modify'],
    ['', 'order/nothing-to-modify'],
    ['to -1', 'order/quantity-below-filled'],
    ['to 3 stop 95', 'order/invalid-combination'],
  ])('1 modifies #1 %s: %s', (words, told) => {
    expect(twoBids().say(`1 modifies #1 ${words}`)).toEqual([told]);
  });

  it('counts what is filled', () => {
    const exchange = twoBids();
    exchange.say('2 sells 2 @ 100');
    expect(exchange.say('1 modifies #1 to 2')).toEqual(['order/quantity-below-filled']);
    expect(exchange.say('1 modifies #1 to 1')).toEqual(['order/quantity-below-filled']);
    expect(exchange.say('1 modifies #1 to 3')).toEqual(['#1 modified: 3 at 100, keeps its place']);
    expect(exchange.order(1)).toMatchObject({ filled: 2, visible: 1 });
  });

  it('is checked no further: not its notional, nor the band, expiry or display', () => {
    const exchange = SpokenExchange.open({ minNotional: 500, bandPpm: 100_000 });
    exchange.say('1 buys 100 @ 100 shows 1', '1 buys 100 @ 100 till 1500', 'index 1');
    expect(exchange.say('1 modifies #1 to 1')).toEqual(['#1 modified: 1 at 100, keeps its place']);
    expect(exchange.say('at 2000 1 modifies #2 to 1')).toEqual([
      '#2 modified: 1 at 100, keeps its place',
    ]);
  });

  it.each([
    ['to 8', 'sell 3 + 5 hidden @ 100 #1'],
    ['to 3', 'sell 3 @ 100 #1'],
    ['to 2', 'sell 2 @ 100 #1'],
  ])('of an iceberg of 10 that shows 3 shrinks hidden lots first: %s: %s', (words, line) => {
    const exchange = SpokenExchange.open();
    exchange.say('1 sells 10 @ 100 shows 3', '3 sells 1 @ 100', `1 modifies #1 ${words}`);
    expect(exchange.book()).toEqual([line, 'sell 1 @ 100 #2']);
    expect(exchange.order(1)).toMatchObject({ display: 3 });
  });

  it('of an order that waits for a trigger keeps its place among those that wait', () => {
    const exchange = SpokenExchange.open();
    exchange.say('1 sells 5 @ 80 stop 90', '3 sells 5 @ 80 stop 90', '2 buys 20 @ 85');
    expect(exchange.say('1 modifies #1 to 2')).toEqual([
      '#1 modified: 2 at 80 once at 90, keeps its place',
    ]);
    expect(exchange.funds(1)).toBe(`base ${FUNDS - 2} + 2 locked, quote ${FUNDS}`);
    const triggered = exchange.say('3 sells 1 @ 85').filter((line) => line.includes('triggered'));
    expect(triggered).toEqual(['#1 triggered', '#2 triggered']);
  });

  it.each([
    ['pre-open', '#1 modified: 3 at 100, keeps its place'],
    ['post-only', '#1 modified: 3 at 100, keeps its place'],
    ['cancel-only', '#1 modified: 3 at 100, keeps its place'],
    ['halted', 'market/halted'],
  ])('is possible in every state but halted: %s: %s', (state, told) => {
    const exchange = twoBids();
    exchange.say(`market ${state}`);
    expect(exchange.say('1 modifies #1 to 3')).toEqual([told]);
  });
});

describe('anything else', () => {
  it.each([
    ['to 6', '#1 modified: 6 at 100', ['buy 5 @ 100 #2', 'buy 6 @ 100 #1']],
    ['@ 99', '#1 modified: 5 at 99', ['buy 5 @ 100 #2', 'buy 5 @ 99 #1']],
    ['to 2 @ 101', '#1 modified: 2 at 101', ['buy 2 @ 101 #1', 'buy 5 @ 100 #2']],
  ])('loses priority: 1 modifies #1 %s: %s', (words, told, book) => {
    const exchange = twoBids();
    expect(exchange.say(`1 modifies #1 ${words}`)).toEqual([told]);
    expect(exchange.book()).toEqual(book);
  });

  it('is told whole', () => {
    const exchange = twoBids();
    exchange.say('1 modifies #1 to 6');
    expect(exchange.events).toEqual([
      {
        kind: 'modified',
        account: 1,
        market: 1,
        orderId: 1,
        price: 100,
        quantity: 6,
        triggerPrice: 0,
        expiry: 0,
        keptPriority: false,
      },
    ]);
  });

  it.each([
    ['to 1001', 'order/quantity-too-large'],
    ['to 2147483648', 'order/invalid-quantity'],
    ['@ -1', 'order/invalid-price'],
    ['@ 2147483648', 'order/invalid-price'],
    ['@ 111', 'order/price-outside-band'],
    ['@ 9', 'order/notional-too-small'],
    ['to 6 @ 8', 'order/notional-too-small'],
    ['@ 105 stop 95', 'order/invalid-combination'],
    ['to 1000', 'risk/insufficient-funds'],
  ])('is checked like a new order: 1 modifies #1 %s: %s', (words, code) => {
    const exchange = twoBids();
    exchange.say('index 100', `1 withdraws ${FUNDS - 500} quote`);
    expect(exchange.say(`1 modifies #1 ${words}`)).toEqual([code]);
  });

  it('counts its own lock as available', () => {
    const exchange = twoBids();
    exchange.say(`1 withdraws ${FUNDS - 501} quote`);
    expect(exchange.funds(1)).toBe(`base ${FUNDS}, quote 1 + 500 locked`);
    expect(exchange.say('1 modifies #1 to 3 @ 168')).toEqual(['risk/insufficient-funds']);
    expect(exchange.say('1 modifies #1 to 3 @ 167')).toEqual(['#1 modified: 3 at 167']);
    expect(exchange.funds(1)).toBe(`base ${FUNDS}, quote 0 + 501 locked`);
    exchange.say('1 modifies #1 @ 20');
    expect(exchange.funds(1)).toBe(`base ${FUNDS}, quote 441 + 60 locked`);
  });

  it('of a partly filled order locks only for what is left, checks the notional of all', () => {
    const exchange = twoBids();
    exchange.say('2 sells 4 @ 100', '1 modifies #1 to 7 @ 50');
    expect(exchange.order(1)).toMatchObject({ filled: 4, visible: 3, price: 50 });
    expect(exchange.funds(1)).toBe(`base ${FUNDS + 4}, quote ${FUNDS - 550} + 150 locked`);
    expect(exchange.say('1 modifies #1 @ 7')).toEqual(['order/notional-too-small']);
    expect(exchange.say('1 modifies #1 @ 8')).toEqual(['#1 modified: 7 at 8']);
  });

  it('may take when it crosses, as any taker', () => {
    const exchange = twoBids();
    exchange.say('2 sells 2 @ 105', '2 sells 9 @ 106');
    expect(exchange.say('1 modifies #1 to 6 @ 105')).toEqual([
      '#1 modified: 6 at 105',
      '#1 takes #3: 2 at 105',
      '#3 filled',
    ]);
    expect(exchange.order(1)).toMatchObject({ filled: 2, visible: 4, price: 105 });
    expect(exchange.say('1 modifies #1 @ 107')).toEqual([
      '#1 modified: 6 at 107',
      '#1 takes #4: 4 at 106',
      '#1 filled',
    ]);
    expect(exchange.funds(1)).toBe(`base ${FUNDS + 6}, quote ${FUNDS - 210 - 424}`);
  });

  it('meets own orders in the mode it was placed with', () => {
    const exchange = SpokenExchange.open();
    exchange.say('1 sells 2 @ 105', '1 buys 3 @ 100 decrement');
    expect(exchange.say('1 modifies #2 @ 105')).toEqual([
      '#2 modified: 3 at 105',
      '#1 less 2',
      '#2 less 2',
      '#1 self-trade',
    ]);
    expect(exchange.book()).toEqual(['buy 1 @ 105 #2']);
  });

  it.each([
    ['post-only', '1 modifies #2 @ 105', 'matching/post-only-would-cross'],
    ['slide', '1 modifies #2 @ 105', '#2 modified: 3 at 104'],
    ['slide', '1 modifies #2 to 4', '#2 modified: 4 at 100'],
  ])('keeps its post-only mode: %s, %s: %s', (mode, spoken, told) => {
    const exchange = SpokenExchange.open();
    exchange.say('2 sells 2 @ 105', `1 buys 3 @ 100 ${mode}`);
    expect(exchange.say(spoken)).toEqual([told]);
    if (!told.startsWith('#2')) return;
    const [, price] = told.split(' at ');
    const lots = spoken.endsWith('4') ? 4 : 3;
    const locked = lots * Number(price);
    expect(exchange.funds(1)).toBe(`base ${FUNDS}, quote ${FUNDS - locked} + ${locked} locked`);
  });

  it('keeps its expiry, and is refused once that has passed', () => {
    const exchange = SpokenExchange.open();
    exchange.say('1 buys 3 @ 100 till 2000');
    expect(exchange.say('at 1999 1 modifies #1 @ 99')).toEqual(['#1 modified: 3 at 99']);
    expect(exchange.say('at 2000 1 modifies #1 @ 98')).toEqual(['order/expired']);
    expect(exchange.say('tick 2000')).toEqual(['#1 expired, 3 left']);
  });

  it.each([
    ['to 20', 'buy 3 + 17 hidden @ 100 #1', 3],
    ['to 2 @ 99', 'buy 2 @ 99 #1', 2],
    ['@ 99', 'buy 3 + 7 hidden @ 99 #1', 3],
    ['to 301', 'order/invalid-display', 3],
  ])('of an iceberg of 10 that shows 3: %s: %s', (words, line, display) => {
    const exchange = SpokenExchange.open();
    exchange.say('1 buys 10 @ 100 shows 3');
    const told = exchange.say(`1 modifies #1 ${words}`);
    if (line.startsWith('buy')) expect(exchange.book()).toEqual([line]);
    else expect(told).toEqual([line]);
    expect(exchange.order(1)).toMatchObject({ display });
  });

  it('shows a full slice again when an iceberg is placed anew', () => {
    const exchange = SpokenExchange.open();
    exchange.say('1 buys 10 @ 100 shows 4', '2 sells 3 @ 100');
    expect(exchange.book()).toEqual(['buy 1 + 6 hidden @ 100 #1']);
    exchange.say('1 modifies #1 @ 101');
    expect(exchange.book()).toEqual(['buy 4 + 3 hidden @ 101 #1']);
  });

  it('changes last, and with it triggers others', () => {
    const exchange = SpokenExchange.open();
    exchange.say('2 sells 1 @ 105', '1 buys 1 @ 100', '3 buys 1 @ 100 rising 105');
    expect(exchange.say('1 modifies #2 @ 105').slice(-2)).toEqual(['#2 filled', '#3 triggered']);
  });
});

describe('market states', () => {
  it.each([
    ['pre-open', '1 modifies #1 @ 99', '#1 modified: 5 at 99'],
    ['pre-open', '1 modifies #2 @ 99', 'market/pre-open'],
    ['pre-open', '1 modifies #3 @ 99', 'market/pre-open'],
    ['pre-open', '1 modifies #4 @ 101', 'market/pre-open'],
    ['pre-open', '1 modifies #1 @ 120', 'matching/self-cross'],
    ['pre-open', '1 modifies #1 @ 119', '#1 modified: 5 at 119'],
    ['post-only', '1 modifies #1 @ 99', 'market/post-only'],
    ['post-only', '1 modifies #1 to 6', 'market/post-only'],
    ['post-only', '1 modifies #2 @ 99', '#2 modified: 5 at 99'],
    ['post-only', '1 modifies #2 @ 120', 'matching/post-only-would-cross'],
    ['post-only', '1 modifies #5 @ 121', 'market/post-only'],
    ['post-only', '1 modifies #6 stop 80', 'market/post-only'],
    ['cancel-only', '1 modifies #1 @ 99', 'market/cancel-only'],
    ['cancel-only', '1 modifies #1 to 6', 'market/cancel-only'],
    ['cancel-only', '1 modifies #1 to 4 @ 99', 'market/cancel-only'],
    ['cancel-only', '1 modifies #1 to 5', 'market/cancel-only'],
    ['cancel-only', '1 modifies #1 to 4 @ 100', '#1 modified: 4 at 100, keeps its place'],
    ['cancel-only', '1 modifies #5 to 1', 'order/linked'],
    ['halted', '1 modifies #1 @ 99', 'market/halted'],
    ['halted', '1 modifies #1 to 1', 'market/halted'],
    ['halted', '1 modifies #1 to 5', 'market/halted'],
    ['delisted', '1 modifies #1 to 4', 'order/unknown'],
  ])('%s: %s: %s', (state, spoken, told) => {
    const exchange = SpokenExchange.open();
    // Plain, post-only, iceberg, with a trigger, and a pair.
    exchange.say('1 buys 5 @ 100', '1 buys 5 @ 100 post-only', '1 buys 5 @ 100 shows 2');
    exchange.say('1 buys 5 @ 100 rising 200', '1 sells 2 @ 120 or 70', `market ${state}`);
    expect(exchange.say(spoken)).toEqual([told]);
  });
});
