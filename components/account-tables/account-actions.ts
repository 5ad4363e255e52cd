import type { Address } from '#lib/domain/address.ts';
import type { OrderEdit } from '#lib/trading/edit-order.ts';

/** What can be done from the tables. What fails is told by whoever does it. */
export type AccountActions = {
  readonly connect: () => void;
  readonly switchNetwork: () => void;
  /** Has the wallet approve a new trading key. */
  readonly enable: () => Promise<void>;
  /** Gets test money; `null` where there is none. */
  readonly deposit: (() => Promise<void>) | null;
  /** Ends when the exchange has answered. */
  readonly cancel: (orderId: number) => Promise<void>;
  /** Without a symbol: of all markets. */
  readonly cancelAll: (symbol?: string) => Promise<void>;
  readonly modify: (edit: OrderEdit) => Promise<void>;
  /** Ends a trading key at the exchange; this browser's is forgotten too. */
  readonly revoke: (key: { readonly address: Address; readonly isOwn: boolean }) => Promise<void>;
  /** Has the wallet approve a new key for this browser, then ends the one it had. */
  readonly renew: (before: Address) => Promise<void>;
};
