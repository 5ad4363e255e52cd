import type { OrdersChange, StreamUpdate } from '#lib/client/stream-client.ts';
import type { Balance } from '#lib/domain/balance.ts';
import type { Fill } from '#lib/domain/fill.ts';
import { isLive, type Order } from '#lib/domain/order.ts';
import type { FillSettlement } from '#lib/protocol/frames/fill-update.ts';
import type { TransferUpdate } from '#lib/protocol/frames/transfer-update.ts';
import {
  KEPT_ENDED,
  KEPT_FILLS,
  type MoneyOnItsWay,
  type SentOrder,
  type TradingState,
} from './trading-state.ts';

/** What a stream told; the connection has put it in order. */
type Told<Data> = Omit<StreamUpdate<Data>, 'position'>;

/** The state after the exchange told of orders. A snapshot decides about whatever was unanswered. */
export function applyOrders(state: TradingState, { data, seq }: Told<OrdersChange>): TradingState {
  if (data.kind === 'one') return { ...applyOrder(state, data.order), seq: seq ?? state.seq };
  const live = data.orders.filter(({ status }) => isLive(status));
  const orders = new Map(live.map((order) => [order.orderId, order]));
  return {
    ...state,
    orders,
    sent: state.sent.filter((sent) => sent.state === 'sending' && !isAmong(sent, live)),
    seq: seq ?? state.seq,
  };
}

/** The state after something happened to one order. */
export function applyOrder(state: TradingState, order: Order): TradingState {
  const known = state.orders?.get(order.orderId);
  // Stream and answer tell the same; whichever comes late brings nothing new.
  if (known !== undefined && isOlder(order, known)) return state;
  const orders = new Map(state.orders ?? []);
  const hasEnded = !isLive(order.status);
  if (hasEnded) orders.delete(order.orderId);
  else if (!state.ended.some(({ orderId }) => orderId === order.orderId)) {
    orders.set(order.orderId, order);
  }
  return {
    ...state,
    orders,
    ended: hasEnded ? withEnded(state.ended, order) : state.ended,
    sent: state.sent.filter((sent) => sent.clientOrderId !== order.clientOrderId),
  };
}

/** The state after fills: all of a snapshot, or those that are new. */
export function applyFills(
  state: TradingState,
  { data, isSnapshot }: Told<readonly Fill[]>,
): TradingState {
  const newestFirst = data.toReversed();
  const known = isSnapshot ? [] : (state.fills ?? []);
  const fills = [...newestFirst, ...known].slice(0, KEPT_FILLS);
  return { ...state, fills };
}

/** The state after some fills came a step further on their way to the chain. */
export function applyFillSettlements(
  state: TradingState,
  { data }: Told<readonly FillSettlement[]>,
): TradingState {
  const now = new Map(
    data.flatMap(({ tradeIds, settlement }) => tradeIds.map((id) => [id, settlement] as const)),
  );
  const fills = state.fills?.map((fill) => {
    const settlement = now.get(fill.tradeId);
    return settlement === undefined ? fill : { ...fill, settlement };
  });
  return fills === undefined ? state : { ...state, fills };
}

/** The state after balances: all of a snapshot, or those that changed. */
export function applyBalances(
  state: TradingState,
  { data, isSnapshot, seq }: Told<readonly Balance[]>,
): TradingState {
  const balances = new Map(isSnapshot ? [] : (state.balances ?? []));
  for (const balance of data) balances.set(balance.asset, balance);
  return { ...state, balances, seq: seq ?? state.seq };
}

/** The state after money moved on: everything of a snapshot, or what something happened to. */
export function applyTransfers(
  state: TradingState,
  { data, isSnapshot }: Told<TransferUpdate>,
): TradingState {
  const known = state.money ?? NO_MONEY;
  const before = isSnapshot ? { ...NO_MONEY, snapshots: known.snapshots + 1 } : known;
  const deposits = new Map(before.deposits);
  for (const deposit of data.deposits) deposits.set(deposit.depositId, deposit);
  for (const id of data.doneDeposits) deposits.delete(id);
  const withdrawals = new Map(before.withdrawals);
  for (const withdrawal of data.withdrawals) withdrawals.set(withdrawal.nonce, withdrawal);
  const exits = new Map(before.exits);
  for (const id of data.undoneExits) exits.delete(id);
  for (const exit of data.exits) exits.set(exit.id, exit);
  return { ...state, money: { deposits, withdrawals, exits, snapshots: before.snapshots } };
}

const NO_MONEY: MoneyOnItsWay = {
  deposits: new Map(),
  withdrawals: new Map(),
  exits: new Map(),
  snapshots: 0,
};

function withEnded(ended: readonly Order[], order: Order): readonly Order[] {
  const others = ended.filter(({ orderId }) => orderId !== order.orderId);
  return [order, ...others].slice(0, KEPT_ENDED);
}

function isOlder(order: Order, known: Order): boolean {
  return (
    order.updatedMs < known.updatedMs ||
    (order.updatedMs === known.updatedMs && order.filledLots < known.filledLots)
  );
}

function isAmong({ clientOrderId }: SentOrder, orders: readonly Order[]): boolean {
  return orders.some((order) => order.clientOrderId === clientOrderId);
}
