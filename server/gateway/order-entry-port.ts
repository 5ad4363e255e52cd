import type { OrderEntry } from '#server/order-entry/index.ts';

/** Brings what people ask for to the engine. */
export type OrderEntryPort = Pick<
  OrderEntry,
  | 'place'
  | 'cancel'
  | 'modify'
  | 'cancelAll'
  | 'armDeadMan'
  | 'reserveNonces'
  | 'withdraw'
  | 'approveAgent'
  | 'revokeAgent'
  | 'bumpEpoch'
  | 'nonceState'
  | 'agents'
>;
