import type { Quanta } from '#lib/domain/quanta.ts';

/** By what rules money comes in and goes out. */
export type CustodyTerms = {
  /** Blocks that make a deposit final, its own among them. */
  readonly confirmations: number;
  /** The least of an asset that is paid out, by symbol; of others one quantum. */
  readonly minimumWithdrawals: ReadonlyMap<string, Quanta>;
};
