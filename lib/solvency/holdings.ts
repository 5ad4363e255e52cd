import type { ListedToken } from '#lib/exit/listed-token.ts';

/** An asset of the clearing house as the chain has it at one block; amounts in base units. */
export type AssetHoldings = ListedToken & {
  /** What the contract has of the token; `null` when the token does not answer. */
  readonly held: bigint | null;
  /** What it owes to the account that looks; `null` when nobody does. */
  readonly own: bigint | null;
};

/** Everything in custody at one block. */
export type Holdings = {
  readonly block: { readonly number: bigint; readonly seconds: number };
  readonly assets: readonly AssetHoldings[];
};

/** What the operator says that it owes, as of one block; amounts in quanta of the asset. */
export type LiabilityReport = {
  readonly block: number;
  /** Milliseconds since the epoch. */
  readonly timeMs: number;
  /** Whether the operator found every balance the same on both sides. */
  readonly agrees: boolean;
  readonly assets: readonly {
    /** Symbol of the asset (`USDT`) and of its token (`LUSD`). */
    readonly asset: string;
    readonly token: string;
    readonly liabilities: number;
    readonly exchangeOwned: number;
  }[];
};
