import type { Quanta } from './quanta.ts';

/** What an account has of one asset in the exchange's ledger. */
export type Balance = {
  readonly asset: string;
  readonly available: Quanta;
  /** Held by open orders. */
  readonly locked: Quanta;
};
