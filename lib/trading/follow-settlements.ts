import type { StoreApi } from 'zustand/vanilla';
import type { ToastInput } from '#lib/stores/toast-store.ts';
import { settlementOf, tellSettlement } from './tell-settlement.ts';
import type { TradingState } from './trading-state.ts';

export type SettlementTelling = {
  readonly explorerUrl: string | null;
  /** Changes a toast in place; does nothing once it is off the screen. */
  readonly update: (toast: ToastInput) => void;
};

/**
 * Has the toasts of orders that have traded say how far their settlement is: matched, settling,
 * settled with its transaction.
 *
 * @returns Ends it.
 */
export function followSettlements(
  store: Pick<StoreApi<TradingState>, 'subscribe'>,
  { explorerUrl, update }: SettlementTelling,
): () => void {
  /** What was told last, by order. */
  const told = new Map<number, string>();
  return store.subscribe((state, before) => {
    if (state.owner !== before.owner) told.clear();
    if (state.fills === before.fills && state.ended === before.ended) return;
    for (const order of state.ended) {
      if (order.filledLots === 0) continue;
      const fills = (state.fills ?? []).filter(({ orderId }) => orderId === order.orderId);
      const settlement = settlementOf(fills);
      if (settlement === null) continue;
      const now = `${settlement.stage} ${settlement.transaction}`;
      if (told.get(order.orderId) === now) continue;
      told.set(order.orderId, now);
      const toast = tellSettlement(order, { fills, explorerUrl });
      if (toast !== null) update(toast);
    }
  });
}
