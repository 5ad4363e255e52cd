import { describe, expect, it } from 'vitest';
import { FUNDS, SpokenExchange } from '#scripts/testing/spoken-exchange.ts';

const MAX_WORD = 2_147_483_647;
const MAX_AMOUNT = 9_007_199_254_740_991;

describe('listing a market', () => {
  it.each([
    ['market', 2, 63],
    ['baseAsset', 0, 15],
    ['quoteAsset', 0, 15],
    ['unitsPerLot', 1, MAX_AMOUNT],
    ['k', 1, MAX_AMOUNT],
    ['makerFeePpm', 0, 1_000_000],
    ['takerFeePpm', 0, 1_000_000],
    ['bandPpm', 0, 1_000_000_000],
    ['minNotional', 0, MAX_AMOUNT],
    ['maxQuantity', 1, MAX_WORD],
    ['maxOpenOrders', 1, MAX_WORD],
  ])('%s is %s … %s', (name, least, most) => {
    const base = { market: 2, baseAsset: 7, quoteAsset: 8 };
    for (const value of [least, most]) {
      const exchange = SpokenExchange.open();
      const command = exchange.build.listMarket({ ...base, [name]: value });
      expect(exchange.say(command)).toEqual([`market-listed ${command.market}`]);
      expect(exchange.view.markets()[1]?.parameters).toMatchObject({ [name]: value });
    }
    for (const value of [least - 1, most + 1, least + 0.5, Number.NaN]) {
      const exchange = SpokenExchange.open();
      const told = exchange.say(exchange.build.listMarket({ ...base, [name]: value }));
      const isListed = name === 'market' && value === 1;
      expect(told).toEqual([isListed ? 'market/exists' : 'market/invalid-parameters']);
    }
  });

  it('needs two different assets', () => {
    const exchange = SpokenExchange.open();
    const command = exchange.build.listMarket({ market: 2, baseAsset: 4, quoteAsset: 4 });
    expect(exchange.say(command)).toEqual(['market/invalid-parameters']);
  });

  it('that is listed, even delisted, is told before its parameters', () => {
    const exchange = SpokenExchange.open();
    const again = () => exchange.say(exchange.build.listMarket({ k: 0 }));
    expect(again()).toEqual(['market/exists']);
    exchange.say('market delisted');
    expect(again()).toEqual(['market/exists']);
  });

  it('begins in pre-open, without prices, with the parameters as they were then', () => {
    const exchange = SpokenExchange.open();
    const command = exchange.build.listMarket({ market: 5, makerFeePpm: 3, allowSelfTrade: true });
    exchange.say(command);
    const { kind: _kind, seq: _seq, time: _time, ...parameters } = command;
    Object.assign(command, { makerFeePpm: 9 });
    expect(exchange.view.markets()[1]).toMatchObject({ state: 0, last: 0, mark: 0, index: 0 });
    expect(exchange.view.markets()[1]?.parameters).toEqual(parameters);
  });
});

describe('a market’s state', () => {
  const states = ['pre-open', 'open', 'post-only', 'cancel-only', 'halted', 'delisted'];
  const changes = states.flatMap((from, before) =>
    states.map((to, after) => {
      const refused = from === to || from === 'delisted';
      return [from, to, refused ? 'market/invalid-transition' : `market-state ${after}`, before];
    }),
  );

  it.each(changes)('from %s to %s: %s', (from, to, told) => {
    const exchange = SpokenExchange.preOpen();
    if (from !== 'pre-open') exchange.say(`market ${from}`);
    expect(exchange.say(`market ${to}`)).toEqual([told]);
  });

  it('of a market that is not listed', () => {
    expect(SpokenExchange.open().say('market open in 2')).toEqual(['market/unknown']);
  });

  it('delisted: every order ends, ascending by id, and every lock with it', () => {
    const exchange = SpokenExchange.open();
    exchange.say(exchange.build.listMarket({ market: 2 }), 'market open in 2');
    exchange.say('1 buys 1 @ 100 #7', '3 sells 9 @ 110 shows 1 #5', '2 sells 1 @ 50 stop 60 #9');
    exchange.say(
      '2 sells 1 @ 120 #6 or 60 #8',
      '1 buys 1 @ 100 in 2 #4',
      '1 buys 1 @ 9 till 9999 #3',
    );
    expect(exchange.say('market delisted')).toEqual([
      'market-state 5',
      '#3 delisted, 1 left',
      '#5 delisted, 9 left',
      '#6 delisted, 1 left',
      '#8 sibling, 1 left',
      '#7 delisted, 1 left',
      '#9 delisted, 1 left',
    ]);
    expect(exchange.book()).toEqual([]);
    expect(exchange.book(2)).toEqual(['buy 1 @ 100 #4']);
    expect(exchange.funds(2)).toBe(`base ${FUNDS}, quote ${FUNDS}`);
    expect(exchange.say('tick 9999')).toEqual([]);
  });

  it('opened: triggers look at the prices that were set meanwhile, in either matching state', () => {
    for (const state of ['open', 'post-only']) {
      const exchange = SpokenExchange.open();
      exchange.say('1 buys 1 @ 50 rising 100 by mark', 'market halted', 'mark 100');
      expect(exchange.say(`market ${state}`).slice(1)).toEqual(['#1 triggered']);
    }
  });
});

describe('mark and index', () => {
  it.each([
    ['index 100', 'price 100 of source 2'],
    ['mark 100', 'price 100 of source 1'],
    ['index 1', 'price 1 of source 2'],
    [`mark ${MAX_WORD}`, `price ${MAX_WORD} of source 1`],
    ['index 0', 'order/invalid-price'],
    ['index -1', 'order/invalid-price'],
    [`mark ${MAX_WORD + 1}`, 'order/invalid-price'],
    ['index 1.5', 'order/invalid-price'],
    ['index 100 in 2', 'market/unknown'],
    ['index 0 in 2', 'market/unknown'],
  ])('%s: %s', (spoken, told) => {
    expect(SpokenExchange.open().say(spoken)).toEqual([told]);
  });

  it.each(['pre-open', 'post-only', 'cancel-only', 'halted'])('are taken while %s', (state) => {
    const exchange = SpokenExchange.preOpen();
    if (state !== 'pre-open') exchange.say(`market ${state}`);
    exchange.say('mark 7', 'index 8');
    expect(exchange.view.markets()[0]).toMatchObject({ last: 0, mark: 7, index: 8 });
  });

  it('are not taken for a delisted market, after a look at the price', () => {
    const exchange = SpokenExchange.open();
    exchange.say('market delisted');
    expect(exchange.say('mark 7')).toEqual(['market/delisted']);
    expect(exchange.say('mark 0')).toEqual(['order/invalid-price']);
  });
});
