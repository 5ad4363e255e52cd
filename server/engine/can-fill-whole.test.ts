import { describe, expect, it } from 'vitest';
import { SpokenExchange } from '#scripts/testing/spoken-exchange.ts';

const refused = 'matching/fill-or-kill';
const taken = /accepted/;

describe('fill or kill', () => {
  it.each([
    ['1 buys 6 @ 101 fok', true],
    ['1 buys 7 @ 101 fok', false],
    ['1 buys 7 @ 102 fok', true],
    ['1 buys 10 @ 102 fok', true],
    ['1 buys 11 @ 102 fok', false],
    ['1 buys 1 @ 100 fok', false],
    ['1 sells 3 @ 98 fok', true],
    ['1 sells 4 @ 98 fok', false],
    ['1 sells 4 @ 97 fok', true],
    ['1 sells 8 @ 97 fok', false],
    ['1 sells 1 @ 99 fok', false],
  ])(
    'against asks of 6 at 101 and 4 at 102, bids of 3 at 98 and 4 at 97: %s: %s',
    (spoken, fits) => {
      const exchange = SpokenExchange.open();
      exchange.say('2 sells 2 @ 101', '3 sells 4 @ 101', '2 sells 4 @ 102');
      exchange.say('2 buys 3 @ 98', '3 buys 4 @ 97');
      const told = exchange.say(spoken);
      if (fits) expect([told[0], told.at(-1)]).toEqual([expect.stringMatching(taken), '#6 filled']);
      else expect(told).toEqual([refused]);
    },
  );

  it.each([
    ['newest', refused],
    ['both', refused],
    ['decrement', refused],
    ['oldest', taken],
    ['allow', taken],
  ])('with an own order in the way, mode %s', (mode, first) => {
    const exchange = SpokenExchange.open({ allowSelfTrade: true });
    exchange.say('2 sells 1 @ 100', '1 sells 1 @ 100', '2 sells 3 @ 100');
    expect(exchange.say(`1 buys 3 @ 100 fok ${mode}`)[0]).toMatch(first);
  });

  it.each(['newest', 'both', 'decrement', 'oldest', 'allow'])(
    'an own order behind what is needed does not matter, mode %s',
    (mode) => {
      const exchange = SpokenExchange.open({ allowSelfTrade: true });
      exchange.say('2 sells 3 @ 100', '1 sells 9 @ 100');
      expect(exchange.say(`1 buys 3 @ 100 fok ${mode}`).at(-1)).toBe('#3 filled');
    },
  );

  it.each([
    ['oldest', 4, refused],
    ['oldest', 3, '#4 filled'],
    ['allow', 5, '#4 filled'],
    ['allow', 6, refused],
  ])('own lots are liquidity only where they may trade: mode %s, %s lots', (mode, lots, last) => {
    const exchange = SpokenExchange.open({ allowSelfTrade: true });
    exchange.say('2 sells 1 @ 100', '1 sells 2 @ 100', '2 sells 2 @ 100');
    expect(exchange.say(`1 buys ${lots} @ 100 fok ${mode}`).at(-1)).toBe(last);
  });
});

describe('over hidden lots', () => {
  it.each([
    [10, '#3 filled'],
    [16, '#3 filled'],
    [17, refused],
  ])('%s lots against icebergs of 10 and 6: %s', (lots, last) => {
    const exchange = SpokenExchange.open();
    exchange.say('2 sells 10 @ 100 shows 3', '3 sells 6 @ 100 shows 1');
    expect(exchange.say(`1 buys ${lots} @ 100 fok`).at(-1)).toBe(last);
  });

  it('an own iceberg is passed over once, hidden lots and all, where the oldest gives way', () => {
    const exchange = SpokenExchange.open();
    exchange.say('1 sells 10 @ 100 shows 1', '2 sells 3 @ 100');
    expect(exchange.say('1 buys 4 @ 100 fok oldest')).toEqual([refused]);
    expect(exchange.say('1 buys 3 @ 100 fok oldest').at(-1)).toBe('#4 filled');
  });

  it('an own iceberg’s second slice is in the way only if it is met', () => {
    const exchange = SpokenExchange.open({ allowSelfTrade: true });
    exchange.say('1 sells 4 @ 100 shows 2', '2 sells 4 @ 100 shows 2');
    expect(exchange.say('1 buys 1 @ 100 fok newest')).toEqual([refused]);
    expect(exchange.say('1 buys 7 @ 100 fok allow').at(-1)).toBe('#4 filled');
  });

  // An iceberg of 100 by 1 and 27 single orders are 127 makers.
  it.each([
    [27, 127, '#1000 filled'],
    [28, 128, '#1000 filled'],
    [29, 128, '#1000 filled'],
    [29, 129, refused],
  ])('slices count as makers: with %s single orders, %s lots: %s', (singles, lots, last) => {
    const exchange = SpokenExchange.open();
    exchange.say('2 sells 100 @ 100 shows 1');
    for (let order = 0; order < singles; order += 1) exchange.say('3 sells 1 @ 100');
    expect(exchange.say(`1 buys ${lots} @ 100 fok #1000`).at(-1)).toBe(last);
  });

  it('slices of a level come before those of the next', () => {
    const exchange = SpokenExchange.open();
    // 64 slices at 100, then 64 orders of one lot at 101, then a large one that is the 129th.
    exchange.say('2 sells 64 @ 100 shows 1');
    for (let order = 0; order < 64; order += 1) exchange.say('3 sells 1 @ 101');
    exchange.say('3 sells 900 @ 102');
    expect(exchange.say('1 buys 129 @ 102 fok')).toEqual([refused]);
    expect(exchange.say('1 buys 128 @ 102 fok #1000').at(-1)).toBe('#1000 filled');
  });

  it('own orders passed over count as makers', () => {
    const exchange = SpokenExchange.open();
    for (let order = 0; order < 100; order += 1) exchange.say('1 sells 1 @ 100');
    for (let order = 0; order < 30; order += 1) exchange.say('2 sells 1 @ 100');
    expect(exchange.say('1 buys 29 @ 100 fok oldest')).toEqual([refused]);
    expect(exchange.say('1 buys 28 @ 100 fok oldest #1000').at(-1)).toBe('#1000 filled');
  });
});

describe('the answer beforehand', () => {
  it('is the one that matching gives, in three hundred small books', () => {
    const random = seeded(20_240_601);
    let filled = 0;
    for (let round = 0; round < 300; round += 1) {
      const orders = randomBook(random);
      const lots = 1 + random(40);
      const mode = ['newest', 'oldest', 'both', 'decrement', 'allow'][random(5)];
      const terms = `1 buys ${lots} @ ${100 + random(3)}`;
      const ioc = afterBook(orders).say(`${terms} ioc ${mode}`);
      const fok = afterBook(orders).say(`${terms} fok ${mode}`);
      // What is decremented is not filled, even when the rest is.
      const decremented = ioc.some((line) => line.includes(' less '));
      const whole = !decremented && ioc.at(-1)?.endsWith(' filled') === true;
      expect([orders, terms, fok]).toEqual([orders, terms, whole ? ioc : [refused]]);
      filled += whole ? 1 : 0;
    }
    expect(filled).toBeGreaterThan(60);
    expect(filled).toBeLessThan(240);
  });
});

function afterBook(orders: readonly string[]): SpokenExchange {
  const exchange = SpokenExchange.open({ allowSelfTrade: true });
  exchange.say(...orders);
  return exchange;
}

function randomBook(random: (below: number) => number): string[] {
  return Array.from({ length: 1 + random(6) }, () => {
    const lots = 1 + random(12);
    const shows = random(2) === 0 ? '' : ` shows ${1 + random(lots)}`;
    const account = random(5) === 0 ? 1 : 2 + random(2);
    return `${account} sells ${lots} @ ${100 + random(3)}${shows}`;
  });
}

/** Whole numbers below a bound, the same ones every time. */
function seeded(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 4_294_967_296) * below);
  };
}
