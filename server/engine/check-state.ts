import { identityFault, signingFault } from './check-identity.ts';
import { settlementFault } from './check-settlement.ts';
import { BUY } from './command.ts';
import type { EngineState } from './engine-state.ts';
import { invariant } from './invariant.ts';
import type { ListedMarket } from './listed-market.ts';
import type { Signing } from './order-details.ts';
import {
  ENLISTED,
  LOCK_CARRIED,
  marketOf,
  RESTING,
  sideOf,
  statusOf,
  WAITING,
} from './order-flags.ts';
import { NONE } from './order-pool.ts';
import { remainingOf, siblingOf } from './orders.ts';
import type { PriceLevels } from './price-levels.ts';
import { ASSETS } from './state-view.ts';

/**
 * Checks everything that must hold between two commands, by going through the whole state: money is
 * conserved, locks belong to orders, no book is crossed, every order is where it can be found. Takes
 * time in proportion to the state; the engine itself asserts the same, command by command, for what a
 * command touches.
 *
 * @throws InvariantError naming what does not hold.
 */
export function checkState(state: EngineState): void {
  invariant(state.followUps.isEmpty, 'follow-ups are left over between two commands');
  const locked = new Float64Array(state.accounts.count * ASSETS);
  let orders = 0;
  let listed = 0;
  for (const market of state.listedMarkets()) {
    invariant(!(market.matches && market.crossed), 'a book is crossed');
    checkLevels(state, market.book.bids);
    checkLevels(state, market.book.asks);
    orders += checkOrders(state, market, locked);
  }
  for (let account = 0; account < state.accounts.count; account += 1) {
    listed += state.accountOrders.count(account);
    const fault = identityFault(state, account);
    invariant(fault === null, fault ?? '');
  }
  const fault = settlementFault(state);
  invariant(fault === null, fault ?? '');
  invariant(orders === state.pool.live, 'an order is in no queue');
  invariant(orders === listed, 'an order is in the list of no account');
  checkMoney(state, locked);
}

/** A level's totals are those of its orders, and a better level comes before a worse one. */
function checkLevels({ pool }: EngineState, levels: PriceLevels): void {
  for (let price = levels.best; price !== 0; price = levels.worseThan(price)) {
    let lots = 0;
    let orders = 0;
    for (let slot = levels.headAt(price); slot !== NONE; slot = levels.next(slot)) {
      invariant(pool.price(slot) === price, 'an order stands at a price that is not its own');
      lots += pool.visible(slot);
      orders += 1;
    }
    invariant(lots === levels.lotsAt(price), 'the lots of a level are not those of its orders');
    invariant(orders === levels.ordersAt(price), 'a level counts its orders wrongly');
  }
}

/** Adds up what the market's orders lock; gives how many there are. */
function checkOrders(state: EngineState, market: ListedMarket, locked: Float64Array): number {
  const { pool } = state;
  const open = new Map<number, number>();
  let orders = 0;
  let waiting = 0;
  market.visitSlots((slot) => {
    const flags = pool.flags(slot);
    const account = pool.account(slot);
    checkOrder(state, market, slot);
    orders += 1;
    waiting += statusOf(flags) === WAITING ? 1 : 0;
    open.set(account, (open.get(account) ?? 0) + 1);
    if ((flags & LOCK_CARRIED) !== 0) return;
    const side = sideOf(flags);
    const at = account * ASSETS + market.assetOf(side);
    const lock = market.lockOf(side, pool.lockPrice(slot), remainingOf(state, slot));
    locked[at] = (locked[at] as number) + lock;
  });
  invariant(waiting === market.waiting, 'orders that wait for a trigger are miscounted');
  for (let account = 0; account < state.accounts.count; account += 1) {
    const counted = market.openOrders(account);
    invariant(counted === (open.get(account) ?? 0), 'open orders of an account are miscounted');
  }
  return orders;
}

function checkOrder(state: EngineState, market: ListedMarket, slot: number): void {
  const { pool } = state;
  const flags = pool.flags(slot);
  invariant((flags & ENLISTED) !== 0, 'an order is not enlisted');
  invariant(marketOf(flags) === market.parameters.market, 'an order is in a foreign market');
  invariant(state.ids.find(pool.id(slot)) === slot, 'an order is not found by its id');
  invariant(pool.visible(slot) > 0 && pool.hidden(slot) >= 0, 'an order has nothing left');
  const place = pool.accountPlace(slot);
  const found = state.accountOrders.at(pool.account(slot), place);
  invariant(found === slot, 'an order is not in the list of its account');
  checkDetails(state, slot);
  const sibling = siblingOf(state, slot);
  if (sibling === NONE) {
    invariant((flags & LOCK_CARRIED) === 0, 'nobody carries the lock of an order');
    invariant(pool.lockPrice(slot) === pool.price(slot), 'an order locks at a foreign price');
    return;
  }
  const rests = statusOf(flags) === RESTING;
  invariant(siblingOf(state, sibling) === slot, 'the legs of a pair do not know each other');
  invariant(rests === ((flags & LOCK_CARRIED) === 0), 'the wrong leg of a pair has the lock');
  invariant(
    remainingOf(state, slot) === remainingOf(state, sibling),
    'the legs of a pair differ in size',
  );
  if (rests && sideOf(flags) === BUY) {
    const dearer = Math.max(pool.price(slot), pool.price(sibling));
    invariant(pool.lockPrice(slot) === dearer, 'a pair locks too little or too much');
  }
}

/** What only some orders have is remembered where it is looked for. */
function checkDetails(state: EngineState, slot: number): void {
  const { pool, details, clients } = state;
  const entry = pool.details(slot);
  const expiry = entry === NONE ? 0 : details.expiry(entry);
  invariant(state.expiries.timeOf(slot) === expiry, 'an order would not expire in time');
  if (entry === NONE) return;
  checkSigning(state, pool.account(slot), { signer: details.signer(entry), expiry });
  const clientEntry = details.clientEntry(entry);
  const isOpen = clientEntry === NONE || clients.isOpen(clientEntry);
  invariant(isOpen, 'the client order id of an open order is taken for a done one');
  const legs = details.legs(entry);
  for (const leg of legs === null ? [] : [legs.takeProfit, legs.stopLoss]) {
    const isParked = leg === null || state.parkedIds.has(leg.orderId);
    invariant(isParked, 'the id of a leg that waits for its parent is free');
    if (leg !== null) checkSigning(state, pool.account(slot), leg);
  }
}

function checkSigning(state: EngineState, account: number, { signer, expiry }: Signing): void {
  const fault = signingFault(state, { account, signer, expiry });
  invariant(fault === null, fault ?? '');
}

/** Balances sum to custody, asset by asset, and what is locked is what orders lock. */
function checkMoney(state: EngineState, locked: Float64Array): void {
  const { ledger } = state;
  for (let asset = 0; asset < ASSETS; asset += 1) {
    let sum = 0;
    for (let account = 0; account < state.accounts.count; account += 1) {
      const held = ledger.locked(account, asset);
      invariant(held === locked[account * ASSETS + asset], 'a lock belongs to no order');
      invariant(ledger.available(account, asset) >= 0, 'a balance is negative');
      sum += ledger.available(account, asset) + held;
    }
    invariant(sum === ledger.custody(asset), 'balances do not sum to what is in custody');
  }
}
