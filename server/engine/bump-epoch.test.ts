import { describe, expect, it } from 'vitest';
import { SpokenExchange } from '#scripts/testing/spoken-exchange.ts';

describe('the next epoch', () => {
  it.each([
    ['of the fee account', '0 bumps to 1', 'account/unknown'],
    ['of an account that there is not', '4 bumps to 1', 'account/unknown'],
    ['that is the present one', '1 bumps to 0', 'auth/wrong-epoch'],
    ['that skips one', '1 bumps to 2', 'auth/wrong-epoch'],
  ])('is not one %s', (_, words, code) => {
    expect(SpokenExchange.open().say(words)).toEqual([code]);
  });

  it('ends all open orders of the account in the order of their ids, legs that wait too', () => {
    const exchange = SpokenExchange.open();
    exchange.say('1 reserves', '1 buys 5 @ 100 #9 profit 120 #10', '2 sells 2 @ 100');
    exchange.say('1 sells 1 @ 130 or 60', '1 buys 1 @ 50 #3 signed 64', '2 buys 1 @ 50');
    expect(exchange.say('1 bumps to 1')).toEqual([
      'epoch 1 of 1',
      '#3 epoch, 1 left',
      '#9 epoch, 3 left',
      '#10 parent',
      '#12 epoch, 1 left',
      '#13 sibling, 1 left',
    ]);
    expect(exchange.book()).toEqual(['buy 1 @ 50 #14']);
    expect(exchange.events[0]).toEqual({ kind: 'epoch-bumped', account: 1, epoch: 1 });
  });

  it('counts for signatures from then on; nonces and agents stay as they are', () => {
    const exchange = SpokenExchange.open();
    exchange.say('1 approves 101', '1 reserves for 1', '1 buys 1 @ 50 signed 64 agent 1');
    exchange.say('1 buys 1 @ 50 ioc signed 7', '1 bumps to 1');
    expect(exchange.say('1 buys 1 @ 50 signed 65 agent 1')).toEqual(['auth/wrong-epoch']);
    expect(exchange.say('1 buys 1 @ 50 signed 64 agent 1 epoch 1')).toEqual(['auth/nonce-used']);
    expect(exchange.say('1 buys 1 @ 50 ioc signed 7 epoch 1')).toEqual(['auth/nonce-used']);
    expect(exchange.say('1 buys 1 @ 50 signed 65 agent 1 epoch 1')[0]).toMatch(/accepted/);
    expect(exchange.say('1 buys 1 @ 50')[0]).toMatch(/accepted/);
  });

  it('is at most 65,535', () => {
    const exchange = SpokenExchange.open();
    exchange.state.nonces.setEpoch(1, 65_534);
    expect(exchange.say('1 bumps to 65535')).toEqual(['epoch 65535 of 1']);
    expect(exchange.say('1 bumps to 65536')).toEqual(['auth/wrong-epoch']);
  });
});
