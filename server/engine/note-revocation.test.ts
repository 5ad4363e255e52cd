import { describe, expect, it } from 'vitest';
import { addressOf } from '#scripts/simulator/command-builder.ts';
import { SpokenExchange } from '#scripts/testing/spoken-exchange.ts';

describe('a key that was revoked on chain', () => {
  it('ends with its open orders', () => {
    const exchange = SpokenExchange.open();
    exchange.say('1 approves 101 nonce 5', '1 reserves for 1', '1 buys 1 @ 90 signed 64 agent 1');
    expect(exchange.say('chain 1 revokes 101 nonce 5')).toEqual([
      'noted of 1',
      'agent 1 of 1 revoked',
      '#1 agent-revoked, 1 left',
    ]);
    expect(exchange.say('1 buys 1 @ 90 signed 65 agent 1')).toEqual(['auth/unknown-agent']);
  });

  it('goes on where its approval here is newer', () => {
    const exchange = SpokenExchange.open();
    exchange.say('1 approves 101 nonce 5', '1 reserves for 1');
    expect(exchange.say('chain 1 revokes 101 nonce 4')).toEqual(['noted of 1']);
    expect(exchange.say('1 buys 1 @ 90 signed 64 agent 1')[0]).toMatch(/accepted/);
  });

  it('cannot be approved with a nonce up to that, though it was never approved before', () => {
    const exchange = SpokenExchange.open();
    exchange.say('chain 1 revokes 101 nonce 9');
    expect(exchange.say('1 approves 101 nonce 8', '1 approves 101 nonce 9')).toEqual([
      ...['auth/approval-replayed', 'auth/approval-replayed'],
    ]);
    expect(exchange.say('1 approves 102 nonce 1')[0]).toMatch(/^agent 1 of 1/);
    expect(exchange.say('1 approves 101 nonce 10')[0]).toMatch(/^agent 2 of 1/);
  });

  it('can be approved by others with any nonce', () => {
    const exchange = SpokenExchange.open();
    exchange.say('chain 1 revokes 101 nonce 9');
    expect(exchange.say('2 approves 101 nonce 1')[0]).toMatch(/^agent 1 of 2/);
    exchange.say('chain 1 revokes 101 nonce 99');
    expect(exchange.view.identity(2).agents).toHaveLength(1);
  });

  it('does not come back with the late news that it was approved', () => {
    const exchange = SpokenExchange.open();
    exchange.say('1 approves 101 nonce 5', 'chain 1 revokes 101 nonce 6');
    expect(exchange.say('1 confirms 101 nonce 5', '1 confirms 101 nonce 6')).toEqual([
      ...['auth/approval-replayed', 'auth/approval-replayed'],
    ]);
  });

  it('is known of an address that has no account yet', () => {
    const exchange = SpokenExchange.open();
    exchange.say('chain 4 revokes 101 nonce 9');
    exchange.say(exchange.build.openAccount());
    expect(exchange.view.identity(4).facts.keys).toEqual([
      { key: addressOf(101), nonce: 9, ended: true },
    ]);
    expect(exchange.say('4 approves 101 nonce 9')).toEqual(['auth/approval-replayed']);
  });

  it('is one too many of sixty-five: then no key has an approval with the lowest nonce or below', () => {
    const exchange = SpokenExchange.open();
    for (let at = 1; at <= 65; at += 1)
      exchange.say(`chain 1 revokes ${200 + at} nonce ${10 + at}`);
    expect(exchange.view.identity(1).facts).toMatchObject({ keyFloor: 11, keys: { length: 64 } });
    expect(exchange.say('1 approves 101 nonce 11', '1 confirms 101 nonce 11')).toEqual([
      ...['auth/approval-replayed', 'auth/approval-forgotten'],
    ]);
    expect(exchange.say('1 approves 101 nonce 12')[0]).toMatch(/^agent 1 of 1/);
    expect(exchange.say('1 confirms 202 nonce 12')).toEqual(['auth/approval-replayed']);
  });
});
