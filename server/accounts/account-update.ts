import type { Fill } from '#lib/domain/fill.ts';
import type { OrderUpdate } from '#lib/protocol/frames/order-update.ts';

/** What durable commands changed for one account since it was told the last time. */
export type AccountUpdate = {
  /** Its balances may have changed, whatever else did. */
  readonly account: number;
  /** The last command that changed something for it. */
  readonly seq: number;
  /** When that was stamped, milliseconds since the epoch. */
  readonly timestampMs: number;
  /**
   * Each order that changed, once, as it stands now, with the last thing that happened to it and what
   * it traded; in the order in which they first changed.
   */
  readonly orders: readonly OrderUpdate[];
  /** In the order in which they happened. */
  readonly fills: readonly Fill[];
};
