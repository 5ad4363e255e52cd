import type { Address } from '#lib/domain/address.ts';
import type { ListedToken } from './listed-token.ts';

/** What an account has of an asset. */
export type ExitBalance = ListedToken & {
  /** In the clearing house, base units. */
  readonly held: bigint;
  /** In the account itself, base units. */
  readonly own: bigint;
};

/** An account of the clearing house as the chain has it, all at one block. Times are Unix seconds. */
export type ExitAccount = {
  readonly address: Address;
  readonly block: { readonly number: bigint; readonly seconds: number };
  readonly epoch: number;
  /** Until when orders of the epoch before are settled; 0 = they never were. */
  readonly formerEpochUntil: number;
  readonly exiting: boolean;
  /** From when on nothing of it is settled; 0 without an exit. */
  readonly bindsAt: number;
  /** From when on it can be paid out; 0 without an exit. */
  readonly payableAt: number;
  /** Delays of an exit that is requested now, seconds. */
  readonly bindingDelay: number;
  readonly exitDelay: number;
  /** Whether deposits and settlement are stopped; exits are not. */
  readonly paused: boolean;
  /** For the network's costs, wei. */
  readonly coins: bigint;
  readonly balances: readonly ExitBalance[];
};
