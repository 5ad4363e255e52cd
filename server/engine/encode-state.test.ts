import { describe, expect, it } from 'vitest';
import { SpokenExchange } from '#scripts/testing/spoken-exchange.ts';

function bytesAfter(sentences: readonly string[]): Uint8Array {
  const exchange = SpokenExchange.open();
  exchange.say('mark 100', ...sentences);
  return exchange.bytes;
}

describe('one state has one form, however it came about', () => {
  it.each([
    [
      'an order at once, and one that shrank',
      ['1 buys 3 @ 50'],
      ['1 buys 5 @ 50', '1 modifies #1 to 3'],
    ],
    ['an order that was moved', ['1 buys 3 @ 50'], ['1 buys 3 @ 40', '1 modifies #1 @ 50']],
    [
      'an order that waited',
      ['1 buys 3 @ 50'],
      ['1 buys 3 @ 50 rising 101 by mark', 'mark 101', 'mark 100'],
    ],
    [
      'an order that slid',
      ['2 sells 1 @ 51', '1 buys 3 @ 50 slide'],
      ['2 sells 1 @ 51', '1 buys 3 @ 60 slide'],
    ],
    [
      'one that canceled another on its way',
      ['3 sells 1 @ 99 #9', '1 buys 3 @ 50 #5', '3 cancels #9'],
      ['1 buys 3 @ 50 #5', '3 sells 1 @ 98 #9', '3 cancels #9'],
    ],
    [
      'a leg that was left alone',
      ['1 buys 3 @ 50 #5'],
      ['1 buys 3 @ 70 #9 or 101 limit 50 by mark #5', 'mark 101', 'mark 100'],
    ],
    [
      'orders of two levels, in either order',
      ['1 buys 1 @ 50 #5', '1 buys 1 @ 51 #6'],
      ['1 buys 1 @ 51 #6', '1 buys 1 @ 50 #5'],
    ],
    [
      'a switch moved, and taken away',
      ['2 arms 9000'],
      ['1 arms 5000', '1 arms 0', '2 arms 8000', '2 arms 9000'],
    ],
    [
      'money gone again',
      ['1 deposits 5 base', '1 withdraws 5 base'],
      ['2 deposits 5 base', '2 withdraws 5 base'],
    ],
    ['a market that opened twice', [], ['market halted', 'market open']],
    ['commands that were refused', ['tick 1500'], ['1 cancels #9', '1 buys 0 @ 1', 'tick 9000']],
  ])('%s', (_, one, other) => {
    expect(bytesAfter(one)).toEqual(bytesAfter(other));
  });

  it.each([
    ['another price', ['1 buys 3 @ 50'], ['1 buys 3 @ 51']],
    [
      'another place in the queue',
      ['1 buys 1 @ 50 #5', '1 buys 1 @ 50 #6'],
      ['1 buys 1 @ 50 #6', '1 buys 1 @ 50 #5'],
    ],
    ['another display', ['1 buys 4 @ 50 shows 4'], ['1 buys 4 @ 50']],
    ['another client id', ['1 buys 1 @ 50 client 5'], ['1 buys 1 @ 50 client 6']],
    [
      'another content of a client id',
      ['1 buys 1 @ 50 ioc client 5'],
      ['1 buys 2 @ 50 ioc client 5'],
    ],
    [
      'another order of client ids that are done',
      ['1 buys 1 @ 5 ioc client 5', '1 buys 1 @ 5 ioc client 6'],
      ['1 buys 1 @ 5 ioc client 6 #2', '1 buys 1 @ 5 ioc client 5 #1'],
    ],
    [
      'a trigger of another source',
      ['1 buys 1 @ 50 rising 200 by mark'],
      ['1 buys 1 @ 50 rising 200 by index'],
    ],
    ['a leg of another id', ['1 buys 1 @ 50 profit 60 #8'], ['1 buys 1 @ 50 profit 60 #9']],
    ['another state of the market', ['market halted'], ['market cancel-only']],
    ['another mark', ['mark 7'], ['index 7']],
  ])('but not with %s', (_, one, other) => {
    expect(bytesAfter(one)).not.toEqual(bytesAfter(other));
  });

  it('and an account without money or ids costs no more than its address', () => {
    const exchange = SpokenExchange.open();
    const before = exchange.bytes.length;
    exchange.say(exchange.build.openAccount());
    // Length of the address and itself, deadline, that it has neither signers nor withdrawals, and two ends
    // of lists.
    expect(exchange.bytes.length - before).toBe(4 + 42 + 8 + 4 + 4 + 4 + 4);
  });
});
