import type { Address, Hash } from '#lib/domain/address.ts';
import type { Fill } from '#lib/domain/fill.ts';
import type { Order } from '#lib/domain/order.ts';
import type { OrderSignature } from '#lib/domain/order-request.ts';
import type { Lots, Quanta, Ticks } from '#lib/domain/quanta.ts';
import type { ErrorCode } from '#lib/protocol/errors.ts';
import type { ErrorFacts } from '#lib/protocol/protocol-error.ts';

/** Which command did it: its number, and the time that the sequencer gave it. */
export type AsOf = {
  readonly seq: number;
  /** Milliseconds since the epoch. */
  readonly timeMs: number;
};

/** An order was taken. */
export type Placed = AsOf & {
  readonly outcome: 'placed';
  /** As it stands after its command: what later commands did to it is not in it. */
  readonly order: Order;
  /** What it traded at once, in order. */
  readonly fills: readonly Fill[];
  /** EIP-712 digest of what was signed. */
  readonly orderHash: Hash;
};

/** The same order was taken before; nothing changed. */
export type Duplicated = AsOf & {
  readonly outcome: 'duplicate';
  /** The order that the client order id stands for. */
  readonly orderId: number;
};

/** The engine refused; nothing changed, and no nonce is used. */
export type Refused = AsOf & {
  readonly outcome: 'rejected';
  readonly code: ErrorCode;
  readonly facts: ErrorFacts;
  /** The order as it would have been, `rejected`. */
  readonly order: Order;
};

export type PlaceAnswer = Placed | Duplicated | Refused;

/** Orders that a cancel ended, by id, ascending as they ended. */
export type CancelAnswer = AsOf & {
  readonly canceled: readonly { readonly orderId: number; readonly remainingLots: Lots }[];
};

export type ModifyAnswer = AsOf & {
  readonly orderId: number;
  readonly priceTicks: Ticks;
  /** The new total, what is filled included. */
  readonly quantityLots: Lots;
  readonly triggerTicks: Ticks;
  readonly keptPriority: boolean;
  /** What it traded at once. */
  readonly fills: readonly Fill[];
  /** EIP-712 digest of what was signed; `null` where only the size shrank. */
  readonly orderHash: Hash | null;
};

export type DeadManAnswer = AsOf & {
  /** Milliseconds since the epoch; 0 = disarmed. */
  readonly deadlineMs: number;
};

/** Consecutive nonces for resting orders. */
export type NonceRange = { readonly first: number; readonly count: number };

export type ReservedNonces = AsOf & NonceRange & { readonly signer: Address };

/** What a signer must know to sign the next order. */
export type NonceState = {
  readonly epoch: number;
  /** Smallest one-shot nonce that is accepted now; the present time in ms is one too, if larger. */
  readonly nextOneShotNonce: number;
  /** What is free of the ranges that are reserved for the signer that was asked for. */
  readonly ranges: readonly NonceRange[];
};

/** A trading key of an account. */
export type Agent = {
  readonly address: Address;
  readonly number: number;
  /** Milliseconds since the epoch. */
  readonly expiresMs: number;
  /** `null` = all markets. */
  readonly symbols: readonly string[] | null;
  /** Largest notional of a single order; `null` = no limit. */
  readonly maxNotional: Quanta | null;
};

/** What changes of an order; 0 = unchanged. */
export type ModifyRequest = {
  readonly order: OrderName;
  readonly priceTicks: Ticks;
  /** The new total, what is filled included. */
  readonly quantityLots: Lots;
  readonly triggerTicks: Ticks;
  /** Needed unless only the size shrinks; a key that was handed over signs by itself. */
  readonly signed: OrderSignature | null;
};

/** How a client names an order of its own. */
export type OrderName = { readonly orderId: number } | { readonly clientOrderId: string };
