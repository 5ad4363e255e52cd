import { describe, expect, it } from 'vitest';
import { SpokenExchange } from '#scripts/testing/spoken-exchange.ts';

/**
 * Account 1 has nonces 64 to 127 itself, its agent 1 has 128 to 191; that one may trade in market 1 for
 * up to 500 at a time, until second 5. It is second 1.
 */
function signing(): SpokenExchange {
  const exchange = SpokenExchange.open({ makerFeePpm: 200, takerFeePpm: 500 });
  const { build } = exchange;
  exchange.say(build.listMarket({ market: 2 }), 'market open in 2', '1 reserves');
  exchange.say('1 approves 101 until 5 worth 500 markets 2', '1 reserves for 1');
  exchange.say('1 approves 102', 'index 100', 'index 100 in 2');
  return exchange;
}

describe('who may sign an order', () => {
  it.each([
    ['the owner', '1 buys 5 @ 100 signed 64'],
    ['the owner, with nonces of a range in any order', '1 buys 5 @ 100 signed 127'],
    ['an agent', '1 buys 5 @ 100 signed 128 agent 1'],
    ['an agent, up to its limit', '1 buys 4 @ 125 signed 128 agent 1'],
    ['for the fee of a taker, if not a part per million more', '1 buys 5 @ 100 signed 64 fee 500'],
    ['up to the last second', 'at 1999 1 buys 5 @ 100 signed 64 until 2'],
    [
      'whoever signs an order that is not to stay, under any larger nonce',
      '1 buys 5 @ 100 ioc signed 1',
    ],
    ['nobody, as in simulations', '1 buys 5 @ 100'],
  ])('%s', (_, order) => {
    expect(signing().say(order)[0]).toMatch(/^#1 accepted/);
  });

  it.each([
    ['an agent that there is not', '1 buys 5 @ 100 signed 64 agent 3', 'auth/unknown-agent'],
    ['an agent of somebody else', '2 buys 5 @ 100 signed 64 agent 1', 'auth/unknown-agent'],
    [
      'an agent whose approval is over',
      'at 5000 1 buys 5 @ 100 signed 128 agent 1',
      'auth/agent-expired',
    ],
    [
      'an agent in a market that it was not approved for',
      '1 buys 5 @ 100 in 2 signed 128 agent 1',
      'auth/agent-market',
    ],
    ['an agent beyond its limit', '1 buys 3 @ 167 signed 128 agent 1', 'auth/agent-notional'],
    [
      'an agent whose market order could cost more than its limit',
      '1 buys 5 @ market signed 1 agent 1 within 101',
      'auth/agent-notional',
    ],
    ['for another epoch', '1 buys 5 @ 100 signed 64 epoch 1', 'auth/wrong-epoch'],
    ['too long ago', '1 buys 5 @ 100 signed 64 until 1', 'auth/signature-expired'],
    ['for a lower fee', '1 buys 5 @ 100 signed 64 fee 499', 'auth/max-fee-too-low'],
    [
      'under a nonce that nobody has reserved',
      '1 buys 5 @ 100 signed 192',
      'auth/nonce-not-reserved',
    ],
    [
      'under one of those before the first range',
      '1 buys 5 @ 100 signed 63',
      'auth/nonce-not-reserved',
    ],
    ['under the nonce of an agent', '1 buys 5 @ 100 signed 128', 'auth/nonce-not-reserved'],
    [
      'as an agent under the owner’s',
      '1 buys 5 @ 100 signed 64 agent 1',
      'auth/nonce-not-reserved',
    ],
    ['a one-shot order without nonce', '1 buys 5 @ 100 ioc signed 0', 'auth/nonce-used'],
    [
      'a market order that waits under a nonce of those that do not',
      '1 buys 5 @ market stop 110 signed 1',
      'auth/nonce-not-reserved',
    ],
  ])('not %s', (_, order, code) => {
    expect(signing().say(order)).toEqual([code]);
  });

  it('is asked before anything of the order itself, the fault that is told first first', () => {
    const exchange = signing();
    exchange.say('market halted');
    const words = '1 buys 0 @ 100';
    expect(exchange.say(`${words} signed 63 agent 3 epoch 1 until 1 fee 0`)).toEqual([
      'auth/unknown-agent',
    ]);
    expect(exchange.say(`${words} signed 63 epoch 1 until 1 fee 0`)).toEqual(['auth/wrong-epoch']);
    expect(exchange.say(`${words} signed 63 until 1 fee 0`)).toEqual(['auth/signature-expired']);
    expect(exchange.say(`${words} signed 63 fee 0`)).toEqual(['auth/max-fee-too-low']);
    expect(exchange.say(`${words} signed 63`)).toEqual(['auth/nonce-not-reserved']);
    expect(exchange.say(`${words} signed 64`)).toEqual(['market/halted']);
    expect(exchange.say('at 5000 1 buys 5 @ 100 in 2 signed 63 agent 1')).toEqual([
      'auth/agent-expired',
    ]);
  });

  it('is asked after account, order id and client order id', () => {
    const exchange = signing();
    exchange.say('1 buys 5 @ 100 client 7 signed 64');
    expect(exchange.say('1 buys 5 @ 100 client 7 signed 64 epoch 9')).toEqual(['duplicate of #1']);
    expect(exchange.say('1 buys 6 @ 100 client 7 signed 64 epoch 9')).toEqual([
      'order/client-id-reused',
    ]);
    expect(exchange.say('1 buys 5 @ 100 #1 signed 64 epoch 9')).toEqual(['order/duplicate-id']);
    expect(exchange.say('9 buys 5 @ 100 signed 64')).toEqual(['account/unknown']);
  });
});

describe('an agent’s limit', () => {
  it('comes after everything that is wrong with the order, before how many are open', () => {
    const exchange = SpokenExchange.open({ maxOpenOrders: 1, maxQuantity: 50 });
    exchange.say('1 approves 101 worth 500', '1 reserves for 1', '1 buys 1 @ 1');
    expect(exchange.say('1 buys 60 @ 100 signed 64 agent 1')).toEqual(['order/quantity-too-large']);
    expect(exchange.say('1 buys 6 @ 100 signed 64 agent 1')).toEqual(['auth/agent-notional']);
    expect(exchange.say('1 buys 5 @ 100 signed 64 agent 1')).toEqual(['risk/too-many-orders']);
  });

  it.each([
    ['a take-profit', '1 buys 4 @ 100 signed 128 agent 1 profit 126 signed 129 agent 1'],
    ['a stop-loss', '1 sells 4 @ 100 signed 128 agent 1 loss 120 limit 126 signed 129 agent 1'],
    [
      'a stop-loss at market, by its protection price',
      '1 sells 4 @ 100 signed 128 agent 1 loss 110 signed 129 agent 1',
    ],
  ])('holds for %s by itself', (_, order) => {
    const exchange = SpokenExchange.open({ bandPpm: 150_000 });
    exchange.say('1 approves 101 worth 500', '1 reserves', '1 reserves for 1', 'index 100');
    expect(exchange.say(order)).toEqual(['auth/agent-notional']);
    expect(exchange.say(order.replaceAll('@ 100', '@ 99').replaceAll(' 4 ', ' 3 '))[0]).toMatch(
      /accepted/,
    );
  });

  it('holds for both legs of a pair', () => {
    const exchange = signing();
    const pair = (limit: number, stop: number) =>
      `1 buys 5 @ ${limit} signed 128 agent 1 or ${stop} limit ${stop} signed 129 agent 1`;
    expect(exchange.say(pair(90, 101))).toEqual(['auth/agent-notional']);
    expect(
      exchange.say('1 sells 5 @ 101 signed 128 agent 1 or 90 limit 90 signed 129 agent 1'),
    ).toEqual(['auth/agent-notional']);
    expect(exchange.say(pair(90, 100))).toHaveLength(2);
  });

  it('may be none at all', () => {
    const exchange = signing();
    exchange.say('1 reserves for 2');
    expect(exchange.say('1 buys 500 @ 1000 signed 192 agent 2')[0]).toMatch(/accepted/);
  });
});

describe('the signatures of a command', () => {
  const order = '1 buys 5 @ 100 signed 64';

  it.each([
    ['a leg that is not', `${order} profit 110`],
    ['one leg of two that is not', `${order} profit 110 signed 65 loss 90`],
    ['an order that is not, with a leg that is', '1 buys 5 @ 100 profit 110 signed 65'],
    ['half a pair', '1 sells 5 @ 110 signed 64 or 90'],
    ['the other half of a pair', '1 sells 5 @ 110 or 90 signed 64'],
  ])('are all there or none: not %s', (_, words) => {
    expect(signing().say(words)).toEqual(['auth/signature-required']);
  });

  it.each([
    ['an order and its leg', `${order} profit 110 signed 64`],
    ['two legs', `${order} profit 110 signed 65 loss 90 signed 65`],
    ['both legs of a pair', '1 sells 5 @ 110 signed 64 or 90 signed 64'],
  ])('have nonces of their own: not one for %s', (_, words) => {
    expect(signing().say(words)).toEqual(['auth/nonce-used']);
  });

  it.each([
    ['a leg', `${order} profit 110 signed 65 epoch 1`, 'auth/wrong-epoch'],
    [
      'the second leg',
      `${order} profit 110 signed 65 loss 90 signed 66 until 1`,
      'auth/signature-expired',
    ],
    [
      'the limit leg of a pair',
      '1 sells 5 @ 110 signed 1 or 90 signed 65',
      'auth/nonce-not-reserved',
    ],
    [
      'the stop leg of a pair',
      '1 sells 5 @ 110 signed 65 or 90 signed 66 fee 0',
      'auth/max-fee-too-low',
    ],
  ])('are each looked at: %s', (_, words, code) => {
    expect(signing().say(words)).toEqual([code]);
  });

  it('are of two spaces: a one-shot order may have the number of its leg', () => {
    const exchange = signing();
    exchange.say('2 sells 5 @ 100');
    expect(exchange.say('1 buys 5 @ 100 ioc signed 64 profit 110 signed 64')[0]).toMatch(
      /accepted/,
    );
  });
});

describe('a nonce', () => {
  it('is used once, whether the order is open or done', () => {
    const exchange = signing();
    exchange.say('1 buys 5 @ 90 signed 64', '1 buys 5 @ 90 signed 65', '1 cancels #1');
    expect(exchange.say('1 buys 5 @ 90 signed 64')).toEqual(['auth/nonce-used']);
    expect(exchange.say('1 buys 5 @ 90 signed 65')).toEqual(['auth/nonce-used']);
  });

  it('of a one-shot order is above all before it, whoever signed those', () => {
    const exchange = signing();
    exchange.say('1 buys 5 @ 90 ioc signed 7');
    expect(exchange.say('1 buys 5 @ 90 ioc signed 7')).toEqual(['auth/nonce-used']);
    expect(exchange.say('1 buys 5 @ 90 ioc signed 6 agent 1')).toEqual(['auth/nonce-used']);
    expect(exchange.say('2 buys 5 @ 90 ioc signed 6')[0]).toMatch(/accepted/);
    expect(exchange.say(`1 buys 5 @ 90 ioc signed ${2 ** 48 - 1}`)[0]).toMatch(/accepted/);
    expect(exchange.say('1 buys 5 @ 90 signed 64')[0]).toMatch(/accepted/);
  });

  it('is not used by an order that is refused, nor are those of its legs', () => {
    const exchange = signing();
    const words = 'signed 64 profit 110 signed 65 loss 90 signed 66';
    expect(exchange.say(`1 buys 50000 @ 100 ${words}`)).toEqual(['risk/insufficient-funds']);
    expect(exchange.say('1 buys 50000 @ 100 ioc signed 7')).toEqual(['risk/insufficient-funds']);
    expect(exchange.say(`1 buys 5 @ 100 ${words}`)[0]).toMatch(/accepted/);
    expect(exchange.say('1 buys 5 @ 100 ioc signed 7')[0]).toMatch(/accepted/);
    expect(exchange.say('1 buys 5 @ 100 signed 65')).toEqual(['auth/nonce-used']);
    expect(exchange.say('1 buys 5 @ 100 signed 66')).toEqual(['auth/nonce-used']);
  });

  it('of both legs of a pair is used', () => {
    const exchange = signing();
    exchange.say('1 sells 5 @ 110 signed 64 or 90 signed 65');
    expect(exchange.say('1 buys 5 @ 90 signed 64')).toEqual(['auth/nonce-used']);
    expect(exchange.say('1 buys 5 @ 90 signed 65')).toEqual(['auth/nonce-used']);
  });
});
