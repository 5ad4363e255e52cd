import type { LobsterLevel } from './read-lobster.ts';

/** The recording's directions: of resting buys and of resting sells. */
export const BIDS = 1;
export const ASKS = -1;
export type BookSide = typeof BIDS | typeof ASKS;

export type VenueFill = {
  readonly makerOrderId: number;
  readonly price: number;
  readonly lots: number;
};

/**
 * A matching engine, as far as a recording needs one. Prices are hundredths of a cent, sizes shares.
 * Each method throws when the venue refuses.
 */
export type LobsterVenue = {
  /** A limit order that rests whole. */
  rest(order: {
    readonly orderId: number;
    readonly side: BookSide;
    readonly price: number;
    readonly lots: number;
  }): void;
  /** Makes an order smaller, which keeps its place. */
  reduce(orderId: number, byLots: number): void;
  /** Takes an order out; returns the lots that it still had. */
  cancel(orderId: number): number;
  /** An order against a side, immediate or cancel, no worse than `price`; its fills. */
  take(order: {
    readonly against: BookSide;
    readonly price: number;
    readonly lots: number;
  }): readonly VenueFill[];
  /** All levels of a side, the best first. */
  depth(side: BookSide): readonly LobsterLevel[];
};
