import { describe, expect, it } from 'vitest';
import { SpokenExchange } from '#scripts/testing/spoken-exchange.ts';

/** Account 1 has nonces 64 to 127 itself, its agent 1 has 128 to 191. It is second 1. */
function signing(): SpokenExchange {
  const exchange = SpokenExchange.open();
  exchange.say('1 approves 101', '1 reserves', '1 reserves for 1');
  return exchange;
}

/** Who signed an order, and when it ends. */
function signingOf(exchange: SpokenExchange, orderId: number) {
  const order = exchange.order(orderId);
  return [order?.signer, order?.expiry];
}

/** When the last command’s orders end, as it was told. */
function toldExpiries(exchange: SpokenExchange): number[] {
  return exchange.events.flatMap((event) => ('expiry' in event ? [event.expiry] : []));
}

describe('a signed order', () => {
  it.each([
    ['by its owner', '1 buys 5 @ 100 signed 64 until 4', 0, 4_000],
    ['by an agent', '1 buys 5 @ 100 signed 128 agent 1 until 4', 1, 4_000],
    ['that ends before its signature', '1 buys 5 @ 100 till 3000 signed 64 until 4', 0, 3_000],
    ['that ends after its signature', '1 buys 5 @ 100 till 5000 signed 64 until 4', 0, 4_000],
    ['at market that waits', '1 buys 5 @ market stop 110 signed 64 until 4', 0, 4_000],
    ['as late as can be', '1 buys 5 @ 100 signed 64', 0, 4_294_967_295_000],
  ])('%s: who signed it and its end are known', (_, order, signer, expiry) => {
    const exchange = signing();
    exchange.say(order);
    expect(signingOf(exchange, 1)).toEqual([signer, expiry]);
    expect(toldExpiries(exchange)).toEqual([expiry]);
  });

  it('ends with its signature', () => {
    const exchange = signing();
    exchange.say('1 buys 5 @ 100 signed 64 until 4');
    expect(exchange.say('tick 3999')).toEqual([]);
    expect(exchange.say('tick 4000')).toEqual(['#1 expired, 5 left']);
  });

  it('that does not stay has no end', () => {
    const exchange = signing();
    exchange.say('1 buys 5 @ 100 ioc signed 1 until 4');
    expect(toldExpiries(exchange)).toEqual([0]);
  });

  it('that nobody signed ends when it says', () => {
    const exchange = signing();
    exchange.say('1 buys 5 @ 100', '1 buys 5 @ 100 till 5000');
    expect([signingOf(exchange, 1), signingOf(exchange, 2)]).toEqual([
      [-1, 0],
      [-1, 5_000],
    ]);
  });

  it('ends with its agent’s approval, as on chain', () => {
    const exchange = signing();
    exchange.say('1 approves 101 until 2', '1 buys 5 @ 100 signed 128 agent 1 until 9');
    expect(signingOf(exchange, 1)).toEqual([1, 2_000]);
    expect(exchange.say('tick 3000')).toEqual(['#1 expired, 5 left']);
  });
});

describe('legs', () => {
  const order = '1 buys 5 @ 100 signed 64 until 9';

  it('end with their own signatures when they are opened', () => {
    const exchange = signing();
    exchange.say(`${order} profit 110 signed 65 until 4 loss 90 signed 128 agent 1 until 5`);
    expect(exchange.order(1)).toMatchObject({
      takeProfit: { signer: 0, expiry: 4_000 },
      stopLoss: { signer: 1, expiry: 5_000 },
    });
    exchange.say('2 sells 5 @ 100');
    expect(toldExpiries(exchange)).toEqual([0, 4_000, 5_000]);
    expect([signingOf(exchange, 2), signingOf(exchange, 3)]).toEqual([
      [0, 4_000],
      [1, 5_000],
    ]);
    expect(exchange.say('tick 4000')).toEqual(['#2 expired, 5 left', '#3 sibling, 5 left']);
  });

  it.each([
    ['profit 110 signed 65 until 3', ['#2 expired']],
    ['loss 90 signed 65 until 3', ['#2 expired']],
    ['profit 110 signed 65 until 3 loss 90 signed 66', ['#2 expired', '#3 expired']],
    ['profit 110 signed 65 loss 90 signed 66 until 3', ['#2 expired', '#3 expired']],
  ])('of which one has ended before the order was filled are not opened: %s', (legs, told) => {
    const exchange = signing();
    exchange.say(`${order} ${legs}`);
    expect(exchange.say('at 3000 2 sells 5 @ 100').slice(-told.length)).toEqual(told);
  });

  it('of a pair end with the first of their dates', () => {
    const exchange = signing();
    exchange.say('1 sells 5 @ 110 till 4000 signed 64 until 5 or 90 signed 65 until 3');
    expect([signingOf(exchange, 1), signingOf(exchange, 2)]).toEqual([
      [0, 4_000],
      [0, 3_000],
    ]);
    expect(exchange.say('tick 3000')).toEqual(['#2 expired, 5 left', '#1 sibling, 5 left']);
  });
});

describe('a change of a signed order', () => {
  function placed(words = ''): SpokenExchange {
    const exchange = signing();
    exchange.say(`1 buys 5 @ 100 ${words} signed 64 until 4`);
    return exchange;
  }

  it.each([
    ['another price', '@ 101'],
    ['a larger size', 'to 6'],
    ['a smaller size at another price', 'to 4 @ 101'],
  ])('needs a signature: %s', (_, change) => {
    const exchange = placed();
    expect(exchange.say(`1 modifies #1 ${change}`)).toEqual(['auth/signature-required']);
    expect(exchange.say(`1 modifies #1 ${change} signed 64`)).toEqual(['auth/nonce-used']);
    expect(exchange.say(`1 modifies #1 ${change} signed 65`)[0]).toMatch(/^#1 modified/);
    expect(exchange.say('1 buys 1 @ 50 signed 65')).toEqual(['auth/nonce-used']);
  });

  it('to a smaller size alone needs none, and uses none', () => {
    const exchange = placed();
    expect(exchange.say('1 modifies #1 to 4')).toEqual(['#1 modified: 4 at 100, keeps its place']);
    expect(exchange.say('1 modifies #1 to 3 signed 65 epoch 9')[0]).toMatch(/keeps its place/);
    expect(toldExpiries(exchange)).toEqual([4_000]);
    expect(exchange.say('1 buys 1 @ 50 signed 65')[0]).toMatch(/accepted/);
  });

  it('that is none, or not possible, is told first', () => {
    const exchange = placed();
    expect(exchange.say('1 modifies #1 @ 100')).toEqual(['order/nothing-to-modify']);
    exchange.say('market halted');
    expect(exchange.say('1 modifies #1 @ 101')).toEqual(['market/halted']);
  });

  it('is looked at like a new order', () => {
    const exchange = placed();
    exchange.say('1 approves 102 worth 500', '1 reserves for 2');
    expect(exchange.say('1 modifies #1 @ 101 signed 192 agent 2')).toEqual(['auth/agent-notional']);
    expect(exchange.say('1 modifies #1 @ 101 signed 65 epoch 1')).toEqual(['auth/wrong-epoch']);
    expect(exchange.say('1 modifies #1 @ 101 signed 65 agent 9')).toEqual(['auth/unknown-agent']);
    expect(exchange.say('1 modifies #1 to 6 @ 50 signed 192 agent 2')[0]).toMatch(/modified/);
    expect(signingOf(exchange, 1)[0]).toBe(2);
  });

  it.each([
    ['longer', '', 9, 9_000],
    ['shorter', '', 2, 2_000],
    ['longer, when it has a date of its own', 'till 6000', 9, 4_000],
    ['shorter, when it has a date of its own', 'till 6000', 2, 2_000],
  ])('may last %s', (_, words, until, expiry) => {
    const exchange = placed(words);
    exchange.say(`1 modifies #1 @ 101 signed 128 agent 1 until ${until}`);
    expect(signingOf(exchange, 1)).toEqual([1, expiry]);
    expect(toldExpiries(exchange)).toEqual([expiry]);
    exchange.say(`tick ${expiry - 1}`);
    expect(exchange.say(`tick ${expiry}`)).toEqual(['#1 expired, 5 left']);
  });

  it('is possible after its signature has ended, until the clock says so', () => {
    const exchange = placed();
    expect(exchange.say('at 4000 1 modifies #1 @ 101 signed 65 until 9')[0]).toMatch(/modified/);
    expect(exchange.say('tick 8999')).toEqual([]);
  });

  it('holds for one that waits for its trigger', () => {
    const exchange = signing();
    exchange.say('1 buys 5 @ market stop 110 within 120 signed 64 until 4');
    expect(exchange.say('1 modifies #1 stop 111')).toEqual(['auth/signature-required']);
    expect(exchange.say('1 modifies #1 stop 111 signed 65 until 5')[0]).toMatch(/modified/);
    expect(signingOf(exchange, 1)).toEqual([0, 5_000]);
  });

  it('holds for a leg of a pair', () => {
    const exchange = signing();
    exchange.say('1 sells 5 @ 110 signed 64 or 90 limit 88 signed 65');
    expect(exchange.say('1 modifies #1 @ 111')).toEqual(['auth/signature-required']);
    expect(exchange.say('1 modifies #2 stop 91 signed 66 until 5')[0]).toMatch(/modified/);
    expect(signingOf(exchange, 2)).toEqual([0, 5_000]);
  });

  it('signs one that was not signed', () => {
    const exchange = signing();
    exchange.say('1 buys 5 @ 100');
    exchange.say('1 modifies #1 @ 101 signed 64 until 4');
    expect(signingOf(exchange, 1)).toEqual([0, 4_000]);
    expect(exchange.say('1 modifies #1 @ 102')).toEqual(['auth/signature-required']);
    expect(exchange.say('tick 4000')).toEqual(['#1 expired, 5 left']);
  });

  it('that fills it at once leaves nothing behind', () => {
    const exchange = placed();
    exchange.say('2 sells 5 @ 101');
    expect(exchange.say('1 modifies #1 @ 101 signed 65')).toContain('#1 filled');
    expect(exchange.say('tick 9000')).toEqual([]);
  });
});
