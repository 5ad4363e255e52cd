import type { CancelAll, CancelOrder } from './command.ts';
import * as doneReason from './done-reason.ts';
import type { EngineState } from './engine-state.ts';
import type { AttachedLegs, ParkedLeg } from './order-details.ts';
import { marketOf } from './order-flags.ts';
import * as orderPool from './order-pool.ts';
import * as orders from './orders.ts';
import { cancelOrder, dropLegs } from './orders.ts';

// Copies, which the compiler folds; an imported constant is read from memory at each use.
const { CANCELED } = doneReason;
const { NONE } = orderPool;
const { DROP_LEGS } = orders;

/** Cancels one order, or one leg that waits for its parent, named by its id or by the account's own. */
export function cancelOne(state: EngineState, command: CancelOrder): void {
  const slot = findOrder(state, command);
  if (slot !== NONE) cancelOrder(state, slot, CANCELED);
  else if (!cancelLeg(state, command)) {
    state.events.rejected(command.account, command.orderId, 'order/unknown');
  }
}

/** Slot of an open order of the account, named by order id or (0) by client order id, or `NONE`. */
export function findOrder(
  state: EngineState,
  named: { readonly account: number; readonly orderId: number; readonly clientOrderId: number },
): number {
  const { pool } = state;
  const slot = pool.find(orderIdOf(state, named));
  return slot !== 0 && pool.account(slot) === named.account ? slot : NONE;
}

type Named = Parameters<typeof findOrder>[1];

/** The order id that is named, or that the account's own id stands for; 0 = none. */
function orderIdOf({ clients }: EngineState, named: Named): number {
  if (named.orderId !== 0) return named.orderId;
  const entry = clients.find(named.account, named.clientOrderId);
  return entry === NONE || !clients.isOpen(entry) ? 0 : clients.orderId(entry);
}

/** Ends a leg that waits for an order of the account, alone. @returns Whether there is one. */
function cancelLeg(state: EngineState, named: Named): boolean {
  const found = findLeg(state, named);
  if (found === null) return false;
  const { slot, entry, legs, isProfit } = found;
  const { takeProfit, stopLoss } = legs;
  const left = isProfit ? { takeProfit: null, stopLoss } : { takeProfit, stopLoss: null };
  const hasLeft = left.takeProfit !== null || left.stopLoss !== null;
  state.details.setLegs(entry, hasLeft ? left : null);
  const of = { account: named.account, market: marketOf(state.pool.flags(slot)) };
  const ended = isProfit ? { takeProfit, stopLoss: null } : { takeProfit: null, stopLoss };
  dropLegs(state, { ...of, ...ended }, CANCELED);
  return true;
}

/** A leg that waits, and the open order that it waits for. */
export type FoundLeg = {
  readonly leg: ParkedLeg;
  readonly isProfit: boolean;
  readonly legs: AttachedLegs;
  /** Of the order that has them. */
  readonly slot: number;
  readonly entry: number;
};

/** The leg of this name that waits for an order of the account; `null` = there is none. */
export function findLeg(state: EngineState, named: Named): FoundLeg | null {
  const { accountOrders, pool, details, parkedIds } = state;
  const orderId = orderIdOf(state, named);
  if (!parkedIds.has(orderId)) return null;
  for (let place = 0; place < accountOrders.count(named.account); place += 1) {
    const slot = accountOrders.at(named.account, place);
    const entry = pool.details(slot);
    const legs = entry === NONE ? null : details.legs(entry);
    const leg = [legs?.takeProfit, legs?.stopLoss].find((each) => each?.orderId === orderId);
    if (legs === null || leg === null || leg === undefined) continue;
    return { leg, isProfit: leg === legs.takeProfit, legs, slot, entry };
  }
  return null;
}

/** Cancels an account's open orders, in one market or in all. */
export function cancelAll(state: EngineState, command: CancelAll): void {
  const { account, market } = command;
  if (!state.accounts.isTrader(account)) {
    state.events.rejected(account, 0, 'account/unknown');
  } else if (market !== 0 && state.market(market) === null) {
    state.events.rejected(account, 0, 'market/unknown');
  } else {
    cancelAccount(state, { account, market, reason: CANCELED });
  }
}

/** Ends the open orders of an account, ascending by id; legs that wait for one of them end too. */
export function cancelAccount(
  state: EngineState,
  {
    account,
    market,
    reason,
  }: {
    readonly account: number;
    /** 0 = every market. */
    readonly market: number;
    readonly reason: number;
  },
): void {
  const { pool, accountOrders } = state;
  if (market !== 0 && state.listed(market).openOrders(account) === 0) return;
  const ids: number[] = [];
  for (let place = 0; place < accountOrders.count(account); place += 1) {
    const slot = accountOrders.at(account, place);
    if (market === 0 || marketOf(pool.flags(slot)) === market) ids.push(pool.id(slot));
  }
  cancelIds(state, { ids, reason });
}

/** Ends orders ascending by id; some end with the other leg of their pair before their turn. */
export function cancelIds(
  state: EngineState,
  { ids, reason }: { readonly ids: number[]; readonly reason: number },
): void {
  ids.sort((a, b) => a - b);
  for (const id of ids) {
    const slot = state.ids.find(id);
    if (slot !== NONE) cancelOrder(state, slot, reason, DROP_LEGS);
  }
}
