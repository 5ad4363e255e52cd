import type { Address } from './address.ts';
import type { Lots, Ticks } from './quanta.ts';

/** Bits of `flags` of the signed order. */
export const SELL_FLAG = 1;
/** IOC, FOK and market orders. */
export const ONE_SHOT_FLAG = 2;
export const POST_ONLY_FLAG = 4;
export const REDUCE_ONLY_FLAG = 8;

/** What an order's owner, or an agent for them, signs as EIP-712 typed data (`Order`). */
export type SignedOrder = {
  readonly account: Address;
  /** Market id, 1 … 63. */
  readonly market: number;
  readonly flags: number;
  /** Limit, or of a market order its protection price. */
  readonly price: Ticks;
  readonly quantity: Lots;
  /** 0 = none. */
  readonly triggerPrice: Ticks;
  /** 1 … 2^48 − 1. One-shot nonces grow; resting nonces come from a reserved range. */
  readonly nonce: number;
  /** Seconds since the epoch, 1 … 2^32 − 1. */
  readonly expiry: number;
  /** Epoch of the account, 0 … 65535: bumping it ends every order that was signed before. */
  readonly epoch: number;
  /** Highest fee that is agreed to, parts per million. */
  readonly maxFeePpm: number;
};

/** What an owner signs to let a trading key sign orders (`AgentApproval`). */
export type AgentApproval = {
  readonly account: Address;
  readonly agent: Address;
  /** Seconds since the epoch. */
  readonly expiry: number;
  /** Bit n stands for market n. */
  readonly markets: bigint;
  /** Largest notional of a single order, quote quanta; 2^128 − 1 = no limit. */
  readonly maxNotional: bigint;
  /** Grows from approval to approval of an account. */
  readonly nonce: number;
};
