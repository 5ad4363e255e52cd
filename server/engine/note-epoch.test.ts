import { describe, expect, it } from 'vitest';
import { SpokenExchange } from '#scripts/testing/spoken-exchange.ts';

describe('an epoch that the chain has begun', () => {
  it('ends what was signed before it, also where it passes over some', () => {
    const exchange = SpokenExchange.open();
    exchange.say('1 reserves', '1 buys 1 @ 90 signed 64', '2 buys 1 @ 90');
    expect(exchange.say('chain 1 bumps to 3')).toEqual([
      'noted of 1',
      'epoch 3 of 1',
      '#1 epoch, 1 left',
    ]);
    expect(exchange.say('1 buys 1 @ 90 signed 65 epoch 2')).toEqual(['auth/wrong-epoch']);
    expect(exchange.say('1 buys 1 @ 90 signed 65 epoch 3')[0]).toMatch(/accepted/);
  });

  it('that has begun here already changes nothing', () => {
    const exchange = SpokenExchange.open();
    exchange.say('1 bumps to 1', '1 bumps to 2', '1 buys 1 @ 90');
    expect(exchange.say('chain 1 bumps to 2', 'chain 1 bumps to 1')).toEqual([
      ...['noted of 1', 'noted of 1'],
    ]);
    expect(exchange.book()).toHaveLength(1);
  });

  it('of an address without account is that with which its account begins', () => {
    const exchange = SpokenExchange.open();
    exchange.say('chain 4 bumps to 2', 'chain 4 bumps to 1');
    exchange.say(exchange.build.openAccount());
    expect(exchange.view.identity(4).epoch).toBe(2);
    expect(exchange.view.strangers()).toEqual([]);
    expect(exchange.say('4 bumps to 1', '4 bumps to 3')).toEqual([
      ...['auth/wrong-epoch', 'epoch 3 of 4'],
    ]);
  });

  it('beyond the last is refused', () => {
    const exchange = SpokenExchange.open();
    expect(exchange.say('chain 1 bumps to 65536')).toEqual(['auth/wrong-epoch']);
    expect(exchange.say('chain 1 bumps to 65535')).toHaveLength(2);
  });
});
