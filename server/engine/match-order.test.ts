import { describe, expect, it } from 'vitest';
import { FUNDS, SpokenExchange } from '#scripts/testing/spoken-exchange.ts';

const MAX_AMOUNT = 9_007_199_254_740_991;

describe('price–time priority', () => {
  /** Asks: 3 at 101 (#2), 4 at 101 (#3), 2 at 102 (#1); bids: 3 at 99 (#5), 4 at 99 (#6), 2 at 98 (#4). */
  function filled(): SpokenExchange {
    const exchange = SpokenExchange.open();
    exchange.say('2 sells 2 @ 102', '2 sells 3 @ 101', '3 sells 4 @ 101');
    exchange.say('2 buys 2 @ 98', '2 buys 3 @ 99', '3 buys 4 @ 99');
    return exchange;
  }

  it.each([
    ['1 buys 2 @ 101', ['#7 takes #2: 2 at 101', '#7 filled']],
    ['1 buys 3 @ 150', ['#7 takes #2: 3 at 101', '#2 filled', '#7 filled']],
    [
      '1 buys 4 @ 101',
      ['#7 takes #2: 3 at 101', '#2 filled', '#7 takes #3: 1 at 101', '#7 filled'],
    ],
    [
      '1 buys 8 @ 101',
      ['#7 takes #2: 3 at 101', '#2 filled', '#7 takes #3: 4 at 101', '#3 filled'],
    ],
    [
      '1 buys 9 @ 102',
      [
        '#7 takes #2: 3 at 101',
        '#2 filled',
        '#7 takes #3: 4 at 101',
        '#3 filled',
        '#7 takes #1: 2 at 102',
        '#1 filled',
        '#7 filled',
      ],
    ],
    ['1 buys 9 @ 100', []],
    ['1 sells 2 @ 99', ['#7 takes #5: 2 at 99', '#7 filled']],
    ['1 sells 3 @ 1', ['#7 takes #5: 3 at 99', '#5 filled', '#7 filled']],
    [
      '1 sells 8 @ 98',
      [
        '#7 takes #5: 3 at 99',
        '#5 filled',
        '#7 takes #6: 4 at 99',
        '#6 filled',
        '#7 takes #4: 1 at 98',
        '#7 filled',
      ],
    ],
    ['1 sells 9 @ 100', []],
  ])('%s: %o', (spoken, told) => {
    expect(filled().say(spoken).slice(1)).toEqual(told);
  });

  it('rests what is not filled, at its own price, behind those who wait there', () => {
    const exchange = filled();
    exchange.say('1 buys 10 @ 101', '3 buys 1 @ 101');
    expect(exchange.book()).toEqual([
      'buy 3 @ 101 #7',
      'buy 1 @ 101 #8',
      'buy 3 @ 99 #5',
      'buy 4 @ 99 #6',
      'buy 2 @ 98 #4',
      'sell 2 @ 102 #1',
    ]);
    expect(exchange.order(7)).toMatchObject({ filled: 7, visible: 3 });
    expect(exchange.say('2 sells 4 @ 100').slice(1, 3)).toEqual([
      '#9 takes #7: 3 at 101',
      '#7 filled',
    ]);
  });

  it('survives a partial fill, and a cancel at either end and in the middle of a level', () => {
    const exchange = SpokenExchange.open();
    exchange.say('2 sells 5 @ 100', '2 sells 5 @ 100', '3 sells 5 @ 100', '3 sells 5 @ 100');
    exchange.say('1 buys 1 @ 100');
    expect(exchange.book()[0]).toBe('sell 4 @ 100 #1');
    exchange.say('2 cancels #2', '1 buys 5 @ 100');
    expect(exchange.book()).toEqual(['sell 4 @ 100 #3', 'sell 5 @ 100 #4']);
    exchange.say('3 cancels #3');
    expect(exchange.say('1 buys 1 @ 100')[1]).toBe('#7 takes #4: 1 at 100');
  });

  it('finds the next best price after a level is gone, however far', () => {
    const exchange = SpokenExchange.open();
    exchange.say('2 sells 1 @ 5', '2 sells 1 @ 300000', '2 sells 1 @ 70000');
    expect(exchange.say('1 buys 3 @ 300000 ioc').filter((line) => line.includes('takes'))).toEqual([
      '#4 takes #1: 1 at 5',
      '#4 takes #3: 1 at 70000',
      '#4 takes #2: 1 at 300000',
    ]);
    expect(exchange.say('1 buys 1 @ 500000 ioc').at(-1)).toBe('#5 ioc-rest, 1 left');
  });

  it('tells a trade whole, and counts trades over all markets', () => {
    const exchange = SpokenExchange.open({ makerFeePpm: 10_000, takerFeePpm: 20_000 });
    exchange.say(exchange.build.listMarket({ market: 2 }), 'market open in 2');
    exchange.say('2 sells 1 @ 5 in 2', '1 buys 1 @ 5 in 2', '2 buys 3 @ 100', '1 sells 2 @ 99');
    expect(exchange.events[1]).toEqual({
      kind: 'trade',
      market: 1,
      tradeId: 2,
      makerOrderId: 3,
      takerOrderId: 4,
      makerAccount: 2,
      takerAccount: 1,
      takerSide: 1,
      price: 100,
      quantity: 2,
      makerFee: 1,
      takerFee: 4,
    });
    expect(exchange.view.tradeCount).toBe(2);
    expect(exchange.view.markets().map(({ last }) => last)).toEqual([100, 5]);
  });
});

describe('time in force', () => {
  it.each([
    ['1 buys 2 @ 101 ioc', ['#3 takes #1: 2 at 101', '#3 filled']],
    ['1 buys 4 @ 101 ioc', ['#3 takes #1: 3 at 101', '#1 filled', '#3 ioc-rest, 1 left']],
    ['1 buys 4 @ 100 ioc', ['#3 ioc-rest, 4 left']],
    ['1 buys 4 @ market', ['#3 takes #1: 3 at 101', '#1 filled', '#3 ioc-rest, 1 left']],
    ['1 buys 4 @ market within 100', ['#3 ioc-rest, 4 left']],
    ['1 buys 4 @ market fok within 102', null],
    ['1 buys 2 @ 101 fok', ['#3 takes #1: 2 at 101', '#3 filled']],
    ['1 buys 3 @ 101 fok', ['#3 takes #1: 3 at 101', '#1 filled', '#3 filled']],
    ['1 buys 4 @ 101 fok', 'matching/fill-or-kill'],
    ['1 buys 1 @ 100 fok', 'matching/fill-or-kill'],
    ['1 buys 4 @ market fok', 'matching/fill-or-kill'],
    ['1 buys 4 @ 101', ['#3 takes #1: 3 at 101', '#1 filled']],
    ['1 buys 4 @ 101 till 9000', ['#3 takes #1: 3 at 101', '#1 filled']],
  ])('%s against 3 at 101 and 3 at 102: %o', (spoken, told) => {
    const exchange = SpokenExchange.open({ bandPpm: 10_000 });
    // The protection price is ⌊100 · 1.01⌋ = 101.
    exchange.say('index 100', '2 sells 3 @ 101', '2 sells 3 @ 102');
    const [first, ...rest] = exchange.say(spoken);
    if (told === null) expect(first).toBe('order/price-outside-band');
    else expect(typeof told === 'string' ? first : rest).toEqual(told);
    const stays = spoken.endsWith('@ 101') || spoken.includes('till');
    expect(exchange.book()[0] === 'buy 1 @ 101 #3').toBe(stays);
  });

  it('gives back all that was locked for what is not filled', () => {
    const exchange = SpokenExchange.open();
    exchange.say('2 sells 1 @ 90', '1 buys 9 @ 100 ioc', '1 sells 5 @ 100 ioc');
    expect(exchange.funds(1)).toBe(`base ${FUNDS + 1}, quote ${FUNDS - 90}`);
    expect(exchange.funds(2)).toBe(`base ${FUNDS - 1}, quote ${FUNDS + 90}`);
  });
});

describe('the maker limit', () => {
  /** So many sells of one lot at 100. */
  function makers(count: number): SpokenExchange {
    const exchange = SpokenExchange.open();
    for (let maker = 0; maker < count; maker += 1) exchange.say('2 sells 1 @ 100');
    return exchange;
  }

  it.each([
    [127, '1 buys 127 @ 100 ioc', '#1000 filled'],
    [127, '1 buys 128 @ 100 ioc', '#1000 ioc-rest, 1 left'],
    [128, '1 buys 128 @ 100 ioc', '#1000 filled'],
    [128, '1 buys 129 @ 100 ioc', '#1000 ioc-rest, 1 left'],
    [129, '1 buys 128 @ 100 ioc', '#1000 filled'],
    [129, '1 buys 129 @ 100 ioc', '#1000 maker-limit, 1 left'],
    [129, '1 buys 129 @ market within 100', '#1000 maker-limit, 1 left'],
    [127, '1 buys 127 @ 100 fok', '#1000 filled'],
    [128, '1 buys 128 @ 100 fok', '#1000 filled'],
    [129, '1 buys 128 @ 100 fok', '#1000 filled'],
    [129, '1 buys 129 @ 100 fok', 'matching/fill-or-kill'],
    [129, '1 buys 129 @ market fok within 100', 'matching/fill-or-kill'],
    [300, '1 buys 300 @ 100', '#1000 filled'],
    [300, '1 buys 300 @ 100 till 9000', '#1000 filled'],
  ])('of %s makers: %s: %s', (count, spoken, last) => {
    expect(makers(count).say(`${spoken} #1000`).at(-1)).toBe(last);
  });

  it('is no reason to end where the next maker is too dear', () => {
    const exchange = makers(128);
    exchange.say('2 sells 1 @ 101');
    expect(exchange.say('1 buys 200 @ 100 ioc').at(-1)).toBe('#130 ioc-rest, 72 left');
  });

  it.each([
    ['oldest', '#1000 maker-limit, 1 left'],
    ['decrement', '#1000 maker-limit, 1 left'],
  ])('counts own orders that are met in mode %s', (mode, last) => {
    const exchange = makers(127);
    exchange.say('1 sells 1 @ 100', '2 sells 1 @ 100');
    const lots = mode === 'oldest' ? 128 : 129;
    expect(exchange.say(`1 buys ${lots} @ 100 ioc ${mode} #1000`).at(-1)).toBe(last);
  });

  it('counts an iceberg each time it is met', () => {
    const exchange = SpokenExchange.open();
    exchange.say('2 sells 100 @ 100 shows 1', '3 sells 100 @ 100 shows 1');
    expect(exchange.say('1 buys 129 @ 100 ioc').at(-1)).toBe('#3 maker-limit, 1 left');
    expect(exchange.say('1 buys 73 @ 100 ioc').at(-1)).toBe('#4 ioc-rest, 1 left');
  });

  it('bounds a stop that is triggered, too', () => {
    const exchange = makers(130);
    exchange.say('1 buys 130 @ market rising 50 by mark within 100 #1000');
    expect(exchange.say('mark 50').at(-1)).toBe('#1000 maker-limit, 2 left');
  });
});

describe('fees', () => {
  const market = { unitsPerLot: 10, k: 3 };

  it.each([
    // 4 lots at 100: 40 base, 1,200 quote. The buyer pays in base, the seller in quote.
    [0, 0, '#2 takes #1: 4 at 100', [40, 1_200]],
    [1, 1, '#2 takes #1: 4 at 100, fees 1 and 1', [39, 1_199]],
    [2_500, 25_000, '#2 takes #1: 4 at 100, fees 3 and 1', [39, 1_197]],
    [2_501, 25_001, '#2 takes #1: 4 at 100, fees 4 and 2', [38, 1_196]],
    [1_000_000, 0, '#2 takes #1: 4 at 100, fees 1200 and 0', [40, 0]],
    [0, 1_000_000, '#2 takes #1: 4 at 100, fees 0 and 40', [0, 1_200]],
  ])('maker %s ppm, taker %s ppm, a buy takes: %s', (makerFeePpm, takerFeePpm, told, paid) => {
    const exchange = SpokenExchange.open({ ...market, makerFeePpm, takerFeePpm });
    exchange.say('2 sells 5 @ 100');
    expect(exchange.say('1 buys 4 @ 110')[1]).toBe(told);
    const [base = 0, quote = 0] = paid;
    expect(exchange.funds(1)).toBe(`base ${FUNDS + base}, quote ${FUNDS - 1_200}`);
    expect(exchange.funds(2)).toBe(`base ${FUNDS - 50} + 10 locked, quote ${FUNDS + quote}`);
    expect(exchange.funds(0)).toBe(`base ${40 - base}, quote ${1_200 - quote}`);
  });

  it('a sell takes: the maker pays in base, the taker in quote', () => {
    const exchange = SpokenExchange.open({ ...market, makerFeePpm: 25_001, takerFeePpm: 2_501 });
    exchange.say('2 buys 5 @ 100');
    expect(exchange.say('1 sells 4 @ 90')[1]).toBe('#2 takes #1: 4 at 100, fees 2 and 4');
    expect(exchange.funds(1)).toBe(`base ${FUNDS - 40}, quote ${FUNDS + 1_196}`);
    expect(exchange.funds(2)).toBe(`base ${FUNDS + 38}, quote ${FUNDS - 1_500} + 300 locked`);
    expect(exchange.funds(0)).toBe('base 2, quote 4');
  });

  it('are rounded up fill by fill', () => {
    const exchange = SpokenExchange.open({ takerFeePpm: 1_000 });
    exchange.say('2 sells 1 @ 100', '2 sells 1 @ 100', '2 sells 1 @ 100', '1 buys 3 @ 100');
    // Three times ⌈1 · 0.001⌉, not ⌈3 · 0.001⌉.
    expect(exchange.funds(1)).toBe(`base ${FUNDS}, quote ${FUNDS - 300}`);
    expect(exchange.funds(0)).toBe('base 3, quote 0');
  });
});

describe('what a buyer had locked', () => {
  it('comes back beyond the price of each fill', () => {
    const exchange = SpokenExchange.open({ k: 2 });
    exchange.say('2 sells 1 @ 90', '2 sells 1 @ 95', '1 buys 4 @ 100');
    // Paid 2 · (90 + 95), locked 2 · 2 · 100.
    expect(exchange.funds(1)).toBe(`base ${FUNDS + 2}, quote ${FUNDS - 370 - 400} + 400 locked`);
    exchange.say('1 cancels #3');
    expect(exchange.funds(1)).toBe(`base ${FUNDS + 2}, quote ${FUNDS - 370}`);
  });
});

describe('the largest amounts', () => {
  /** Account 1 has all base, account 2 all quote that custody takes. */
  function rich(market: Parameters<typeof SpokenExchange.open>[0]): SpokenExchange {
    const exchange = SpokenExchange.open({ maxQuantity: 2_147_483_647, ...market });
    const { build } = exchange;
    for (const account of [1, 2, 3]) {
      exchange.say(`${account} withdraws ${FUNDS} base`, `${account} withdraws ${FUNDS} quote`);
    }
    exchange.say(build.deposit({ account: 1, asset: 0, amount: MAX_AMOUNT }));
    exchange.say(build.deposit({ account: 2, asset: 1, amount: MAX_AMOUNT }));
    return exchange;
  }

  // 2^53 − 1 = 6361 · 69431 · 20394401.
  it.each([
    [0, MAX_AMOUNT, 0],
    // ⌈(2^53 − 1) / 10^6⌉ = ⌈9007199254.740991⌉.
    [1, MAX_AMOUNT - 9_007_199_255, 9_007_199_255],
    // n − ⌊n / 10^6⌋.
    [999_999, 9_007_199_254, MAX_AMOUNT - 9_007_199_254],
    [1_000_000, 0, MAX_AMOUNT],
  ])('change hands exactly, at a fee of %s ppm', (takerFeePpm, received, fee) => {
    const exchange = rich({ k: 69_431, takerFeePpm });
    exchange.say('2 buys 6361 @ 20394401');
    expect(exchange.funds(2)).toBe(`base 0, quote 0 + ${MAX_AMOUNT} locked`);
    exchange.say('1 sells 6361 @ 20394401');
    expect(exchange.funds(1)).toBe(`base ${MAX_AMOUNT - 6_361}, quote ${received}`);
    expect(exchange.funds(2)).toBe('base 6361, quote 0');
    expect(exchange.funds(0)).toBe(`base 0, quote ${fee}`);
  });

  it('of base change hands exactly', () => {
    const exchange = rich({ unitsPerLot: MAX_AMOUNT, makerFeePpm: 1 });
    exchange.say('2 buys 1 @ 7', '1 sells 1 @ 7');
    expect(exchange.funds(1)).toBe('base 0, quote 7');
    expect(exchange.funds(2)).toBe(`base ${MAX_AMOUNT - 9_007_199_255}, quote ${MAX_AMOUNT - 7}`);
    expect(exchange.funds(0)).toBe('base 9007199255, quote 0');
  });
});
