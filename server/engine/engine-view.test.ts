import { describe, expect, it } from 'vitest';
import { SpokenExchange } from '#scripts/testing/spoken-exchange.ts';

describe('the orders of a market', () => {
  it('come in the order of the state hash', () => {
    const exchange = SpokenExchange.open();
    // Given the other way round, so that their order is not that of their ids.
    exchange.say('1 buys 1 @ 5 falling 3 by index', '1 buys 1 @ 5 falling 4 by index');
    exchange.say('1 buys 1 @ 5 rising 9 by index', '1 buys 1 @ 5 rising 8 by index');
    exchange.say('1 buys 1 @ 5 falling 4 by mark', '1 buys 1 @ 5 rising 9 by mark');
    exchange.say('1 buys 1 @ 5 falling 4', '1 buys 1 @ 5 falling 4', '1 buys 1 @ 5 rising 9');
    exchange.say('2 sells 1 @ 102', '2 sells 1 @ 101', '3 sells 1 @ 101');
    exchange.say('2 buys 1 @ 98', '2 buys 1 @ 99', '3 buys 1 @ 99');
    expect(exchange.book()).toEqual([
      'buy 1 @ 99 #14',
      'buy 1 @ 99 #15',
      'buy 1 @ 98 #13',
      'sell 1 @ 101 #11',
      'sell 1 @ 101 #12',
      'sell 1 @ 102 #10',
      'buy 1 @ 5 #9 when last >= 9',
      'buy 1 @ 5 #7 when last <= 4',
      'buy 1 @ 5 #8 when last <= 4',
      'buy 1 @ 5 #6 when mark >= 9',
      'buy 1 @ 5 #5 when mark <= 4',
      'buy 1 @ 5 #4 when index >= 8',
      'buy 1 @ 5 #3 when index >= 9',
      'buy 1 @ 5 #2 when index <= 4',
      'buy 1 @ 5 #1 when index <= 3',
    ]);
  });

  it('are shown whole', () => {
    const exchange = SpokenExchange.open();
    exchange.say('2 sells 3 @ 100', '1 buys 10 @ 100 slide both till 9000 shows 2 #7');
    exchange.say('2 sells 3 @ 99');
    expect(exchange.order(7)).toEqual({
      orderId: 7,
      account: 1,
      market: 1,
      side: 0,
      type: 0,
      timeInForce: 3,
      postOnly: 2,
      selfTrade: 2,
      price: 99,
      filled: 3,
      visible: 1,
      hidden: 6,
      display: 2,
      trigger: 0,
      triggerBy: 0,
      triggerPrice: 0,
      expiry: 9_000,
      signer: -1,
      siblingId: 0,
      takeProfit: null,
      stopLoss: null,
      clientOrderId: 0,
      digest: 0,
    });
  });

  it('have a digest only with a client id, the same for both legs of a pair', () => {
    const exchange = SpokenExchange.open();
    exchange.say('1 buys 1 @ 50 client 7', '1 sells 1 @ 110 client 8 or 40 client 9');
    exchange.say('1 sells 1 @ 110 or 40', '1 sells 1 @ 110 client 10 or 40');
    const digests = [1, 2, 3, 4, 5, 6, 7].map((orderId) => exchange.order(orderId)?.digest ?? -1);
    expect(digests.map((digest) => digest > 0)).toEqual([
      ...[true, true, true, false, false, true, false],
    ]);
    expect(digests[1]).toBe(digests[2]);
    expect(new Set(digests.filter((digest) => digest > 0)).size).toBe(3);
  });
});

describe('client ids of orders that are done', () => {
  it('come oldest first, with the order and the digest of its command', () => {
    const exchange = SpokenExchange.open();
    exchange.say('1 buys 1 @ 50 client 7', '1 buys 1 @ 51 client 8', '2 buys 1 @ 50 client 7');
    const digest = exchange.order(1)?.digest;
    exchange.say('1 cancels #2', '1 cancels #1', '1 buys 1 @ 50 ioc');
    const done: unknown[] = [];
    exchange.view.visitDoneClientIds(1, (entry) => done.push(entry));
    expect(done).toEqual([
      { clientOrderId: 8, orderId: 2, digest: expect.any(Number) },
      { clientOrderId: 7, orderId: 1, digest },
    ]);
  });
});
