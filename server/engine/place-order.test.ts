import { describe, expect, it } from 'vitest';
import { FUNDS, SpokenExchange } from '#scripts/testing/spoken-exchange.ts';

const MAX_WORD = 2_147_483_647;
const MAX_ID = 9_007_199_254_740_991;

describe('market and account', () => {
  it.each([
    ['1 buys 1 @ 100 in 2', 'market/unknown'],
    ['1 buys 1 @ 100 in 0', 'market/unknown'],
    ['1 buys 1 @ 100 in 64', 'market/unknown'],
    ['1 buys 1 @ 100 in -1', 'market/unknown'],
    ['4 buys 1 @ 100', 'account/unknown'],
    ['0 buys 1 @ 100', 'account/unknown'],
    ['9 buys 1 @ 100 in 9', 'market/unknown'],
  ])('%s: %s', (spoken, code) => {
    expect(SpokenExchange.open().say(spoken)).toEqual([code]);
  });

  it('a reject names the account and the order of the command', () => {
    const exchange = SpokenExchange.open();
    exchange.say('9 buys 1 @ 100 #77');
    expect(exchange.events).toEqual([
      { kind: 'rejected', account: 9, orderId: 77, code: 'account/unknown' },
    ]);
  });
});

describe('order ids', () => {
  it.each([
    ['0', '1 buys 1 @ 100 #0', 'order/invalid-id'],
    ['0 of a take-profit', '1 buys 1 @ 100 profit 110 #0', 'order/invalid-id'],
    ['0 of a stop-loss', '1 buys 1 @ 100 loss 90 #0', 'order/invalid-id'],
    ['of an order that rests', '1 buys 1 @ 100 #50', 'order/duplicate-id'],
    ['of an order that waits', '1 buys 1 @ 100 #51', 'order/duplicate-id'],
    ['of a leg that waits for its parent', '1 buys 1 @ 100 #53', 'order/duplicate-id'],
    ['of a leg that is taken', '1 buys 1 @ 100 #60 loss 90 #52', 'order/duplicate-id'],
    ['twice, parent and leg', '1 buys 1 @ 100 #60 profit 110 #60', 'order/duplicate-id'],
    ['twice, both legs', '1 buys 1 @ 100 profit 110 #61 loss 90 #61', 'order/duplicate-id'],
    ['0 before a duplicate', '1 buys 1 @ 100 #50 profit 110 #0', 'order/invalid-id'],
  ])('%s: %s: %s', (_, spoken, code) => {
    const exchange = SpokenExchange.open();
    exchange.say('2 buys 1 @ 50 #50', '2 buys 1 @ 50 stop 70 #51');
    exchange.say('3 buys 1 @ 50 #52 profit 60 #53');
    expect(exchange.say(spoken)).toEqual([code]);
  });

  it('are free again when the order, or the leg, is done', () => {
    const exchange = SpokenExchange.open();
    exchange.say('1 buys 1 @ 100 #5 profit 110 #6', '1 cancels #5');
    expect(exchange.say('1 buys 1 @ 100 #6')).toEqual(['#6 accepted: 1 at 100']);
    expect(exchange.say('1 buys 1 @ 100 #5')).toEqual(['#5 accepted: 1 at 100']);
  });

  it('go up to 2^53 − 1', () => {
    const exchange = SpokenExchange.open();
    exchange.say(`1 buys 1 @ 100 #${MAX_ID}`, `1 buys 1 @ 99 #${MAX_ID - 1}`);
    expect(exchange.book()).toEqual([`buy 1 @ 100 #${MAX_ID}`, `buy 1 @ 99 #${MAX_ID - 1}`]);
    expect(exchange.say(`1 cancels #${MAX_ID}`)).toEqual([`#${MAX_ID} canceled, 1 left`]);
    // Equal in their lower 32 bits.
    exchange.say('1 buys 1 @ 98 #4294967295');
    expect(exchange.say('1 cancels #4294967295')).toEqual(['#4294967295 canceled, 1 left']);
  });
});

describe('market states', () => {
  const takers = ['1 buys 1 @ 100', '1 buys 1 @ 100 post-only', '1 sells 1 @ 110 or 90'];

  it.each([
    ['pre-open', ['#1 accepted: 1 at 100', 'market/pre-open', 'market/pre-open']],
    ['post-only', ['market/post-only', '#2 accepted: 1 at 100', 'market/post-only']],
    ['cancel-only', ['market/cancel-only', 'market/cancel-only', 'market/cancel-only']],
    ['halted', ['market/halted', 'market/halted', 'market/halted']],
    ['delisted', ['market/delisted', 'market/delisted', 'market/delisted']],
  ])('%s: plain, post-only and pair: %o', (state, told) => {
    const exchange = SpokenExchange.open();
    exchange.say(`market ${state}`);
    expect(takers.map((spoken) => exchange.say(spoken)[0])).toEqual(told);
  });

  it.each([
    '1 buys 1 @ market',
    '1 buys 1 @ 100 ioc',
    '1 buys 1 @ 100 fok',
    '1 buys 1 @ 100 slide',
    '1 buys 1 @ 100 shows 1',
    '1 buys 1 @ 100 stop 120',
    '1 buys 1 @ 100 profit 110',
    '1 buys 1 @ 100 loss 90',
  ])('before the opening, not: %s', (spoken) => {
    expect(SpokenExchange.preOpen().say(spoken)).toEqual(['market/pre-open']);
  });

  it('before the opening, GTC and GTD, whatever they would trade with', () => {
    const exchange = SpokenExchange.preOpen();
    exchange.say('1 buys 1 @ 100', '2 sells 1 @ 90 till 5000');
    expect(exchange.book()).toEqual(['buy 1 @ 100 #1', 'sell 1 @ 90 #2']);
  });

  it.each([
    ['1 sells 1 @ 101', '#3 accepted: 1 at 101'],
    ['1 sells 1 @ 100', 'matching/self-cross'],
    ['1 sells 1 @ 99', 'matching/self-cross'],
    ['2 buys 1 @ 109', '#3 accepted: 1 at 109'],
    ['2 buys 1 @ 110', 'matching/self-cross'],
    ['2 buys 1 @ 110 oldest', 'matching/self-cross'],
  ])('before the opening no order crosses an own one: %s: %s', (spoken, told) => {
    const exchange = SpokenExchange.preOpen();
    exchange.say('1 buys 1 @ 100', '2 sells 1 @ 110');
    expect(exchange.say(spoken)).toEqual([told]);
  });
});

describe('the number of open orders', () => {
  it.each([
    ['limit', '1 buys 1 @ 100'],
    ['IOC', '1 buys 1 @ 100 ioc'],
    ['FOK', '1 buys 1 @ 120 fok'],
    ['market', '1 buys 1 @ market within 100'],
    ['stop', '1 buys 1 @ 100 stop 120'],
    ['with legs', '1 buys 1 @ 100 profit 110 loss 90'],
  ])('counts before a %s order is placed', (_, spoken) => {
    const exchange = SpokenExchange.open({ maxOpenOrders: 2 });
    exchange.say('2 sells 1 @ 120', '1 buys 1 @ 50', '1 buys 1 @ 50 stop 130');
    expect(exchange.say(spoken)).toEqual(['risk/too-many-orders']);
    exchange.say('1 cancels #3');
    expect(exchange.say(spoken)[0]).toMatch(/accepted/);
  });

  it('does not count legs that wait for their parent, nor other markets or accounts', () => {
    const exchange = SpokenExchange.open({ maxOpenOrders: 2 });
    exchange.say(exchange.build.listMarket({ market: 2, maxOpenOrders: 1 }), 'market open in 2');
    expect(exchange.say('1 buys 1 @ 100 profit 110 loss 90')).toHaveLength(1);
    expect(exchange.say('1 buys 1 @ 99')).toEqual(['#4 accepted: 1 at 99']);
    expect(exchange.say('1 buys 1 @ 98')).toEqual(['risk/too-many-orders']);
    expect(exchange.say('1 buys 1 @ 98 in 2')).toEqual(['#6 accepted: 1 at 98']);
    expect(exchange.say('1 buys 1 @ 98 in 2')).toEqual(['risk/too-many-orders']);
    expect(exchange.say('2 buys 1 @ 98 in 2')).toEqual(['#8 accepted: 1 at 98']);
  });

  it.each([
    ['would cross post-only', '1 buys 1 @ 120 post-only'],
    ['could not be filled whole', '1 buys 2 @ 120 fok'],
    ['costs more than there is', '1 buys 1000 @ 119000'],
  ])('is told before an order that %s', (_, spoken) => {
    const exchange = SpokenExchange.open({ maxOpenOrders: 1 });
    exchange.say('2 sells 1 @ 120', '1 buys 1 @ 50');
    expect(exchange.say(spoken)).toEqual(['risk/too-many-orders']);
  });
});

describe('post-only', () => {
  it.each([
    ['1 buys 1 @ 109 post-only', '#3 accepted: 1 at 109'],
    ['1 buys 1 @ 110 post-only', 'matching/post-only-would-cross'],
    ['1 sells 1 @ 91 post-only', '#3 accepted: 1 at 91'],
    ['1 sells 1 @ 90 post-only', 'matching/post-only-would-cross'],
    ['1 buys 1 @ 109 slide', '#3 accepted: 1 at 109'],
    ['1 buys 1 @ 110 slide', '#3 accepted: 1 at 109'],
    ['1 buys 1 @ 500 slide', '#3 accepted: 1 at 109'],
    ['1 sells 1 @ 91 slide', '#3 accepted: 1 at 91'],
    ['1 sells 1 @ 90 slide', '#3 accepted: 1 at 91'],
    ['1 sells 1 @ 1 slide', '#3 accepted: 1 at 91'],
    ['2 buys 1 @ 110 post-only', 'matching/post-only-would-cross'],
    ['2 buys 1 @ 110 slide oldest', '#3 accepted: 1 at 109'],
  ])('between 90 and 110: %s: %s', (spoken, told) => {
    const exchange = SpokenExchange.open();
    exchange.say('2 buys 1 @ 90', '2 sells 1 @ 110');
    expect(exchange.say(spoken)).toEqual([told]);
  });

  it('slides to 1 and to 2^31 − 1, and no further', () => {
    const exchange = SpokenExchange.open();
    exchange.say('2 sells 1 @ 2');
    expect(exchange.say('1 buys 1 @ 2 slide')).toEqual(['#2 accepted: 1 at 1']);
    exchange.say('1 cancels #2', '2 sells 1 @ 1');
    expect(exchange.say('1 buys 1 @ 1 slide')).toEqual(['matching/post-only-would-cross']);

    const top = SpokenExchange.open();
    top.say(top.build.deposit({ account: 2, asset: 1, amount: 2 * MAX_WORD }));
    top.say(`2 buys 1 @ ${MAX_WORD - 1}`);
    expect(top.say('1 sells 1 @ 5 slide')).toEqual([`#2 accepted: 1 at ${MAX_WORD}`]);
    top.say('1 cancels #2', `2 buys 1 @ ${MAX_WORD}`);
    expect(top.say('1 sells 1 @ 5 slide')).toEqual(['matching/post-only-would-cross']);
  });

  it('locks at the price it slid to, which may be below the minimum notional', () => {
    const exchange = SpokenExchange.open({ minNotional: 100 });
    exchange.say('2 sells 1 @ 100');
    expect(exchange.say('1 buys 1 @ 100 slide')).toEqual(['#2 accepted: 1 at 99']);
    expect(exchange.funds(1)).toBe(`base ${FUNDS}, quote ${FUNDS - 99} + 99 locked`);
    expect(exchange.order(2)).toMatchObject({ price: 99, postOnly: 2 });
  });

  it('slides into what the account can pay', () => {
    const exchange = SpokenExchange.open();
    exchange.say('2 sells 1 @ 100', `1 withdraws ${FUNDS - 99} quote`);
    expect(exchange.say('1 buys 1 @ 100')).toEqual(['risk/insufficient-funds']);
    expect(exchange.say('1 buys 1 @ 100 slide')).toEqual(['#3 accepted: 1 at 99']);
  });
});

describe('funds', () => {
  it.each([
    ['1 buys 10 @ 100', '#1 accepted: 10 at 100'],
    ['1 buys 10 @ 101', 'risk/insufficient-funds'],
    ['1 buys 11 @ 91', 'risk/insufficient-funds'],
    ['1 buys 9 @ market', '#1 accepted: 9 at 110'],
    ['1 buys 10 @ market', 'risk/insufficient-funds'],
    ['1 buys 10 @ market within 100', '#1 accepted: 10 at 100'],
    ['1 buys 8 @ market stop 110', '#1 accepted: 8 at 121 once at 110'],
    ['1 buys 9 @ market stop 110', 'risk/insufficient-funds'],
    ['1 sells 10 @ 100', '#1 accepted: 10 at 100'],
    ['1 sells 11 @ 100', 'risk/insufficient-funds'],
    ['1 sells 10 @ market stop 90', '#1 accepted: 10 at 81 once at 90'],
    ['1 sells 11 @ market stop 90', 'risk/insufficient-funds'],
    ['1 sells 11 @ market', 'risk/insufficient-funds'],
  ])('with 1,000 quote and 70 base at 7 a lot: %s: %s', (spoken, told) => {
    const exchange = SpokenExchange.open({ unitsPerLot: 7, bandPpm: 100_000 });
    exchange.say(`1 withdraws ${FUNDS - 1_000} quote`, `1 withdraws ${FUNDS - 70} base`);
    exchange.say('index 100');
    expect(exchange.say(spoken)[0]).toBe(told);
  });

  it('that are locked are not available to another order', () => {
    const exchange = SpokenExchange.open();
    exchange.say(`1 buys 1 @ ${FUNDS - 5}`, `1 sells ${FUNDS} @ 900000 stop 2`);
    expect(exchange.funds(1)).toBe(`base 0 + ${FUNDS} locked, quote 5 + ${FUNDS - 5} locked`);
    expect(exchange.say('1 buys 1 @ 6')).toEqual(['risk/insufficient-funds']);
    expect(exchange.say('1 buys 1 @ 5')).toEqual(['#4 accepted: 1 at 5']);
  });
});

describe('the order of checks', () => {
  // Each fault breaks the order by itself; the first of those that are there is told.
  const faults = [
    ['market/unknown', { market: 2 }],
    ['account/unknown', { account: 9 }],
    ['order/invalid-id', { orderId: 0 }],
    ['order/client-id-reused', { clientOrderId: 7 }],
    ['order/invalid-quantity', { quantity: 0 }],
    ['order/invalid-price', { price: -1 }],
    ['order/reduce-only-on-spot', { reduceOnly: true }],
    ['order/self-trade-mode', { selfTrade: 4 }],
    ['order/invalid-combination', { trigger: 1 }],
    ['order/invalid-display', { displayQuantity: 9 }],
    ['order/expired', { timeInForce: 3, expiry: 1 }],
  ] as const;

  it.each(faults.map(([code], index) => [code, index] as const))('%s', (code, index) => {
    const exchange = SpokenExchange.open();
    exchange.say('1 buys 1 @ 50 client 7');
    const given = Object.assign({}, ...faults.slice(index).map(([, fault]) => fault));
    const command = { ...exchange.build.place({ quantity: 2 }), ...given };
    expect(exchange.say(command)).toEqual([code]);
  });

  it.each([
    ['market/halted', 'market halted', '1 buys 0 @ 100'],
    ['order/quantity-too-large', 'index 100', '1 buys 1001 @ 0'],
    ['order/price-outside-band', 'index 100', '1 buys 1 @ 111 fok'],
    ['order/would-trigger', 'index 100', '1 buys 1 @ 900 rising 100 by index'],
    ['order/notional-too-small', 'index 100', '1 buys 1 @ 9 fok'],
    ['matching/fill-or-kill', 'index 100', '1 buys 1000 @ 110 fok'],
  ])('%s before what comes later', (code, first, spoken) => {
    const market = { maxQuantity: 1_000, bandPpm: 100_000, minNotional: 10 };
    const exchange = SpokenExchange.open(market);
    exchange.say(`1 withdraws ${FUNDS} quote`, first);
    expect(exchange.say(spoken)).toEqual([code]);
  });
});

describe('an accepted order', () => {
  it('is told whole', () => {
    const exchange = SpokenExchange.open();
    exchange.say('3 sells 5 @ 100 slide client 12 till 5000 #9');
    expect(exchange.events).toEqual([
      {
        kind: 'accepted',
        account: 3,
        market: 1,
        orderId: 9,
        clientOrderId: 12,
        side: 1,
        type: 0,
        timeInForce: 3,
        postOnly: 2,
        price: 100,
        quantity: 5,
        triggerPrice: 0,
        expiry: 5_000,
      },
    ]);
  });

  it('does not keep the command’s object', () => {
    const exchange = SpokenExchange.open();
    const command = exchange.build.place({ takeProfit: {}, orderId: 5 });
    exchange.say(command);
    Object.assign(command, { price: 1, quantity: 9, side: 1 });
    Object.assign(command.takeProfit ?? {}, { price: 9 });
    expect(exchange.order(5)).toMatchObject({ price: 100, visible: 1, takeProfit: { price: 110 } });
  });
});
