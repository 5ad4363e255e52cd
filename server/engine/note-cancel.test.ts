import { describe, expect, it } from 'vitest';
import { addressOf } from '#scripts/simulator/command-builder.ts';
import { SpokenExchange } from '#scripts/testing/spoken-exchange.ts';

const LAST_NONCE = 2 ** 48 - 1;
const LAST_RANGE = 2 ** 42 - 1;

function voidsOf(exchange: SpokenExchange, account = 1) {
  return exchange.view.identity(account).facts.voids;
}

describe('a nonce that was canceled on chain', () => {
  it('of an open range counts no more, and nothing is remembered of it', () => {
    const exchange = SpokenExchange.open();
    exchange.say('1 reserves');
    expect(exchange.say('chain 1 cancels 70')).toEqual(['noted of 1']);
    expect(exchange.say('1 buys 1 @ 90 signed 70')).toEqual(['auth/nonce-used']);
    expect(exchange.say('1 buys 1 @ 90 signed 71')[0]).toMatch(/accepted/);
    expect(voidsOf(exchange)).toEqual([]);
    expect(exchange.say('2 reserves', '2 buys 1 @ 90 signed 70').at(-1)).toMatch(/accepted/);
  });

  it('leaves its open order to a cancel of its own', () => {
    const exchange = SpokenExchange.open();
    exchange.say('1 reserves', '1 buys 1 @ 90 signed 70');
    expect(exchange.say('chain 1 cancels 70', 'chain 1 cancels 70')).toHaveLength(2);
    expect(exchange.book()).toHaveLength(1);
  });

  it('of a range that was not reserved yet counts no more once it is', () => {
    const exchange = SpokenExchange.open();
    exchange.say('chain 1 cancels 130', 'chain 1 cancels 65', 'chain 1 cancels 65');
    expect(voidsOf(exchange)).toEqual([65, 130]);
    expect(exchange.say('1 reserves')).toEqual(['nonces 64 to 127 for owner of 1']);
    expect(voidsOf(exchange)).toEqual([130]);
    expect(exchange.say('1 buys 1 @ 90 signed 65')).toEqual(['auth/nonce-used']);
    expect(exchange.say('1 buys 1 @ 90 signed 64')[0]).toMatch(/accepted/);
    exchange.say('1 approves 101', '1 reserves for 1');
    expect(exchange.say('1 buys 1 @ 90 signed 130 agent 1')).toEqual(['auth/nonce-used']);
    expect(voidsOf(exchange)).toEqual([]);
  });

  it('of before the first range, or of one that is closed, changes nothing', () => {
    const exchange = SpokenExchange.open();
    for (let range = 1; range <= 33; range += 1) exchange.say('1 reserves');
    const before = exchange.bytes;
    exchange.say('chain 1 cancels 0', 'chain 1 cancels 63', 'chain 1 cancels 64');
    expect(exchange.bytes).toEqual(before);
  });

  it('closes a range whose last free one it is', () => {
    const exchange = SpokenExchange.open();
    exchange.say('1 reserves');
    for (let nonce = 64; nonce < 128; nonce += 1) exchange.say(`chain 1 cancels ${nonce}`);
    expect(exchange.view.identity(1).ranges).toEqual([]);
  });

  it('of a whole range makes the next one begin behind it', () => {
    const exchange = SpokenExchange.open();
    for (let nonce = 64; nonce < 128; nonce += 1) exchange.say(`chain 1 cancels ${nonce}`);
    expect(voidsOf(exchange)).toHaveLength(64);
    expect(exchange.say('1 reserves')).toEqual(['nonces 128 to 191 for owner of 1']);
    expect(voidsOf(exchange)).toEqual([]);
    expect(exchange.say('1 buys 1 @ 90 signed 64')).toEqual(['auth/nonce-used']);
  });

  it('is one too many of sixty-five: what is reserved next begins behind the largest', () => {
    const exchange = SpokenExchange.open();
    exchange.say('1 reserves');
    for (let at = 0; at < 64; at += 1) exchange.say(`chain 1 cancels ${200 + 100 * at}`);
    expect(voidsOf(exchange)).toHaveLength(64);
    exchange.say('chain 1 cancels 300', 'chain 1 cancels 201');
    expect(voidsOf(exchange)).toEqual([]);
    expect(exchange.view.identity(1)).toMatchObject({ rangesReserved: 101, ranges: { length: 1 } });
    expect(exchange.say('1 reserves')).toEqual(['nonces 6528 to 6591 for owner of 1']);
    expect(exchange.say('1 buys 1 @ 90 signed 200')).toEqual(['auth/nonce-used']);
    expect(exchange.say('1 buys 1 @ 90 signed 64')[0]).toMatch(/accepted/);
  });

  it('of an address without account holds for the account that it opens', () => {
    const exchange = SpokenExchange.open();
    expect(exchange.say('chain 4 cancels 70', 'chain 4 cancels 3')).toEqual([
      ...['noted of a stranger', 'noted of a stranger'],
    ]);
    expect(exchange.view.strangers()).toEqual([
      { address: addressOf(4), epoch: 0, skipped: 0, voids: [70], keyFloor: 0, keys: [] },
    ]);
    exchange.say(exchange.build.openAccount());
    exchange.say('4 deposits 500 base');
    expect(exchange.view.strangers()).toEqual([]);
    exchange.say('4 reserves');
    expect(exchange.say('4 sells 1 @ 110 signed 70')).toEqual(['auth/nonce-used']);
    expect(exchange.say('4 sells 1 @ 110 signed 71')[0]).toMatch(/accepted/);
  });

  it('of an address without account is one too many of sixty-five, too', () => {
    const exchange = SpokenExchange.open();
    for (let at = 0; at < 65; at += 1) exchange.say(`chain 4 cancels ${200 + 100 * at}`);
    exchange.say('chain 4 cancels 200', 'chain 4 cancels 7000');
    expect(exchange.view.strangers()).toMatchObject([{ skipped: 103, voids: [7_000] }]);
    exchange.say(exchange.build.openAccount());
    expect(exchange.say('4 reserves')).toEqual(['nonces 6656 to 6719 for owner of 4']);
  });

  it('of somebody whose key it is holds for that key when it has an account, and for nobody else', () => {
    const exchange = SpokenExchange.open();
    exchange.say('1 approves 4 until 2', 'chain 4 cancels 70', '1 reserves for 1');
    expect(exchange.say('1 buys 1 @ 90 signed 70 agent 1')[0]).toMatch(/accepted/);
    exchange.say('tick 3000');
    exchange.say(exchange.build.openAccount());
    exchange.say('4 reserves');
    exchange.say('4 deposits 500 quote');
    expect(exchange.say('4 buys 1 @ 90 signed 70')).toEqual(['auth/nonce-used']);
  });

  it('can be the last that there is: then no range is left, and one-shot orders still work', () => {
    const exchange = SpokenExchange.open();
    for (let at = 0; at < 64; at += 1) exchange.say(`chain 1 cancels ${200 + 100 * at}`);
    exchange.say('1 approves 101', `chain 1 cancels ${LAST_NONCE}`);
    expect(exchange.view.identity(1).rangesReserved).toBe(LAST_RANGE);
    expect(exchange.say('1 reserves', '1 reserves for 1')).toEqual([
      ...['auth/nonces-exhausted', 'auth/nonces-exhausted'],
    ]);
    expect(exchange.say('1 buys 1 @ 90 signed 128')).toEqual(['auth/nonce-used']);
    expect(exchange.say('1 buys 1 @ 90 ioc signed 128')[0]).toMatch(/accepted/);
  });

  it('of the whole last range leaves none either', () => {
    const exchange = SpokenExchange.open();
    exchange.state.nonces.passOver(1, LAST_RANGE - 1);
    for (let at = 0; at < 63; at += 1) exchange.say(`chain 1 cancels ${LAST_NONCE - at}`);
    expect(exchange.say('2 reserves')).toHaveLength(1);
    exchange.say(`chain 1 cancels ${LAST_NONCE - 63}`);
    expect(exchange.say('1 reserves')).toEqual(['auth/nonces-exhausted']);
  });

  it('reserves the last range once', () => {
    const exchange = SpokenExchange.open();
    exchange.state.nonces.passOver(1, LAST_RANGE - 1);
    exchange.say('1 reserves');
    expect(exchange.events).toMatchObject([{ first: LAST_NONCE - 63, count: 64 }]);
    expect(exchange.say('1 reserves')).toEqual(['auth/nonces-exhausted']);
    expect(exchange.say(`1 buys 1 @ 90 signed ${LAST_NONCE}`)[0]).toMatch(/accepted/);
  });
});
