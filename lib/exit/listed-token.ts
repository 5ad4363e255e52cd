import type { Address } from '#lib/domain/address.ts';

/** An asset of the clearing house, and the token behind it. */
export type ListedToken = {
  /** Its number in the contract. */
  readonly number: number;
  readonly token: Address;
  readonly symbol: string;
  /** Decimals of the token's base unit. */
  readonly decimals: number;
  /** Base units of one quantum. */
  readonly unit: bigint;
  /** What the contract owes to all accounts, in base units. */
  readonly custody: bigint;
};
