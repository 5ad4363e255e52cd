import type { CancelAll, CancelOrder } from './command.ts';
import { CANCELED } from './done-reason.ts';
import type { EngineState } from './engine-state.ts';
import { marketOf } from './order-flags.ts';
import { NONE } from './order-pool.ts';
import { cancelOrder, DROP_LEGS } from './orders.ts';

/** Cancels one order, named by its id or by the account's own. */
export function cancelOne(state: EngineState, command: CancelOrder): void {
  const slot = findOrder(state, command);
  if (slot === NONE) state.events.rejected(command.account, command.orderId, 'order/unknown');
  else cancelOrder(state, slot, CANCELED);
}

/** Slot of an open order of the account, named by order id or (0) by client order id, or `NONE`. */
export function findOrder(
  state: EngineState,
  named: { readonly account: number; readonly orderId: number; readonly clientOrderId: number },
): number {
  const { pool, clients } = state;
  let { orderId } = named;
  if (orderId === 0) {
    const entry = clients.find(named.account, named.clientOrderId);
    if (entry === NONE || !clients.isOpen(entry)) return NONE;
    orderId = clients.orderId(entry);
  }
  const slot = pool.find(orderId);
  return slot !== 0 && pool.account(slot) === named.account ? slot : NONE;
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
