import {
  type Command,
  type EngineEvent,
  type EngineState,
  NO_TRIGGER,
  openOrdersOf,
  SELL,
} from '#server/engine/index.ts';

/** A take-profit or a stop-loss, as it was accepted with its order. */
export type LegFact = {
  readonly parentId: number;
  readonly isStop: boolean;
  readonly market: number;
  readonly sells: boolean;
  /** That it has had, ticks; 0 = a protection price that it was given. */
  readonly prices: readonly number[];
  readonly triggers: readonly number[];
  /** When it became an order, how many trades there had been, and of how many lots; `null` = it did not. */
  readonly activated: { readonly trades: number; readonly lots: number } | null;
};

/** An order that is open, or a leg that waits for one. */
export type OpenOrderFact = {
  /** Whose it is, lower case. */
  readonly address: string;
  readonly market: number;
  readonly sells: boolean;
  readonly price: number;
  /** That it waits for; 0 = none. */
  readonly trigger: number;
  /** The order that it waits for; 0 = it is an order. */
  readonly parentId: number;
};

type Around = { readonly command: Command; readonly trades: number };

/** Writes down what becomes of legs. */
export class LegScribe {
  readonly legs = new Map<number, LegFact>();

  /** @param around the command, and how many trades there were before this event */
  take(event: EngineEvent, { command, trades }: Around): void {
    if (event.kind === 'accepted' && command.kind === 'place') this.#accepted(command);
    else if (event.kind === 'activated') {
      this.#change(event.orderId, (leg) => ({
        ...leg,
        prices: [...leg.prices, event.price],
        activated: { trades, lots: event.quantity },
      }));
    } else if (event.kind === 'modified') {
      const { orderId, price, triggerPrice } = event;
      this.#change(orderId, (leg) => ({
        ...leg,
        prices: [...leg.prices, price],
        triggers: [...leg.triggers, triggerPrice],
      }));
    }
  }

  #accepted(command: Extract<Command, { kind: 'place' }>): void {
    const { orderId: parentId, market, side, takeProfit, stopLoss } = command;
    for (const leg of [takeProfit, stopLoss]) {
      if (leg === null) continue;
      this.legs.set(leg.orderId, {
        parentId,
        isStop: leg === stopLoss,
        market,
        sells: side !== SELL,
        prices: [leg.price],
        triggers: [leg.triggerPrice],
        activated: null,
      });
    }
  }

  #change(orderId: number, change: (leg: LegFact) => LegFact): void {
    const leg = this.legs.get(orderId);
    if (leg !== undefined) this.legs.set(orderId, change(leg));
  }
}

/** Everybody's open orders and waiting legs. */
export function openOrderFacts(state: EngineState): ReadonlyMap<number, OpenOrderFact> {
  const open = new Map<number, OpenOrderFact>();
  for (let account = 0; account < state.accounts.count; account += 1) {
    const orders = openOrdersOf(state, account);
    const address = orders.length === 0 ? '' : state.accounts.address(account);
    for (const order of orders) {
      const { orderId, market, takeProfit, stopLoss } = order;
      const sells = order.side === SELL;
      const trigger = order.trigger === NO_TRIGGER ? 0 : order.triggerPrice;
      open.set(orderId, { address, market, sells, price: order.price, trigger, parentId: 0 });
      for (const leg of [takeProfit, stopLoss]) {
        if (leg === null) continue;
        const { price, triggerPrice } = leg;
        const of = { address, market, sells: !sells, price, trigger: triggerPrice };
        open.set(leg.orderId, { ...of, parentId: orderId });
      }
    }
  }
  return open;
}
