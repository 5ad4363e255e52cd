import type { BookSide } from './lobster-venue.ts';
import type { LobsterLevel, LobsterMessage } from './read-lobster.ts';

export type LobsterOrder = {
  readonly orderId: number;
  readonly side: BookSide;
  readonly price: number;
  readonly lots: number;
};

/** Ids of orders made up for levels whose orders the recording does not show. */
const FIRST_MADE_UP_ID = 1_000_000_000_000;

/**
 * Which orders rest, by the recording's own messages: what a venue is expected to hold. The orders of
 * a level are in the order in which they were put there.
 */
export class LobsterOrders {
  readonly #orders = new Map<number, LobsterOrder>();
  /** The made-up order of a level. */
  readonly #madeUp = new Map<string, number>();
  #nextMadeUp = FIRST_MADE_UP_ID;

  get(orderId: number): LobsterOrder | null {
    return this.#orders.get(orderId) ?? null;
  }

  add(order: LobsterOrder): void {
    this.#orders.set(order.orderId, order);
  }

  /** One order for a level of unknown orders, which all came before those that will be known. */
  makeUp(side: BookSide, { price, lots }: LobsterLevel): LobsterOrder {
    const order = { orderId: this.#nextMadeUp, side, price, lots };
    this.#nextMadeUp += 1;
    this.#madeUp.set(levelKey(side, price), order.orderId);
    this.add(order);
    return order;
  }

  /** Takes lots from an order; `false` when it has not that many. */
  take(orderId: number, lots: number): boolean {
    const order = this.#orders.get(orderId);
    if (order === undefined || order.lots < lots) return false;
    if (order.lots > lots) {
      this.#orders.set(orderId, { ...order, lots: order.lots - lots });
      return true;
    }
    this.#orders.delete(orderId);
    const key = levelKey(order.side, order.price);
    if (this.#madeUp.get(key) === orderId) this.#madeUp.delete(key);
    return true;
  }

  /** The order that a message is about: the one it names, or the made-up one of its level. */
  standsFor(message: LobsterMessage): number | null {
    if (this.#orders.has(message.orderId)) return message.orderId;
    return this.#madeUp.get(levelKey(message.direction, message.price)) ?? null;
  }

  at(side: BookSide, price: number): readonly LobsterOrder[] {
    return [...this.#orders.values()].filter(
      (order) => order.side === side && order.price === price,
    );
  }

  /** Puts the orders of a level into another order. */
  arrange(orders: readonly LobsterOrder[]): void {
    for (const { orderId } of orders) this.#orders.delete(orderId);
    for (const order of orders) this.#orders.set(order.orderId, order);
  }
}

function levelKey(side: BookSide, price: number): string {
  return `${side}/${price}`;
}
