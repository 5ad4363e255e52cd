import { describe, expect, it } from 'vitest';
import { SpokenExchange } from '#scripts/testing/spoken-exchange.ts';

/** Agents 1 and 2 of account 1 with nonces 64 to 127 and 128 to 191; the owner's are from 192 on. */
function withAgents(): SpokenExchange {
  const exchange = SpokenExchange.open();
  exchange.say('1 approves 101', '1 approves 102');
  exchange.say('1 reserves for 1', '1 reserves for 2', '1 reserves');
  return exchange;
}

describe('revoking an agent', () => {
  it.each([
    ['of the fee account', '0 revokes 101', 'account/unknown'],
    ['of an account that there is not', '4 revokes 101', 'account/unknown'],
    ['that is none', '1 revokes 103', 'auth/unknown-agent'],
    ['of another account', '2 revokes 101', 'auth/unknown-agent'],
  ])('is refused %s', (_, words, code) => {
    expect(withAgents().say(words)).toEqual([code]);
  });

  it('ends its open orders in the order of their ids, and no others', () => {
    const exchange = withAgents();
    exchange.say(
      '1 buys 1 @ 90 #9 signed 64 agent 1',
      '1 buys 1 @ 95 stop 120 #7 signed 65 agent 1',
    );
    exchange.say('1 buys 1 @ 90 signed 128 agent 2', '1 buys 1 @ 90 signed 192', '1 buys 1 @ 90');
    expect(exchange.say('1 revokes 101')).toEqual([
      'agent 1 of 1 revoked',
      '#7 agent-revoked, 1 left',
      '#9 agent-revoked, 1 left',
    ]);
    expect(exchange.book()).toHaveLength(3);
    expect(exchange.say('1 buys 1 @ 90 signed 66 agent 1')).toEqual(['auth/unknown-agent']);
    expect(exchange.say('1 revokes 101')).toEqual(['auth/unknown-agent']);
  });

  it('ends pairs with a leg of its, and orders whose waiting legs it signed', () => {
    const exchange = withAgents();
    exchange.say('1 sells 1 @ 110 signed 192 or 90 signed 64 agent 1');
    exchange.say('1 buys 1 @ 80 signed 193 profit 120 signed 65 agent 1 loss 70 signed 194');
    exchange.say('1 buys 1 @ 80 signed 128 agent 2 profit 120 signed 129 agent 2');
    expect(exchange.say('1 revokes 101')).toEqual([
      'agent 1 of 1 revoked',
      '#2 agent-revoked, 1 left',
      '#1 sibling, 1 left',
      '#3 agent-revoked, 1 left',
      '#4 parent',
      '#5 parent',
    ]);
    expect(exchange.book()).toEqual(['buy 1 @ 80 #6']);
  });

  it('of a filled part does not open the legs of the rest', () => {
    const exchange = withAgents();
    exchange.say(
      '1 buys 5 @ 100 signed 64 agent 1 profit 120 signed 65 agent 1',
      '2 sells 2 @ 100',
    );
    expect(exchange.say('1 revokes 101')).toEqual([
      'agent 1 of 1 revoked',
      '#1 agent-revoked, 3 left',
      '#2 parent',
    ]);
  });

  it('ends an order that it signed anew, not one that another signed anew', () => {
    const exchange = withAgents();
    exchange.say('1 buys 1 @ 90 signed 64 agent 1', '1 buys 1 @ 90 signed 192');
    exchange.say('1 modifies #1 @ 91 signed 128 agent 2', '1 modifies #2 @ 91 signed 65 agent 1');
    expect(exchange.say('1 revokes 101')).toEqual([
      'agent 1 of 1 revoked',
      '#2 agent-revoked, 1 left',
    ]);
  });

  it('frees its address and its nonces, but never its number', () => {
    const exchange = withAgents();
    exchange.say('1 revokes 101');
    expect(exchange.view.identity(1).ranges.map(({ agent }) => agent)).toEqual([2, 0]);
    expect(exchange.say('2 approves 101')[0]).toMatch(/^agent 1 of 2/);
    exchange.say('2 revokes 101');
    expect(exchange.say('1 approves 101')[0]).toMatch(/^agent 3 of 1/);
    expect(exchange.say('1 buys 1 @ 90 signed 64 agent 3')).toEqual(['auth/nonce-used']);
  });

  it('is possible after its approval is over', () => {
    const exchange = withAgents();
    exchange.say('1 approves 101 until 2', 'tick 3000');
    expect(exchange.say('1 revokes 101')).toEqual(['agent 1 of 1 revoked']);
  });
});
