import { describe, expect, it } from 'vitest';
import { addressOf } from '#scripts/simulator/command-builder.ts';
import { SpokenExchange } from '#scripts/testing/spoken-exchange.ts';

function agentsOf(exchange: SpokenExchange, account: number) {
  return exchange.view.identity(account).agents.map(({ number, address }) => [number, address]);
}

/** Account 1 with as many agents as it may have, the first two until second 3. */
function full(): SpokenExchange {
  const exchange = SpokenExchange.open();
  for (let key = 101; key <= 116; key += 1) {
    exchange.say(`1 approves ${key}${key <= 102 ? ' until 3' : ''}`);
  }
  return exchange;
}

describe('approving an agent', () => {
  it('is told whole, and numbers the agents of each account', () => {
    const exchange = SpokenExchange.open();
    exchange.say('2 approves 101');
    const { build } = exchange;
    exchange.say(
      build.approveAgent({
        address: `0x${'f0'.repeat(20)}`,
        expiry: 4_294_967_295,
        marketsLow: 4_294_967_294,
        marketsHigh: 2_147_483_648,
        maxNotional: Number.MAX_SAFE_INTEGER,
      }),
    );
    expect(exchange.events).toEqual([
      {
        kind: 'agent-approved',
        account: 1,
        agent: 1,
        address: `0x${'f0'.repeat(20)}`,
        expiry: 4_294_967_295,
        marketsLow: 4_294_967_294,
        marketsHigh: 2_147_483_648,
        maxNotional: Number.MAX_SAFE_INTEGER,
      },
    ]);
    expect(exchange.say('1 approves 102')).toEqual(['agent 2 of 1 approved until 4294967295']);
    expect(exchange.state.agents.find(addressOf(102))).toEqual({ account: 1, number: 2 });
    expect(exchange.state.agents.find(addressOf(103))).toBeNull();
  });

  it.each([
    ['for the fee account', '0 approves 101', 'account/unknown'],
    ['for an account that there is not', '4 approves 101', 'account/unknown'],
    ['a second time with one signature', '1 approves 103 nonce 5', 'auth/approval-replayed'],
    ['with an older signature', '1 approves 103 nonce 4', 'auth/approval-replayed'],
    ['without nonce', '2 approves 103 nonce 0', 'auth/approval-replayed'],
    ['until now', '1 approves 103 until 1', 'auth/agent-expired'],
    ['that has an account', '1 approves 2', 'auth/agent-is-account'],
    ['that is the account itself', '1 approves 1', 'auth/agent-is-account'],
    ['of another account', '2 approves 101', 'auth/agent-taken'],
  ])('is refused %s', (_, words, code) => {
    const exchange = SpokenExchange.open();
    exchange.say('1 approves 101 nonce 5');
    expect(exchange.say(words)).toEqual([code]);
  });

  it('once more changes its limits, not its number, nor its orders and nonces', () => {
    const exchange = SpokenExchange.open();
    exchange.say('1 approves 101 worth 500 until 8', '1 approves 102', '1 reserves for 1');
    exchange.say('1 buys 5 @ 100 signed 64 agent 1');
    expect(exchange.say('1 buys 6 @ 100 signed 65 agent 1')).toEqual(['auth/agent-notional']);
    expect(exchange.say('1 approves 101 worth 600 until 9')).toEqual([
      'agent 1 of 1 approved until 9',
    ]);
    expect(exchange.say('1 buys 6 @ 100 signed 65 agent 1')[0]).toMatch(/accepted/);
    expect(exchange.book()).toHaveLength(2);
    expect(agentsOf(exchange, 1)).toEqual([
      [1, addressOf(101)],
      [2, addressOf(102)],
    ]);
  });

  it.each([
    ['ends earlier', 'worth 900 until 7'],
    ['allows less', 'worth 899 until 8'],
  ])('once more ends what it has open when the approval %s', (_, limits) => {
    const exchange = SpokenExchange.open();
    exchange.say('1 approves 101 worth 900 until 8', '1 reserves for 1', '1 buys 2 @ 90');
    exchange.say('1 buys 5 @ 90 profit 120 signed 64 signed 65 agent 1');
    exchange.say('1 buys 5 @ 91 signed 66 agent 1');
    const told = exchange.say(`1 approves 101 ${limits}`);
    expect(told[0]).toMatch(/^agent 1 of 1 approved/);
    expect(told.filter((line) => line.includes('agent-revoked'))).toHaveLength(1);
    expect(exchange.book()).toHaveLength(1);
  });

  it('once more renews one whose approval is over', () => {
    const exchange = SpokenExchange.open();
    exchange.say('1 approves 101 until 2', '1 reserves for 1', 'tick 3000');
    expect(exchange.say('1 buys 5 @ 100 signed 64 agent 1')).toEqual(['auth/agent-expired']);
    expect(exchange.say('1 approves 101')[0]).toMatch(/^agent 1 of 1/);
    expect(exchange.say('1 buys 5 @ 100 signed 64 agent 1')[0]).toMatch(/accepted/);
  });

  it('is refused when the account has sixteen', () => {
    const exchange = full();
    expect(exchange.say('1 approves 117')).toEqual(['auth/too-many-agents']);
    expect(exchange.say('1 approves 116 until 9')).toEqual(['agent 16 of 1 approved until 9']);
    expect(exchange.say('2 approves 117')[0]).toMatch(/^agent 1 of 2/);
  });

  it('takes the place of those that are over, or revoked, under a new number', () => {
    const exchange = full();
    exchange.say('1 reserves for 1', 'tick 3000');
    expect(exchange.say('1 approves 117')[0]).toMatch(/^agent 17 of 1/);
    expect(agentsOf(exchange, 1).map(([number]) => number)).toEqual(
      Array.from({ length: 15 }, (_, index) => index + 3),
    );
    expect(exchange.view.identity(1).ranges).toEqual([]);
    exchange.say('1 approves 118');
    expect(exchange.say('1 approves 119')).toEqual(['auth/too-many-agents']);
    exchange.say('1 revokes 103');
    expect(exchange.say('1 approves 103')[0]).toMatch(/^agent 19 of 1/);
  });

  it('of another account, once its approval there is over, takes it away from there', () => {
    const exchange = SpokenExchange.open();
    exchange.say('1 approves 101 until 2', '1 reserves for 1', 'tick 2000');
    expect(exchange.say('2 approves 101')).toEqual(['agent 1 of 2 approved until 4294967295']);
    expect([agentsOf(exchange, 1), exchange.view.identity(1).ranges]).toEqual([[], []]);
    expect(exchange.say('1 approves 101')).toEqual(['auth/agent-taken']);
    expect(exchange.say('1 approves 102')[0]).toMatch(/^agent 2 of 1/);
  });
});

describe('an account for the address of an agent', () => {
  it('is refused while the agent may sign, and ends it afterwards', () => {
    const exchange = SpokenExchange.open();
    const { build } = exchange;
    exchange.say('1 approves 4 until 2');
    expect(exchange.say(build.openAccount())).toEqual(['account/address-taken']);
    exchange.say('tick 2000');
    expect(exchange.say(build.openAccount({ account: 4 }))).toEqual(['account-opened 4']);
    expect(agentsOf(exchange, 1)).toEqual([]);
    expect(exchange.state.agents.find(addressOf(4))).toBeNull();
  });
});
