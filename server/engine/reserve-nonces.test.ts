import { describe, expect, it } from 'vitest';
import { SpokenExchange } from '#scripts/testing/spoken-exchange.ts';

function rangesOf(exchange: SpokenExchange): number[] {
  return exchange.view.identity(1).ranges.map(({ first }) => first);
}

describe('reserving nonces', () => {
  it('gives each signer the next sixty-four of its account', () => {
    const exchange = SpokenExchange.open();
    exchange.say('1 approves 101');
    expect(exchange.say('1 reserves', '1 reserves for 1', '1 reserves', '2 reserves')).toEqual([
      'nonces 64 to 127 for owner of 1',
      'nonces 128 to 191 for agent 1 of 1',
      'nonces 192 to 255 for owner of 1',
      'nonces 64 to 127 for owner of 2',
    ]);
    expect(exchange.events).toEqual([
      { kind: 'nonces-reserved', account: 2, agent: 0, first: 64, count: 64 },
    ]);
  });

  it.each([
    ['the fee account', '0 reserves', 'account/unknown'],
    ['an account that there is not', '4 reserves', 'account/unknown'],
    ['an agent that there is not', '1 reserves for 2', 'auth/unknown-agent'],
    ['an agent of somebody else', '2 reserves for 1', 'auth/unknown-agent'],
    ['an agent whose approval is over', 'at 5000 1 reserves for 1', 'auth/agent-expired'],
  ])('is refused for %s', (_, words, code) => {
    const exchange = SpokenExchange.open();
    exchange.say('1 approves 101 until 5');
    expect(exchange.say(words)).toEqual([code]);
  });

  it('keeps thirty-two ranges of an account open: the oldest falls away', () => {
    const exchange = SpokenExchange.open();
    exchange.say('1 reserves', '1 buys 1 @ 50 signed 64');
    for (let range = 2; range <= 33; range += 1) exchange.say('1 reserves');
    expect(rangesOf(exchange)).toEqual(Array.from({ length: 32 }, (_, at) => 64 * (at + 2)));
    expect(exchange.say('1 buys 1 @ 50 signed 65')).toEqual(['auth/nonce-used']);
    expect(exchange.say('1 buys 1 @ 50 signed 128')[0]).toMatch(/accepted/);
    expect(exchange.say(`1 buys 1 @ 50 signed ${64 * 34}`)).toEqual(['auth/nonce-not-reserved']);
  });

  it('is over when all of them are used: the range is forgotten, and nothing of it counts again', () => {
    const exchange = SpokenExchange.open();
    exchange.say('1 reserves', '1 reserves');
    for (let nonce = 127; nonce > 64; nonce -= 1) exchange.say(`1 buys 1 @ 50 signed ${nonce}`);
    expect(exchange.view.identity(1).ranges).toMatchObject([
      { first: 64, usedLow: 0xffff_fffe, usedHigh: 0xffff_ffff },
      { first: 128, usedLow: 0, usedHigh: 0 },
    ]);
    exchange.say('1 buys 1 @ 50 signed 64');
    expect(rangesOf(exchange)).toEqual([128]);
    for (const nonce of [64, 90, 127]) {
      expect(exchange.say(`1 buys 1 @ 50 signed ${nonce}`)).toEqual(['auth/nonce-used']);
    }
  });
});
