import { type OrderView, parentView } from '#server/engine/index.ts';
import type { ExchangePort } from '#server/exchange-port.ts';

/** Looks for orders that a take-profit or stop-loss waits for, among those of the given ids. */
export type FindParents = (orderIds: readonly number[]) => readonly OrderView[];

/**
 * Events do not tell of legs that wait: they are looked up in the engine. It may be further on than
 * what has been released; what a leg is does not change while it waits, and of one that waits no
 * more the events to come will tell.
 */
export function findParentsIn(port: Pick<ExchangePort, 'read'>): FindParents {
  return (orderIds) => {
    const found: OrderView[] = [];
    const durable = port.read((state) => {
      for (const orderId of orderIds) {
        const parent = parentView(state, orderId);
        if (parent !== null) found.push(parent);
      }
    });
    // While the engine does not serve nothing is found; once it does, all that wait are told.
    durable.catch(() => undefined);
    return found;
  };
}
