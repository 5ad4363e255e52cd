import type { Fill } from '#lib/domain/fill.ts';
import type { Order } from '#lib/domain/order.ts';
import type { OrderEvent } from '#lib/protocol/frames/order-update.ts';
import type { AccountUpdate } from './account-update.ts';
import type { TrackedOrder } from './tracked-order.ts';

/** Number and time of the command that changes something. */
export type ChangedAt = { readonly seq: number; readonly timeMs: number };

type PendingOrder = { event: OrderEvent; fills: Fill[] };

type Pending = {
  at: ChangedAt;
  readonly orders: Map<TrackedOrder, PendingOrder>;
  readonly fills: Fill[];
};

const NO_FILLS: Fill[] = [];

/** Collects what changed for each account until the end of a batch. */
export class PendingUpdates {
  readonly #whole: (order: TrackedOrder) => Order;
  readonly #accounts = new Map<number, Pending>();
  readonly #listeners = new Set<(update: AccountUpdate) => void>();

  /** @param whole - makes of a tracked order what its owner sees */
  constructor(whole: (order: TrackedOrder) => Order) {
    this.#whole = whole;
  }

  listen(listener: (update: AccountUpdate) => void): () => void {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }

  /** Something of the account changed that is neither an order nor a fill. */
  touch(account: number, at: ChangedAt): void {
    this.#of(account, at);
  }

  change(order: TrackedOrder, { event, at }: { event: OrderEvent; at: ChangedAt }): void {
    const { orders } = this.#of(order.account, at);
    const pending = orders.get(order);
    if (pending === undefined) orders.set(order, { event, fills: NO_FILLS });
    else pending.event = event;
  }

  /** The order reads otherwise than before; whatever else happens to it tells that as well. */
  reads(order: TrackedOrder, at: ChangedAt): void {
    const { orders } = this.#of(order.account, at);
    if (!orders.has(order)) orders.set(order, { event: 'replaced', fills: NO_FILLS });
  }

  fill(order: TrackedOrder, { fill, at }: { fill: Fill; at: ChangedAt }): void {
    const { orders, fills } = this.#of(order.account, at);
    fills.push(fill);
    const pending = orders.get(order);
    if (pending === undefined) {
      orders.set(order, { event: 'partial', fills: [fill] });
      return;
    }
    pending.event = 'partial';
    if (pending.fills === NO_FILLS) pending.fills = [fill];
    else pending.fills.push(fill);
  }

  /** Tells of an order that never was one, at once. */
  refuse(refused: {
    readonly account: number;
    readonly order: Order;
    readonly at: ChangedAt;
  }): void {
    const { account, order, at } = refused;
    const orders = [{ order, event: 'rejected' as const, fills: NO_FILLS }];
    const update = { account, seq: at.seq, timestampMs: at.timeMs, orders, fills: NO_FILLS };
    for (const listener of this.#listeners) listener(update);
  }

  /** Tells every listener what was collected. */
  publish(): void {
    if (this.#accounts.size === 0) return;
    if (this.#listeners.size > 0) {
      for (const [account, pending] of this.#accounts) this.#tell(account, pending);
    }
    this.#accounts.clear();
  }

  #tell(account: number, { at, orders, fills }: Pending): void {
    const update = {
      account,
      seq: at.seq,
      timestampMs: at.timeMs,
      orders: Array.from(orders, ([order, { event, fills: of }]) => ({
        order: this.#whole(order),
        event,
        fills: of,
      })),
      fills,
    };
    for (const listener of this.#listeners) listener(update);
  }

  #of(account: number, at: ChangedAt): Pending {
    const known = this.#accounts.get(account);
    if (known !== undefined) {
      known.at = at;
      return known;
    }
    const pending = { at, orders: new Map<TrackedOrder, PendingOrder>(), fills: [] };
    this.#accounts.set(account, pending);
    return pending;
  }
}
