import type { Address, Hash } from '#lib/domain/address.ts';
import type { Currency } from '#lib/domain/currency.ts';
import type { SwapErrorCode } from './swap-errors.ts';
import type { ExactSide } from './swap-request.ts';

/** What a transaction did, read from its receipt. Amounts in base units, cost in wei. */
export type SwapReceipt = {
  readonly blockNumber: bigint;
  readonly paid: bigint;
  readonly received: bigint;
  readonly cost: bigint;
};

/** Where a sent swap stands. Each of these is a different state on screen. */
export type SwapOutcome =
  | { readonly kind: 'pending' }
  | { readonly kind: 'confirmed'; readonly receipt: SwapReceipt; readonly confirmations: number }
  | { readonly kind: 'final'; readonly receipt: SwapReceipt }
  | {
      readonly kind: 'reverted';
      readonly blockNumber: bigint;
      readonly cost: bigint;
      readonly code: SwapErrorCode;
      readonly final: boolean;
    }
  | { readonly kind: 'replaced'; readonly by: Hash | null }
  | { readonly kind: 'canceled'; readonly by: Hash }
  | { readonly kind: 'dropped' };

/** The transaction that carries a swap; its hash changes when the wallet speeds it up. */
export type SwapTransaction = {
  readonly hash: Hash;
  readonly nonce: number;
  /** Who sent it, where that is not the account: whoever executes what a contract's owners signed. */
  readonly sender?: Address | undefined;
  readonly to: Address;
  readonly value: bigint;
  readonly input: Hash;
  readonly sentBlock: bigint;
  readonly sentAtMs: number;
  /** Chain time in seconds after which the contract refuses it; `null` when it has none. */
  readonly deadline: number | null;
};

/** A swap that was sent, as kept in this browser: it outlives the page. */
export type SwapRecord = {
  /** Hash of the first transaction sent for it. */
  readonly id: Hash;
  readonly chainId: number;
  readonly account: Address;
  readonly kind: 'swap' | 'wrap' | 'unwrap';
  readonly pay: Currency;
  readonly receive: Currency;
  readonly exact: ExactSide;
  /** What the quote said, base units. */
  readonly payAmount: bigint;
  readonly receiveAmount: bigint;
  readonly transaction: SwapTransaction;
  readonly outcome: SwapOutcome;
};

/** Whether the chain may still change what became of a swap, so that it has to be watched. */
export function isUnsettled(record: SwapRecord): boolean {
  switch (record.outcome.kind) {
    case 'pending':
    case 'confirmed':
    case 'dropped':
      return true;
    case 'reverted':
      return !record.outcome.final;
    case 'final':
    case 'replaced':
    case 'canceled':
      return false;
  }
}
