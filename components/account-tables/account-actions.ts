import type { Address } from '#lib/domain/address.ts';
import type { KeyScope } from '#lib/trading/approve-key.ts';
import type { OrderEdit } from '#lib/trading/edit-order.ts';
import type { TradingKey } from '#lib/trading/trading-key.ts';

/** A key that is to end. */
export type RevokedKey = {
  readonly address: Address;
  readonly isOwn: boolean;
  /** By a transaction too, which the contract obeys whatever the exchange does. */
  readonly onChain: boolean;
};

/** What can be done from the tables. What fails is told by whoever does it. */
export type AccountActions = {
  readonly connect: () => void;
  readonly switchNetwork: () => void;
  /** Has the wallet approve a new trading key. */
  readonly enable: () => Promise<void>;
  /** Opens the way in or out of the exchange, for an asset (`USDT`). */
  readonly deposit: (asset?: string) => void;
  readonly withdraw: (asset?: string) => void;
  /** Ends when the exchange has answered. */
  readonly cancel: (orderId: number) => Promise<void>;
  /** Without a symbol: of all markets. */
  readonly cancelAll: (symbol?: string) => Promise<void>;
  readonly modify: (edit: OrderEdit) => Promise<void>;
  /** Ends a trading key at the exchange, and on chain if asked to; this browser's is forgotten too. */
  readonly revoke: (key: RevokedKey) => Promise<void>;
  /** Has the wallet approve a new key for this browser, then ends the one it had. */
  readonly renew: (before: Address, scope?: KeyScope) => Promise<void>;
  /** Has it approve a key for a program; `null` where that did not happen. */
  readonly issue: (scope: KeyScope) => Promise<TradingKey | null>;
};
