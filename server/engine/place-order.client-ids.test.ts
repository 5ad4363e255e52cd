import { describe, expect, it } from 'vitest';
import { SpokenExchange } from '#scripts/testing/spoken-exchange.ts';

describe('client order ids', () => {
  /** Client id 7 of account 1 stands for #1. */
  function known(): SpokenExchange {
    const exchange = SpokenExchange.open();
    exchange.say('1 buys 5 @ 100 client 7');
    return exchange;
  }

  it.each([
    ['the same again', '1 buys 5 @ 100 client 7', 'duplicate of #1'],
    ['under another order id', '1 buys 5 @ 100 client 7 #99', 'duplicate of #1'],
    ['later', 'at 5000 1 buys 5 @ 100 client 7', 'duplicate of #1'],
    ['another size', '1 buys 6 @ 100 client 7', 'order/client-id-reused'],
    ['another price', '1 buys 5 @ 101 client 7', 'order/client-id-reused'],
    ['another side', '1 sells 5 @ 100 client 7', 'order/client-id-reused'],
    ['another time in force', '1 buys 5 @ 100 ioc client 7', 'order/client-id-reused'],
    ['with an expiry', '1 buys 5 @ 100 till 5000 client 7', 'order/client-id-reused'],
    ['post-only', '1 buys 5 @ 100 post-only client 7', 'order/client-id-reused'],
    ['with a display', '1 buys 5 @ 100 shows 1 client 7', 'order/client-id-reused'],
    ['with another self-trade mode', '1 buys 5 @ 100 oldest client 7', 'order/client-id-reused'],
    ['reduce-only', '1 buys 5 @ 100 reduce-only client 7', 'order/client-id-reused'],
    ['with a leg', '1 buys 5 @ 100 client 7 profit 110', 'order/client-id-reused'],
    ['at market', '1 buys 5 @ market within 100 client 7', 'order/client-id-reused'],
    ['with a trigger', '1 buys 5 @ 100 stop 101 client 7', 'order/client-id-reused'],
    ['for a leg', '1 buys 5 @ 100 client 8 profit 110 client 7', 'order/client-id-reused'],
    ['for a pair', '1 sells 5 @ 110 client 7 or 90', 'order/client-id-reused'],
    ['for a pair’s stop leg', '1 sells 5 @ 110 or 90 client 7', 'order/client-id-reused'],
    ['of another account', '2 buys 5 @ 100 client 7', '#2 accepted: 5 at 100'],
  ])('%s: %s: %s', (_, spoken, told) => {
    expect(known().say(spoken)).toEqual([told]);
  });

  it('of one command all differ', () => {
    const exchange = SpokenExchange.open();
    const reused = ['order/client-id-reused'];
    expect(exchange.say('1 buys 1 @ 100 client 3 profit 110 client 3')).toEqual(reused);
    expect(exchange.say('1 buys 1 @ 100 client 3 loss 90 client 3')).toEqual(reused);
    expect(exchange.say('1 buys 1 @ 100 profit 110 client 4 loss 90 client 4')).toEqual(reused);
  });

  it('of a leg never shows a duplicate, even of the same command', () => {
    const exchange = SpokenExchange.open();
    exchange.say('1 buys 1 @ 100 profit 110 client 4');
    expect(exchange.say('1 buys 1 @ 100 profit 110 client 4')).toEqual(['order/client-id-reused']);
  });

  it('show a duplicate of an order with legs, whose ids it finds taken', () => {
    const exchange = SpokenExchange.open();
    const spoken = '1 buys 1 @ 100 client 3 profit 110 client 4 loss 90 client 5';
    exchange.say(spoken);
    expect(exchange.say(spoken)).toEqual(['duplicate of #1']);
    expect(exchange.say(spoken.replace('110', '111'))).toEqual(['order/client-id-reused']);
  });

  it('are remembered when the order is done, and show it even in a market that is closed', () => {
    const exchange = known();
    exchange.say('1 cancels client 7', 'market halted');
    expect(exchange.say('1 buys 5 @ 100 client 7')).toEqual(['duplicate of #1']);
    expect(exchange.say('1 cancels client 7')).toEqual(['order/unknown']);
  });

  it('of a refused order are not remembered', () => {
    const exchange = SpokenExchange.open();
    exchange.say('1 buys 5 @ 1000000 client 7');
    expect(exchange.say('1 buys 5 @ 100 client 7')).toEqual(['#2 accepted: 5 at 100']);
  });

  it('come after order ids and before everything else about the order', () => {
    const exchange = known();
    expect(exchange.say('1 buys 5 @ 100 client 7 #1')).toEqual(['order/duplicate-id']);
    expect(exchange.say('1 buys 0 @ 0 client 7 #9')).toEqual(['order/client-id-reused']);
  });

  it('are forgotten one by one beyond 1,000 done orders, those of open orders never', () => {
    const exchange = SpokenExchange.open();
    exchange.say('1 buys 1 @ 1 client 9999');
    for (let client = 1; client <= 1_000; client += 1) {
      exchange.say(`1 buys 1 @ 1 ioc client ${client}`);
    }
    expect(exchange.say('1 buys 1 @ 1 ioc client 1')).toEqual(['duplicate of #2']);
    expect(exchange.say('1 buys 1 @ 1 ioc client 1001').at(-1)).toBe('#1003 ioc-rest, 1 left');
    // Client id 1 is forgotten, 2 is the oldest; an order done without a client id pushes none out.
    exchange.say('1 buys 1 @ 1 ioc');
    expect(exchange.say('1 buys 1 @ 1 ioc client 2')).toEqual(['duplicate of #3']);
    expect(exchange.say('1 buys 1 @ 1 ioc client 1')[0]).toMatch(/accepted/);
    expect(exchange.say('1 buys 1 @ 1 ioc client 2')[0]).toMatch(/accepted/);
    expect(exchange.say('1 buys 1 @ 1 ioc client 4')).toEqual(['duplicate of #5']);
    expect(exchange.say('1 buys 1 @ 1 client 9999')).toEqual(['duplicate of #1']);
    expect(exchange.say('1 cancels client 9999')).toEqual(['#1 canceled, 1 left']);
  });
});
