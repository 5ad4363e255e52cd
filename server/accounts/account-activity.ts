import type { Fill } from '#lib/domain/fill.ts';
import type { Market } from '#lib/domain/market.ts';
import { isLive, type Order } from '#lib/domain/order.ts';
import type { EngineEvent, LegView, OrderView, Trade } from '#server/engine/index.ts';
import type { CommandEffects, Projection } from '#server/projection.ts';
import type { AccountUpdate } from './account-update.ts';
import { BoundedHistory, type HistoryBounds } from './bounded-history.ts';
import type { EngineActivity } from './engine-activity.ts';
import { fillOf } from './fill-of.ts';
import type { FindParents } from './find-parents.ts';
import { type ChangedAt, PendingUpdates } from './pending-updates.ts';
import { RefusalQuota } from './refusal-quota.ts';
import {
  acceptedOrder,
  activateLeg,
  addFill,
  alignWith,
  endOrder,
  orderOf,
  pendingLeg,
  recoveredOrder,
  storedOrder,
  type TrackedOrder,
} from './tracked-order.ts';

export type AccountActivityOptions = {
  /** The market of a number. Orders are in no others. */
  readonly marketOf: (id: number) => Market;
  /** What a client called an order whose number for it is this one. */
  readonly clientOrderIdOf: (order: {
    readonly account: number;
    readonly number: number;
  }) => string;
  /** Orders that are done, and fills, that are kept. */
  readonly kept: HistoryBounds;
  /** Finds the orders that legs wait for. */
  readonly findParents: FindParents;
  /** Orders that the engine refused: how many are kept, and taken down of an account in a minute. */
  readonly refused: HistoryBounds & { readonly perMinute: number };
};

/** Orders and fills as they were stored, to begin with; each list in order of time. */
export type StoredActivity = {
  readonly orders: readonly StoredOrder[];
  readonly fills: readonly { readonly account: number; readonly fill: Fill }[];
};

/** An order that the engine refused, and the command that it came with. */
export type RefusedOrder = {
  readonly account: number;
  readonly order: Order;
  readonly seq: number;
};

export type StoredOrder = {
  readonly account: number;
  readonly market: number;
  /** The engine's number for the client's name of it; 0 = none. */
  readonly clientOrderNumber: number;
  readonly order: Order;
};

type Accepted = Extract<EngineEvent, { readonly kind: 'accepted' | 'activated' }>;
type Done = Extract<EngineEvent, { readonly kind: 'done' }>;
type Triggered = Extract<EngineEvent, { readonly kind: 'triggered' }>;
type Modified = Extract<EngineEvent, { readonly kind: 'modified' }>;
type Decremented = Extract<EngineEvent, { readonly kind: 'decremented' }>;

/**
 * Orders and fills of every account, made of what durable commands did: all live orders, and the
 * newest of what is done. Older ones are in the store.
 */
export class AccountActivity implements Projection {
  readonly #options: AccountActivityOptions;
  readonly #live = new Map<number, TrackedOrder>();
  /** Those of them that wait for their parent. */
  readonly #pending = new Set<number>();
  /** Orders of this batch that may have legs. */
  #taken: { readonly order: TrackedOrder; readonly at: ChangedAt }[] = [];
  readonly #openByAccount = new Map<number, Map<number, TrackedOrder>>();
  readonly #done: BoundedHistory<TrackedOrder>;
  readonly #fills: BoundedHistory<Fill>;
  readonly #refused: BoundedHistory<Order>;
  readonly #quota: RefusalQuota;
  readonly #deadlines = new Map<number, number>();
  readonly #updates: PendingUpdates;
  /** The order of the event before, when that was an acceptance: two in a row are a pair. */
  #justAccepted: TrackedOrder | null = null;

  constructor(options: AccountActivityOptions) {
    this.#options = options;
    this.#done = new BoundedHistory(options.kept);
    this.#fills = new BoundedHistory(options.kept);
    this.#refused = new BoundedHistory(options.refused);
    this.#quota = new RefusalQuota(options.refused.perMinute);
    this.#updates = new PendingUpdates((order) => this.#whole(order));
  }

  /** Live orders of an account, ascending by id. */
  openOrders(account: number): Order[] {
    const orders = [...(this.#openByAccount.get(account)?.values() ?? [])];
    return orders
      .sort((one, other) => one.orderId - other.orderId)
      .map((order) => this.#whole(order));
  }

  /** Orders of an account that are done, the newest first, as far as they are kept; none that was refused. */
  doneOrders(account: number, limit: number): Order[] {
    const newest = this.#done.newest(account, limit);
    return newest.toReversed().map((order) => this.#whole(order));
  }

  /** An order of an account, live or done and kept. */
  order(account: number, orderId: number): Order | null {
    const found = this.#find(account, (order) => order.orderId === orderId);
    return found ?? this.#findRefused(account, (order) => order.orderId === orderId);
  }

  /** The newest order that an account's client gave this number; one that was refused is none. */
  orderByClientId(account: number, clientOrderId: number): Order | null {
    return this.#find(account, (order) => order.clientOrderId === clientOrderId);
  }

  /**
   * Takes down an order that the engine refused, and tells of it, as long as it is not one of too many.
   * Events do not say what was refused: whoever sent the order does.
   */
  refuse({ account, order, seq }: RefusedOrder): void {
    const timeMs = order.updatedMs;
    if (!this.#quota.take(account, timeMs)) return;
    this.#refused.add(account, order);
    this.#updates.refuse({ account, order, at: { seq, timeMs } });
  }

  /** Fills of an account, the newest last, as far as they are kept. */
  fills(account: number, limit: number): readonly Fill[] {
    return this.#fills.newest(account, limit);
  }

  /** When the account's dead-man switch cancels its orders, milliseconds; `null` = it is not armed. */
  cancelAtMs(account: number): number | null {
    return this.#deadlines.get(account) ?? null;
  }

  /** How many orders of all accounts are live; a leg that waits for its parent is none yet. */
  get openCount(): number {
    return this.#live.size - this.#pending.size;
  }

  /**
   * Listens to what changes, once an account and batch, until the returned function is called.
   * Everything that an update tells can be read already.
   */
  onUpdate(listener: (update: AccountUpdate) => void): () => void {
    return this.#updates.listen(listener);
  }

  take({ seq, timeMs, events }: CommandEffects): void {
    this.#justAccepted = null;
    for (const event of events) this.#apply(event, { seq, timeMs });
  }

  settle(): void {
    this.#takeLegs();
    this.#updates.publish();
  }

  /** Begins with what was stored; to be called before anything else. */
  restore({ orders, fills }: StoredActivity): void {
    for (const stored of orders) {
      if (stored.order.status === 'rejected') {
        this.#refused.add(stored.account, stored.order);
        continue;
      }
      const order = storedOrder(stored, this.#options.marketOf(stored.market));
      if (isLive(order.status)) this.#add(order);
      else this.#done.add(order.account, order);
    }
    for (const { account, fill } of fills) this.#fills.add(account, fill);
  }

  /**
   * Makes the live orders those that the engine has, all of them: what the store lacks is made of
   * what the engine knows, what the engine lacks ended without the store being told. Listeners are
   * told of orders that turned out to be otherwise.
   */
  reconcile({ orders: views, deadlines, ...at }: EngineActivity): void {
    const legIds = views.flatMap((view) => legsOf(view).map(({ orderId }) => orderId));
    const open = new Set([...views.map(({ orderId }) => orderId), ...legIds]);
    for (const order of [...this.#live.values()]) {
      if (!open.has(order.orderId)) this.#forget(order);
    }
    for (const view of views) {
      const market = this.#options.marketOf(view.market);
      const order = recoveredOrder(view, { market, timeMs: at.timeMs });
      const known = this.#live.get(view.orderId);
      if (known === undefined) {
        this.#add(order);
        this.#updates.change(order, { event: 'submitted', at });
      } else if (alignWith(known, order)) {
        this.#pending.delete(known.orderId);
        this.#updates.change(known, { event: 'replaced', at });
      }
    }
    for (const view of views) this.#addLegs(view, at);
    for (const { orderId, siblingId } of views) {
      const order = this.#live.get(orderId);
      if (order !== undefined) order.sibling = this.#live.get(siblingId) ?? null;
    }
    this.#deadlines.clear();
    for (const { account, deadlineMs } of deadlines) this.#setDeadline(account, deadlineMs);
    this.settle();
  }

  #apply(event: EngineEvent, at: ChangedAt): void {
    const before = this.#justAccepted;
    this.#justAccepted = null;
    switch (event.kind) {
      case 'accepted':
      case 'activated':
        this.#accept(event, before, at);
        break;
      case 'trade':
        this.#trade(event, at);
        break;
      case 'done':
        this.#finish(event, at);
        break;
      case 'triggered':
        this.#trigger(event, at);
        break;
      case 'modified':
        this.#modify(event, at);
        break;
      case 'decremented':
        this.#decrement(event, at);
        break;
      case 'deposited':
      case 'withdrawn':
      case 'withdrawal-requested':
      case 'withdrawal-returned':
        this.#updates.touch(event.account, at);
        break;
      case 'trade-reassigned':
        this.#updates.touch(event.from, at);
        this.#updates.touch(event.to, at);
        break;
      case 'trade-annulled':
        this.#updates.touch(event.buyer, at);
        this.#updates.touch(event.seller, at);
        break;
      case 'dead-man-armed':
        this.#setDeadline(event.account, event.deadline);
        break;
      case 'dead-man-fired':
        this.#setDeadline(event.account, 0);
        break;
      default:
      // Of no order and no balance.
    }
  }

  #accept(event: Accepted, before: TrackedOrder | null, at: ChangedAt): void {
    const parentId = event.kind === 'activated' ? event.parentId : 0;
    const market = this.#options.marketOf(event.market);
    const terms = acceptedOrder(event, { market, parentId, timeMs: at.timeMs });
    const leg = this.#live.get(event.orderId);
    const order = leg ?? terms;
    if (leg === undefined) this.#add(order);
    else activateLeg(leg, terms);
    this.#pending.delete(order.orderId);
    // A conditional order has no legs.
    if (event.kind === 'accepted' && event.triggerPrice === 0) this.#taken.push({ order, at });
    if (before?.account === order.account && before.parentId === parentId) {
      before.sibling = order;
      order.sibling = before;
    }
    this.#justAccepted = order;
    this.#updates.change(order, { event: 'submitted', at });
  }

  #trade(trade: Trade, at: ChangedAt): void {
    const market = this.#options.marketOf(trade.market);
    const lots = trade.quantity;
    const quanta = trade.price * lots * market.k;
    for (const role of ['maker', 'taker'] as const) {
      const order = this.#live.get(role === 'maker' ? trade.makerOrderId : trade.takerOrderId);
      if (order === undefined) continue;
      addFill(order, { lots, quanta, timeMs: at.timeMs });
      this.#followSize(order, at);
      const fill = fillOf(trade, { role, market, timeMs: at.timeMs });
      this.#fills.add(order.account, fill);
      this.#updates.fill(order, { fill, at });
    }
  }

  #finish(event: Done, at: ChangedAt): void {
    const order = this.#live.get(event.orderId);
    // A leg that never became an order ends without having been one here.
    if (order === undefined) return;
    const { sibling } = order;
    this.#forget(order);
    // A leg may end alone; if the other one ends with it, that is what is told of it.
    if (sibling?.status === 'pending') this.#updates.reads(sibling, at);
    const ending = endOrder(order, { reason: event.reason, timeMs: at.timeMs });
    this.#done.add(order.account, order);
    this.#updates.change(order, { event: ending, at });
  }

  #trigger(event: Triggered, at: ChangedAt): void {
    const order = this.#live.get(event.orderId);
    if (order === undefined) return;
    order.status = 'open';
    order.updatedMs = at.timeMs;
    this.#updates.change(order, { event: 'triggered', at });
  }

  #modify(event: Modified, at: ChangedAt): void {
    const order = this.#live.get(event.orderId);
    if (order === undefined) return;
    order.priceTicks = event.price;
    order.quantityLots = event.quantity;
    // In its place in the queue an iceberg keeps what it shows; anew it shows no more than it has.
    if (!event.keptPriority) order.displayLots = Math.min(order.displayLots, event.quantity);
    order.expiresMs = event.expiry;
    // Once triggered, an order still tells what it waited for.
    const waits = order.status === 'waiting' || order.status === 'pending';
    if (waits) order.triggerTicks = event.triggerPrice;
    order.updatedMs = at.timeMs;
    this.#updates.change(order, { event: 'replaced', at });
  }

  #decrement(event: Decremented, at: ChangedAt): void {
    const order = this.#live.get(event.orderId);
    if (order === undefined) return;
    order.quantityLots -= event.by;
    order.updatedMs = at.timeMs;
    this.#followParent(order, at);
    this.#followSize(order, at);
    this.#updates.change(order, { event: 'replaced', at });
  }

  /** The stop leg of a pair is as large as what remains of its limit leg. */
  #followSize({ sibling, quantityLots, filledLots }: TrackedOrder, at: ChangedAt): void {
    const rest = quantityLots - filledLots;
    // When nothing remains the stop leg ends at once, and tells how large it was.
    if (sibling === null || rest === 0) return;
    sibling.quantityLots = rest;
    sibling.updatedMs = at.timeMs;
    this.#updates.change(sibling, { event: 'replaced', at });
  }

  /** Legs are at most as large as the order that they wait for. */
  #followParent({ account, orderId, quantityLots }: TrackedOrder, at: ChangedAt): void {
    if (this.#pending.size === 0) return;
    for (const leg of this.#openByAccount.get(account)?.values() ?? []) {
      if (leg.parentId !== orderId || leg.status !== 'pending') continue;
      leg.quantityLots = quantityLots;
      leg.updatedMs = at.timeMs;
      this.#updates.change(leg, { event: 'replaced', at });
    }
  }

  /** Takes in the legs of orders that this batch brought, and that are not done already. */
  #takeLegs(): void {
    const taken = new Map(
      this.#taken
        .filter(({ order }) => this.#live.has(order.orderId))
        .map(({ order, at }) => [order.orderId, at]),
    );
    this.#taken = [];
    if (taken.size === 0) return;
    for (const view of this.#options.findParents([...taken.keys()])) {
      const at = taken.get(view.orderId);
      if (at !== undefined) this.#addLegs(view, at);
    }
  }

  #addLegs(view: OrderView, at: ChangedAt): void {
    const parent = this.#live.get(view.orderId);
    if (parent === undefined) return;
    const legs = legsOf(view).map((terms) => {
      const known = this.#live.get(terms.orderId);
      if (known !== undefined) return known;
      const leg = pendingLeg(terms, { parent, timeMs: at.timeMs });
      this.#add(leg);
      this.#updates.change(leg, { event: 'submitted', at });
      return leg;
    });
    const [one, other] = legs;
    if (one === undefined || other === undefined) return;
    one.sibling = other;
    other.sibling = one;
  }

  #setDeadline(account: number, deadlineMs: number): void {
    if (deadlineMs === 0) this.#deadlines.delete(account);
    else this.#deadlines.set(account, deadlineMs);
  }

  #add(order: TrackedOrder): void {
    this.#live.set(order.orderId, order);
    if (order.status === 'pending') this.#pending.add(order.orderId);
    const open = this.#openByAccount.get(order.account);
    if (open === undefined)
      this.#openByAccount.set(order.account, new Map([[order.orderId, order]]));
    else open.set(order.orderId, order);
  }

  #forget(order: TrackedOrder): void {
    this.#live.delete(order.orderId);
    this.#pending.delete(order.orderId);
    const open = this.#openByAccount.get(order.account);
    open?.delete(order.orderId);
    if (open?.size === 0) this.#openByAccount.delete(order.account);
    if (order.sibling !== null) order.sibling.sibling = null;
    order.sibling = null;
  }

  #find(account: number, isIt: (order: TrackedOrder) => boolean): Order | null {
    const open = [...(this.#openByAccount.get(account)?.values() ?? [])];
    const kept = this.#options.kept.perAccount;
    const order = open.find(isIt) ?? this.#done.newest(account, kept).findLast(isIt);
    return order === undefined ? null : this.#whole(order);
  }

  #findRefused(account: number, isIt: (order: Order) => boolean): Order | null {
    const { perAccount } = this.#options.refused;
    return this.#refused.newest(account, perAccount).findLast(isIt) ?? null;
  }

  #whole(order: TrackedOrder): Order {
    const { account, clientOrderId: number } = order;
    return orderOf(order, number === 0 ? null : this.#options.clientOrderIdOf({ account, number }));
  }
}

/** Legs that wait for an order, the take-profit first. */
function legsOf({ takeProfit, stopLoss }: OrderView): readonly LegView[] {
  return [takeProfit, stopLoss].filter((leg) => leg !== null);
}
