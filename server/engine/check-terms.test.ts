import { describe, expect, it } from 'vitest';
import { SpokenExchange } from '#scripts/testing/spoken-exchange.ts';

const MAX_WORD = 2_147_483_647;
const MAX_AMOUNT = 9_007_199_254_740_991;

const parameters = { maxQuantity: 1_000, minNotional: 100, bandPpm: 100_000 };

/** Last and index are 100, mark is not known; nothing rests. The next order is #3. */
function priced(): SpokenExchange {
  const exchange = SpokenExchange.open(parameters);
  exchange.say('2 sells 1 @ 100', '3 buys 1 @ 100', 'index 100');
  return exchange;
}

describe('quantity and price', () => {
  it.each([
    ['1 buys 0 @ 100', 'order/invalid-quantity'],
    ['1 buys -1 @ 100', 'order/invalid-quantity'],
    ['1 buys 1001 @ 100', 'order/quantity-too-large'],
    [`1 buys ${MAX_WORD} @ 100`, 'order/quantity-too-large'],
    [`1 buys ${MAX_WORD + 1} @ 100`, 'order/invalid-quantity'],
    ['1 buys 1 @ 0', 'order/invalid-price'],
    ['1 buys 1 @ -1', 'order/invalid-price'],
    [`1 buys 1 @ ${MAX_WORD + 1}`, 'order/invalid-price'],
    ['1 buys 1 @ market within -1', 'order/invalid-price'],
    [`1 buys 1 @ market within ${MAX_WORD + 1}`, 'order/invalid-price'],
    ['1 buys 1 @ 100 reduce-only', 'order/reduce-only-on-spot'],
    ['1 buys 1 @ 100 allow', 'order/self-trade-mode'],
  ])('%s: %s', (spoken, code) => {
    expect(priced().say(spoken)).toEqual([code]);
  });

  it('takes the largest size and price there are', () => {
    const exchange = SpokenExchange.open({ maxQuantity: MAX_WORD, k: 1 });
    expect(exchange.say(`1 sells 1 @ ${MAX_WORD}`)).toEqual([`#1 accepted: 1 at ${MAX_WORD}`]);
    exchange.say(exchange.build.deposit({ account: 1, amount: MAX_WORD }));
    expect(exchange.say(`1 sells ${MAX_WORD} @ 1`)).toEqual([`#2 accepted: ${MAX_WORD} at 1`]);
  });
});

describe('combinations that contradict', () => {
  it.each([
    '1 buys 1 @ market gtc',
    '1 buys 1 @ market post-only',
    '1 buys 1 @ market slide',
    '1 buys 1 @ market shows 1',
    '1 buys 1 @ market till 5000',
    '1 buys 1 @ market ioc till 5000',
    '1 buys 1 @ 100 ioc post-only',
    '1 buys 1 @ 100 ioc slide',
    '1 buys 1 @ 100 fok post-only',
    '1 buys 1 @ 100 fok slide',
    '1 buys 2 @ 100 ioc shows 1',
    '1 buys 2 @ 100 fok shows 1',
    '1 buys 1 @ 100 gtc till 5000',
    '1 buys 1 @ 100 ioc till 5000',
    '1 buys 1 @ 100 rising 0',
    '1 buys 1 @ 100 stop 120 post-only',
    '1 buys 1 @ 100 stop 120 slide',
    '1 buys 1 @ 100 stop 120 shows 1',
    '1 buys 1 @ 100 stop 120 ioc',
    '1 buys 1 @ 100 stop 120 fok',
    '1 buys 1 @ market stop 120 fok',
    '1 buys 1 @ market stop 120 till 5000',
    '1 buys 1 @ 100 stop 120 profit 130',
    '1 buys 1 @ market stop 120 loss 90',
  ])('%s', (spoken) => {
    expect(priced().say(spoken)).toEqual(['order/invalid-combination']);
  });

  it('GTD without an expiry, and a trigger price without a trigger', () => {
    const exchange = priced();
    const { build } = exchange;
    expect(exchange.say(build.place({ timeInForce: 3 }))).toEqual(['order/invalid-combination']);
    const noTrigger = build.place({ triggerPrice: 120, trigger: 0 });
    expect(exchange.say(noTrigger)).toEqual(['order/invalid-combination']);
  });

  it.each([
    '1 buys 1 @ market ioc',
    '1 buys 1 @ market fok',
    '1 buys 1 @ 100 till 5000 post-only',
    '1 buys 1 @ 100 till 5000 slide shows 1',
    '1 buys 1 @ 100 stop 120 till 5000',
    '1 buys 2 @ 100 ioc profit 130 loss 100',
    '1 buys 2 @ market profit 130 loss 100',
  ])('but not %s', (spoken) => {
    const exchange = priced();
    exchange.say('2 sells 1 @ 105');
    expect(exchange.say(spoken)[0]).toMatch(/^#4 accepted/);
  });
});

describe('what an iceberg shows', () => {
  it.each([
    ['1 buys 10 @ 100 shows 11', ['order/invalid-display']],
    ['1 buys 10 @ 100 shows -1', ['order/invalid-display']],
    ['1 buys 101 @ 100 shows 1', ['order/invalid-display']],
    ['1 buys 201 @ 100 shows 2', ['order/invalid-display']],
    ['1 buys 200 @ 100 shows 2', ['#3 accepted: 200 at 100']],
    ['1 buys 100 @ 100 shows 1', ['#3 accepted: 100 at 100']],
    ['1 buys 10 @ 100 shows 10', ['#3 accepted: 10 at 100']],
  ])('%s: %s', (spoken, told) => {
    expect(priced().say(spoken)).toEqual(told);
  });
});

describe('expiry', () => {
  it.each([
    ['at 1500: 1 buys 1 @ 100 till 1499', ['order/expired']],
    ['at 1500: 1 buys 1 @ 100 till 1500', ['order/expired']],
    ['at 1500: 1 buys 1 @ 100 till 1501', ['#3 accepted: 1 at 100']],
  ])('%s: %s', (spoken, told) => {
    expect(priced().say(spoken.replace(':', ''))).toEqual(told);
  });
});

describe('triggers', () => {
  it.each([
    ['1 buys 1 @ 100 rising -1', 'order/invalid-trigger-price'],
    [`1 sells 1 @ 100 rising ${MAX_WORD + 1}`, 'order/invalid-trigger-price'],
    ['1 buys 1 @ 100 rising 100', 'order/would-trigger'],
    ['1 buys 1 @ 90 rising 99', 'order/would-trigger'],
    ['1 buys 1 @ 100 falling 100', 'order/would-trigger'],
    ['1 buys 1 @ 100 falling 101', 'order/would-trigger'],
    ['1 buys 1 @ 100 rising 100 by index', 'order/would-trigger'],
  ])('%s: %s', (spoken, code) => {
    expect(priced().say(spoken)).toEqual([code]);
  });

  it.each([
    ['rises', '1 buys 1 @ 101 rising 101'],
    ['falls', '1 buys 2 @ 99 falling 99'],
    ['has no price yet', '1 buys 1 @ 100 rising 100 by mark'],
    ['has no price yet, falling', '1 buys 1 @ 100 falling 100 by mark'],
  ])('an order may wait until its price %s', (_, spoken) => {
    expect(priced().say(spoken)[0]).toMatch(/^#3 accepted: .* once at \d+$/);
  });
});

describe('the band', () => {
  // Reference 101, band 15.5 %: ⌊101 · 1.155⌋ = ⌊116.655⌋ = 116, ⌈101 · 0.845⌉ = ⌈85.345⌉ = 86.
  const band = { bandPpm: 155_000 };

  it.each([
    ['1 buys 1 @ 116', '#1 accepted: 1 at 116'],
    ['1 buys 1 @ 117', 'order/price-outside-band'],
    ['1 buys 1 @ 1', '#1 accepted: 1 at 1'],
    ['1 sells 1 @ 86', '#1 accepted: 1 at 86'],
    ['1 sells 1 @ 85', 'order/price-outside-band'],
    [`1 sells 1 @ ${MAX_WORD}`, `#1 accepted: 1 at ${MAX_WORD}`],
    ['1 buys 1 @ market', '#1 accepted: 1 at 116'],
    ['1 sells 1 @ market', '#1 accepted: 1 at 86'],
    ['1 buys 1 @ market within 116', '#1 accepted: 1 at 116'],
    ['1 buys 1 @ market within 117', 'order/price-outside-band'],
    ['1 sells 1 @ market within 85', 'order/price-outside-band'],
    ['1 buys 1 @ market within 50', '#1 accepted: 1 at 50'],
  ])('%s: %s', (spoken, told) => {
    const exchange = SpokenExchange.open(band);
    exchange.say('index 101');
    expect(exchange.say(spoken)[0]).toBe(told);
  });

  it.each([
    // The trigger price is the reference: ⌊200 · 1.155⌋ = 231, ⌈80 · 0.845⌉ = ⌈67.6⌉ = 68.
    ['1 buys 1 @ 231 stop 200', '#1 accepted: 1 at 231 once at 200'],
    ['1 buys 1 @ 232 stop 200', 'order/price-outside-band'],
    ['1 sells 1 @ 68 stop 80', '#1 accepted: 1 at 68 once at 80'],
    ['1 sells 1 @ 67 stop 80', 'order/price-outside-band'],
    ['1 buys 1 @ market stop 200', '#1 accepted: 1 at 231 once at 200'],
    ['1 sells 1 @ market stop 80', '#1 accepted: 1 at 68 once at 80'],
    ['1 buys 1 @ market stop 200 within 232', 'order/price-outside-band'],
  ])('of an order with a trigger: %s: %s', (spoken, told) => {
    const exchange = SpokenExchange.open(band);
    exchange.say('index 101');
    expect(exchange.say(spoken)).toEqual([told]);
  });

  it('is measured from the index, from the last price only where there is no index', () => {
    const exchange = SpokenExchange.open(band);
    expect(exchange.say('1 buys 1 @ market')).toEqual(['market/no-reference-price']);
    expect(exchange.say('1 sells 1 @ market')).toEqual(['market/no-reference-price']);
    expect(exchange.say('mark 200', '1 buys 1 @ market').at(-1)).toBe('market/no-reference-price');
    expect(exchange.say('1 buys 1 @ market within 7')[0]).toBe('#4 accepted: 1 at 7');
    exchange.say('2 sells 1 @ 1000', '1 buys 1 @ 1000');
    expect(exchange.say('1 buys 1 @ market')[0]).toBe('#7 accepted: 1 at 1155');
    exchange.say('index 101');
    expect(exchange.say('1 buys 1 @ market')[0]).toBe('#8 accepted: 1 at 116');
  });

  it('ends at the largest price, and at 1 where it is 100 % or wider', () => {
    const wide = SpokenExchange.open({ bandPpm: 1_000_000 });
    wide.say(`index ${MAX_WORD}`);
    wide.say(wide.build.deposit({ account: 1, asset: 1, amount: MAX_WORD }));
    expect(wide.say('1 buys 1 @ market')[0]).toBe(`#1 accepted: 1 at ${MAX_WORD}`);
    expect(wide.say('1 sells 1 @ market')[0]).toBe('#2 accepted: 1 at 1');
    const almost = SpokenExchange.open({ bandPpm: 999_999 });
    almost.say('index 1000001');
    expect(almost.say('1 sells 1 @ market')[0]).toBe('#1 accepted: 1 at 2');
    expect(almost.say('1 sells 1 @ 1')).toEqual(['order/price-outside-band']);
  });

  it('of 0 allows the reference price alone on the taking side', () => {
    const exchange = SpokenExchange.open({ bandPpm: 0 });
    exchange.say('index 100');
    expect(exchange.say('1 buys 1 @ 101')).toEqual(['order/price-outside-band']);
    expect(exchange.say('1 sells 1 @ 99')).toEqual(['order/price-outside-band']);
    expect(exchange.say('1 buys 1 @ 100')).toEqual(['#3 accepted: 1 at 100']);
  });
});

describe('notional', () => {
  it.each([
    ['1 buys 1 @ 99', 'order/notional-too-small'],
    ['1 buys 1 @ 100', '#3 accepted: 1 at 100'],
    ['1 sells 1 @ 99', 'order/notional-too-small'],
    ['1 buys 1 @ market', '#3 accepted: 1 at 110'],
    ['1 sells 1 @ market', 'order/notional-too-small'],
    ['1 sells 2 @ market', '#3 accepted: 2 at 90'],
  ])('of at least 100: %s: %s', (spoken, told) => {
    expect(priced().say(spoken)[0]).toBe(told);
  });

  // 2^53 − 1 = 6361 · 69431 · 20394401.
  it.each([
    [{ k: 69_431 }, '1 sells 6361 @ 20394401', '#1 accepted: 6361 at 20394401'],
    [{ k: 69_431 }, '1 sells 6361 @ 20394402', 'order/notional-too-large'],
    [{ k: 69_431 }, '1 sells 6362 @ 20394401', 'order/notional-too-large'],
    [{ k: MAX_AMOUNT }, '1 sells 1 @ 1', '#1 accepted: 1 at 1'],
    [{ k: MAX_AMOUNT }, '1 sells 1 @ 2', 'order/notional-too-large'],
    [{ k: 1 }, `1 sells ${MAX_WORD} @ ${MAX_WORD}`, 'order/notional-too-large'],
    [{ unitsPerLot: 1_416_003_655_831 }, '1 buys 6361 @ 1', '#1 accepted: 6361 at 1'],
    [{ unitsPerLot: 1_416_003_655_831 }, '1 buys 6362 @ 1', 'order/notional-too-large'],
    [{ unitsPerLot: 1_416_003_655_832 }, '1 buys 6361 @ 1', 'order/notional-too-large'],
  ])('of at most 2^53 − 1, with %o: %s: %s', (market, spoken, told) => {
    const exchange = SpokenExchange.open({ maxQuantity: MAX_WORD, ...market });
    expect(exchange.say(spoken)).toEqual([told]);
  });

  it('is too large before it is too small', () => {
    const exchange = SpokenExchange.open({ unitsPerLot: MAX_AMOUNT, minNotional: 1_000 });
    expect(exchange.say('1 buys 2 @ 1')).toEqual(['order/notional-too-large']);
    expect(exchange.say('1 buys 1 @ 1')).toEqual(['order/notional-too-small']);
  });
});

describe('a trigger whose source has no price yet', () => {
  const indexed = () => {
    const exchange = SpokenExchange.open({ bandPpm: 100_000 });
    exchange.say('index 100');
    return exchange;
  };

  it.each([
    ['1 buys 1 @ 111 falling 2000000', 'order/price-outside-band'],
    ['1 buys 1 @ market falling 2000000 ioc', 'order/price-outside-band'],
    ['2 sells 1 @ 89 rising 2', 'order/price-outside-band'],
  ])('does not carry an order out of the market’s own band: %s', (spoken, code) => {
    expect(indexed().say(spoken)).toEqual([code]);
  });

  it.each(['1 buys 1 @ 110 falling 2000000', '2 sells 1 @ 90 rising 2', '1 buys 1 @ 500 stop 480'])(
    'leaves alone what is inside it, and stops: %s',
    (spoken) => {
      expect(indexed().say(spoken)[0]).toMatch(/accepted/);
    },
  );
});
