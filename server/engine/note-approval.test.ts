import { describe, expect, it } from 'vitest';
import { SpokenExchange } from '#scripts/testing/spoken-exchange.ts';

/** Agent 1 of account 1 under nonce 5, worth 500 an order in markets 1 and 2, with an open order. */
function trading(): SpokenExchange {
  const exchange = SpokenExchange.open();
  exchange.say('1 approves 101 nonce 5 worth 500 markets 6 until 9000');
  exchange.say('1 reserves for 1', '1 buys 1 @ 90 signed 64 agent 1');
  return exchange;
}

function limitsOf(exchange: SpokenExchange) {
  const [agent] = exchange.view.identity(1).agents;
  return agent === undefined
    ? null
    : [agent.nonce, agent.maxNotional, agent.marketsLow, agent.expiry];
}

describe('an approval that was seen on chain', () => {
  it.each([
    ['worth less', 'nonce 6 worth 400 markets 6 until 9000', [5, 400, 6, 9_000]],
    ['for a market less', 'nonce 6 worth 500 markets 2 until 9000', [5, 500, 2, 9_000]],
    ['for a shorter time', 'nonce 6 worth 500 markets 6 until 8000', [5, 500, 6, 8_000]],
    ['with the same nonce', 'nonce 5 worth 400 markets 6 until 9000', [5, 400, 6, 9_000]],
    ['less here and more there', 'nonce 6 worth 900 markets 2 until 9000', [5, 500, 2, 9_000]],
  ])('narrows at once, %s, and ends what is open', (_, limits, left) => {
    const exchange = trading();
    expect(exchange.say(`chain 1 approves 101 ${limits}`)).toEqual([
      'noted of 1',
      `agent 1 of 1 approved until ${left[3]}`,
      '#1 agent-revoked, 1 left',
    ]);
    expect(limitsOf(exchange)).toEqual(left);
  });

  it.each([
    ['wider', 'nonce 6 worth 900 markets 14 until 9999'],
    ['the same', 'nonce 5 worth 500 markets 6 until 9000'],
    ['older', 'nonce 4 worth 1 markets 2 until 5'],
  ])('that is %s changes no limit, and ends nothing', (_, limits) => {
    const exchange = trading();
    expect(exchange.say(`chain 1 approves 101 ${limits}`)).toEqual(['noted of 1']);
    expect(limitsOf(exchange)).toEqual([5, 500, 6, 9_000]);
    expect(exchange.book()).toHaveLength(1);
  });

  it('gives no key that is not approved here, and none with its nonce can be signed', () => {
    const exchange = SpokenExchange.open();
    exchange.say('chain 1 approves 101 nonce 7');
    expect(limitsOf(exchange)).toBeNull();
    expect(exchange.say('1 approves 101 nonce 7')).toEqual(['auth/approval-replayed']);
    expect(exchange.say('1 approves 102 nonce 7')[0]).toMatch(/^agent 1 of 1/);
  });

  it('of a key of somebody else is kept for its owner', () => {
    const exchange = trading();
    expect(exchange.say('chain 2 approves 101 nonce 9 worth 1')).toEqual(['noted of 2']);
    expect(limitsOf(exchange)).toEqual([5, 500, 6, 9_000]);
    expect(exchange.say('chain 4 approves 101 nonce 9')).toEqual(['noted of a stranger']);
  });
});

describe('an approval that the chain has finally', () => {
  it('is what the key has from then on, wider or not', () => {
    const exchange = trading();
    exchange.say('chain 1 approves 101 nonce 6 worth 900 markets 2');
    expect(limitsOf(exchange)).toEqual([5, 500, 2, 9_000]);
    expect(exchange.say('1 confirms 101 nonce 6 worth 900 markets 2')).toEqual([
      'agent 1 of 1 approved until 4294967295',
    ]);
    expect(limitsOf(exchange)).toEqual([6, 900, 2, 4_294_967_295]);
  });

  it('is no news when the key has it already', () => {
    const exchange = trading();
    expect(exchange.say('1 confirms 101 nonce 5 worth 500 markets 6 until 9000')).toEqual([
      'duplicate',
    ]);
    expect(exchange.book()).toHaveLength(1);
  });

  it('ends what is open where it narrows and was never seen before', () => {
    const exchange = trading();
    expect(exchange.say('1 confirms 101 nonce 6 worth 400 markets 6 until 9000')).toEqual([
      'agent 1 of 1 approved until 9000',
      '#1 agent-revoked, 1 left',
    ]);
  });

  it('does not widen what a later one was seen to narrow', () => {
    const exchange = trading();
    exchange.say('chain 1 approves 101 nonce 6 worth 900', 'chain 1 approves 101 nonce 7 worth 9');
    expect(exchange.say('1 confirms 101 nonce 6 worth 900')).toEqual(['auth/approval-replayed']);
    expect(limitsOf(exchange)?.[1]).toBe(9);
    exchange.say('1 confirms 101 nonce 7 worth 9');
    expect(limitsOf(exchange)).toEqual([7, 9, 0xffff_ffff, 4_294_967_295]);
  });

  it('is refused where the key has a newer one here', () => {
    const exchange = trading();
    expect(exchange.say('1 confirms 101 nonce 4')).toEqual(['auth/approval-replayed']);
  });

  it('gives a key that was never here, also below the last nonce that was signed', () => {
    const exchange = trading();
    exchange.say('chain 1 approves 102 nonce 3');
    expect(exchange.say('1 confirms 102 nonce 3')[0]).toMatch(/^agent 2 of 1/);
    expect(exchange.view.identity(1).approvalNonce).toBe(5);
    expect(exchange.say('1 approves 103 nonce 6')[0]).toMatch(/^agent 3 of 1/);
  });

  it.each([
    ['was revoked', '1 revokes 101'],
    ['made room when it had expired', 'tick 9000001'],
  ])('does not bring back a key that %s here', (_, ends) => {
    const exchange = trading();
    exchange.say(ends);
    for (let key = 102; exchange.view.identity(1).agents[0]?.number === 1; key += 1) {
      exchange.say(`1 approves ${key} until 9999999`);
    }
    expect(exchange.say('1 confirms 101 nonce 5', '1 confirms 101 nonce 4')).toEqual([
      ...['auth/approval-replayed', 'auth/approval-replayed'],
    ]);
    expect(exchange.say('1 revokes 102', '1 confirms 101 nonce 6').at(-1)).toMatch(
      /^agent \d+ of 1/,
    );
  });

  it.each([
    ['0 confirms 101 nonce 1', 'account/unknown'],
    ['4 confirms 101 nonce 1', 'account/unknown'],
    ['2 confirms 101 nonce 1', 'auth/agent-taken'],
    ['1 confirms 2 nonce 1', 'auth/agent-is-account'],
    ['1 confirms 103 nonce 1 until 1', 'auth/agent-expired'],
    ['1 confirms 103 nonce 0', 'auth/approval-forgotten'],
  ])('is refused: %s', (words, code) => {
    expect(trading().say(words)).toEqual([code]);
  });
});
