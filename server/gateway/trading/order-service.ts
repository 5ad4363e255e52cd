import type { Fill } from '#lib/domain/fill.ts';
import type { Market } from '#lib/domain/market.ts';
import type { Order } from '#lib/domain/order.ts';
import type { OrderRequest } from '#lib/domain/order-request.ts';
import { type OrderReference, requireSameOrder } from '#lib/protocol/frames/cancel-order.ts';
import type { OrderChange } from '#lib/protocol/frames/modify-order.ts';
import type { OrderEvent, OrderUpdate } from '#lib/protocol/frames/order-update.ts';
import { marketOf } from '#lib/protocol/market-of.ts';
import { ProtocolError } from '#lib/protocol/protocol-error.ts';
import type { Principal } from '#server/auth/index.ts';
import { clientOrderNumber } from '#server/order-entry/index.ts';
import type { AccountsPort } from '../accounts-port.ts';
import type { Trace } from '../gateway-options.ts';
import type { HistoryPort } from '../history-port.ts';
import type { OrderEntryPort } from '../order-entry-port.ts';
import type { AccountReads } from './account-reads.ts';
import { checkClock } from './check-clock.ts';

export type OrderServiceOptions = {
  readonly entry: OrderEntryPort;
  readonly accounts: AccountsPort;
  readonly history: HistoryPort;
  readonly reads: AccountReads;
  readonly now: () => number;
  /** How far a client's clock may differ. */
  readonly clockSkewMs: number;
  readonly trace: Trace;
  /** Time from the arrival of an order to its durable answer. */
  readonly onPlaced: (seconds: number) => void;
};

/** An order after something was done to it, and the command that did it. */
export type OrderAnswer = {
  readonly update: OrderUpdate;
  readonly seq: number;
  readonly timestampMs: number;
  /** Why the engine refused; `null` = it did not. */
  readonly refusal: ProtocolError | null;
};

/** Several orders, and the command that they are as of. */
export type OrdersAnswer = {
  readonly orders: readonly Order[];
  readonly seq: number;
  readonly timestampMs: number;
};

/** What people do with their orders, the same for every dialect. */
export class OrderService {
  readonly #options: OrderServiceOptions;

  constructor(options: OrderServiceOptions) {
    this.#options = options;
  }

  /**
   * Places an order.
   *
   * @param arrived.arrivedMs - when the message came that asks for it, by `performance.now()`
   * @throws ProtocolError what order entry throws, and `auth/clock-skew`.
   */
  async place(
    principal: Principal,
    { request, arrivedMs }: { readonly request: OrderRequest; readonly arrivedMs: number },
  ): Promise<OrderAnswer> {
    const { entry, now, clockSkewMs, trace, onPlaced } = this.#options;
    checkClock(request, { nowMs: now(), skewMs: clockSkewMs });
    const answer = await trace({ name: 'order entry' }, () => entry.place(principal, request));
    onPlaced((performance.now() - arrivedMs) / 1_000);
    const asOf = { seq: answer.seq, timestampMs: answer.timeMs };
    switch (answer.outcome) {
      case 'placed': {
        const { order, fills } = answer;
        return { update: { order, event: eventOf(order), fills }, ...asOf, refusal: null };
      }
      case 'rejected': {
        const { order, code, facts } = answer;
        const refusal = new ProtocolError(code, { facts });
        return { update: { order, event: 'rejected', fills: [] }, ...asOf, refusal };
      }
      case 'duplicate': {
        const order = await this.#ownOrder(principal, answer.orderId);
        return { update: { order, event: eventOf(order), fills: [] }, ...asOf, refusal: null };
      }
    }
  }

  /**
   * Cancels an order.
   *
   * @throws ProtocolError `order/conflicting-ids` when its two names are not of the same order, and
   *   what order entry throws.
   */
  async cancel(principal: Principal, reference: OrderReference): Promise<OrderAnswer> {
    if (reference.kind === 'id' && reference.clientOrderId !== undefined) {
      const { clientOrderId } = await this.#ownOrder(principal, reference.orderId);
      requireSameOrder(reference, clientOrderId);
    }
    const name =
      reference.kind === 'id'
        ? { orderId: reference.orderId }
        : { clientOrderId: reference.clientOrderId };
    const { canceled, seq, timeMs } = await this.#options.entry.cancel(principal, name);
    // A pair ends together: of what ended, the one that was named.
    const account = await this.#account(principal);
    const ended = canceled.map(({ orderId }) => this.#options.accounts.order(account, orderId));
    const order = ended.find((each) => each !== null && isMeant(each, reference)) ?? null;
    if (order === null) throw new ProtocolError('order/unknown');
    const update: OrderUpdate = { order, event: 'canceled', fills: [] };
    return { update, seq, timestampMs: timeMs, refusal: null };
  }

  /**
   * Changes an order. What is to change is read once it is known which market's order it is.
   *
   * @throws ProtocolError `order/unknown`, `order/conflicting-ids`, what `read` and order entry throw.
   */
  async modify(
    principal: Principal,
    { reference, read }: { reference: OrderReference; read: (market: Market) => OrderChange },
  ): Promise<OrderAnswer> {
    const account = await this.#account(principal);
    const found = this.#options.accounts
      .openOrders(account)
      .find((order) => isMeant(order, reference));
    if (found === undefined) throw new ProtocolError('order/unknown');
    const { orderId, symbol, clientOrderId } = found;
    requireSameOrder(reference, clientOrderId);
    const change = read(marketOf(symbol));
    const answer = await this.#options.entry.modify(principal, { order: { orderId }, ...change });
    const order = await this.#ownOrder(principal, orderId);
    const update = { order, event: modifiedEvent(order, answer.fills), fills: answer.fills };
    return { update, seq: answer.seq, timestampMs: answer.timeMs, refusal: null };
  }

  /** Cancels all orders, or those of one market; gives the ones that were canceled. */
  async cancelAll(principal: Principal, symbol: string | null): Promise<OrdersAnswer> {
    const market = symbol === null ? null : marketOf(symbol).symbol;
    const { canceled, seq, timeMs } = await this.#options.entry.cancelAll(principal, market);
    const account = await this.#account(principal);
    const orders = canceled
      .map(({ orderId }) => this.#options.accounts.order(account, orderId))
      .filter((order) => order !== null);
    return { orders, seq, timestampMs: timeMs };
  }

  /** Arms the dead-man switch; 0 disarms it. Gives when it goes off, `null` = never. */
  async armDeadMan(principal: Principal, afterMs: number) {
    const { deadlineMs, seq, timeMs } = await this.#options.entry.armDeadMan(principal, afterMs);
    return { cancelAtMs: deadlineMs === 0 ? null : deadlineMs, seq, timestampMs: timeMs };
  }

  /** Open orders, the oldest first, of one market or of all. */
  async openOrders(principal: Principal, symbol: string | null): Promise<OrdersAnswer> {
    const wanted = symbol === null ? null : marketOf(symbol).symbol;
    const { value: account, seq } = await this.#options.reads.accountOf(principal);
    const open = account === null ? [] : this.#options.accounts.openOrders(account);
    const orders = open.filter((order) => wanted === null || order.symbol === wanted);
    return { orders, seq, timestampMs: this.#options.now() };
  }

  /**
   * One order of the account, open or not.
   *
   * @throws ProtocolError `order/unknown`, also for an order of somebody else; `order/conflicting-ids`.
   */
  async order(principal: Principal, reference: OrderReference): Promise<Order> {
    if (reference.kind === 'id') {
      const order = await this.#ownOrder(principal, reference.orderId);
      requireSameOrder(reference, order.clientOrderId);
      return order;
    }
    const account = await this.#account(principal);
    const number = clientOrderNumber(reference.clientOrderId);
    const found = this.#options.accounts.orderByClientId(account, number);
    if (found === null) throw new ProtocolError('order/unknown');
    return found;
  }

  async #ownOrder(principal: Principal, orderId: number): Promise<Order> {
    const { accounts, history } = this.#options;
    const account = await this.#account(principal);
    const known = accounts.order(account, orderId);
    if (known !== null) return known;
    const stored = await history.order(orderId);
    if (stored === null || stored.account !== account) throw new ProtocolError('order/unknown');
    return stored.order;
  }

  async #account(principal: Principal): Promise<number> {
    const { value: account } = await this.#options.reads.accountOf(principal);
    if (account === null) throw new ProtocolError('order/unknown');
    return account;
  }
}

/** What has just happened to an order that was placed. */
function eventOf({ status }: Order): OrderEvent {
  switch (status) {
    case 'pending':
    case 'waiting':
    case 'open':
      return 'submitted';
    case 'partial':
    case 'filled':
    case 'canceled':
    case 'expired':
    case 'rejected':
      return status;
  }
}

function modifiedEvent({ status }: Order, fills: readonly Fill[]): OrderEvent {
  if (status === 'filled' || status === 'canceled') return status;
  return fills.length > 0 ? 'partial' : 'replaced';
}

function isMeant(order: Order, reference: OrderReference): boolean {
  return reference.kind === 'id'
    ? order.orderId === reference.orderId
    : order.clientOrderId === reference.clientOrderId;
}
