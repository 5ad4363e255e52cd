import { describe, expect, it, vi } from 'vitest';
import { SpokenExchange } from '#scripts/testing/spoken-exchange.ts';
import { checkState } from './check-state.ts';
import { DELISTED, OPEN } from './command.ts';
import type { EngineState } from './engine-state.ts';
import { InvariantError } from './invariant.ts';
import type { ListedMarket } from './listed-market.ts';
import { ENLISTED, LOCK_CARRIED } from './order-flags.ts';
import { detailsOf } from './orders.ts';

/** A state with every kind of order, and the slots and the market to break it at. */
type Broken = {
  readonly state: EngineState;
  readonly market: ListedMarket;
  slot(orderId: number): number;
};

/** #1 and #2 rest at 90, #3 is an iceberg, #4 waits; #5 and #6 are a pair that buys. */
function everyKind(exchange = SpokenExchange.open()): Broken {
  exchange.say(
    '1 buys 5 @ 90',
    '2 buys 7 @ 90',
    '2 sells 9 @ 130 shows 2',
    '3 sells 4 @ 80 stop 85',
  );
  exchange.say('1 buys 3 @ 95 or 110 limit 112');
  const { state } = exchange;
  return { state, market: state.listed(1), slot: (orderId) => state.ids.find(orderId) };
}

describe('checkState', () => {
  it('finds nothing in a state that the engine made', () => {
    expect(() => checkState(everyKind().state)).not.toThrow();
    expect(() => checkState(everyKind(SpokenExchange.preOpen()).state)).not.toThrow();
  });

  it.each<[string, (broken: Broken) => void, string]>([
    [
      'a follow-up that was not executed',
      ({ state, slot }) => state.followUps.add({ kind: 'triggered', slot: slot(4), orderId: 4 }),
      'follow-ups are left over between two commands',
    ],
    [
      'an order at another price than its level’s',
      ({ state, slot }) => state.pool.setPrice(slot(2), 91),
      'an order stands at a price that is not its own',
    ],
    [
      'an order that shows more than its level knows',
      ({ state, slot }) => state.pool.setVisible(slot(2), 8),
      'the lots of a level are not those of its orders',
    ],
    [
      'a level that counts one order too many',
      ({ market }) => void vi.spyOn(market.book.bids, 'ordersAt').mockReturnValue(3),
      'a level counts its orders wrongly',
    ],
    [
      'an order that is not enlisted',
      ({ state, slot }) => state.pool.setFlags(slot(1), state.pool.flags(slot(1)) & ~ENLISTED),
      'an order is not enlisted',
    ],
    [
      'an order of another market',
      ({ state, slot }) => state.pool.setFlags(slot(1), state.pool.flags(slot(1)) ^ (2 << 1)),
      'an order is in a foreign market',
    ],
    [
      'an order that its id does not lead to',
      ({ state, slot }) => state.ids.remove(slot(1)),
      'an order is not found by its id',
    ],
    [
      'an order of no lots',
      ({ market, slot }) => market.book.bids.reduce(slot(1), 5),
      'an order has nothing left',
    ],
    [
      'an order with less than no hidden lots',
      ({ state, slot }) => state.pool.setHidden(slot(3), -1),
      'an order has nothing left',
    ],
    [
      'a single order that is said to have its lock elsewhere',
      ({ state, slot }) => state.pool.setFlags(slot(1), state.pool.flags(slot(1)) | LOCK_CARRIED),
      'nobody carries the lock of an order',
    ],
    [
      'an order that locks at another price than its own',
      ({ state, slot }) => state.pool.setLockPrice(slot(1), 91),
      'an order locks at a foreign price',
    ],
    [
      'a leg that does not know its sibling',
      ({ state, slot }) => state.details.setSibling(detailsOf(state, slot(6)), slot(1)),
      'the legs of a pair do not know each other',
    ],
    [
      'a stop leg with the lock',
      ({ state, slot }) => state.pool.setFlags(slot(6), state.pool.flags(slot(6)) & ~LOCK_CARRIED),
      'the wrong leg of a pair has the lock',
    ],
    [
      'a stop leg of another size',
      ({ state, slot }) => state.pool.setVisible(slot(6), 2),
      'the legs of a pair differ in size',
    ],
    [
      'a pair that locks at its cheaper leg',
      ({ state, slot }) => state.pool.setLockPrice(slot(5), 95),
      'a pair locks too little or too much',
    ],
    [
      'an order counted twice',
      ({ market }) => market.countOrder(3, 1),
      'open orders of an account are miscounted',
    ],
    ['an order that is nowhere', ({ state }) => state.pool.take(), 'an order is in no queue'],
    [
      'a lock without an order',
      ({ state }) => state.ledger.lock(3, 1, 1),
      'a lock belongs to no order',
    ],
    [
      'an order without its lock',
      ({ state }) => state.ledger.unlock(1, 1, 1),
      'a lock belongs to no order',
    ],
    [
      'a debt',
      ({ state }) => {
        state.ledger.credit(1, 5, -1);
        state.ledger.credit(2, 5, 1);
      },
      'a balance is negative',
    ],
    [
      'money from nowhere',
      ({ state }) => state.ledger.credit(1, 0, 1),
      'balances do not sum to what is in custody',
    ],
    [
      'a fee that nobody got',
      ({ state }) => state.ledger.credit(2, 1, -1),
      'balances do not sum to what is in custody',
    ],
  ])('finds %s', (_, damage, what) => {
    const broken = everyKind();
    damage(broken);
    expect(() => checkState(broken.state)).toThrow(new InvariantError(what));
  });

  it('finds a crossed book, where orders match', () => {
    const exchange = SpokenExchange.preOpen();
    exchange.say('1 buys 5 @ 100', '2 sells 5 @ 99');
    const market = exchange.state.listed(1);
    expect(() => checkState(exchange.state)).not.toThrow();
    market.state = DELISTED;
    expect(() => checkState(exchange.state)).not.toThrow();
    market.state = OPEN;
    expect(() => checkState(exchange.state)).toThrow(new InvariantError('a book is crossed'));
  });
});
