import { createStore } from 'zustand/vanilla';
import type { Address } from '#lib/domain/address.ts';

/** The account that the page acts for, if any. */
export type WalletConnection =
  | { readonly status: 'disconnected' }
  /** `restoring` after a reload; otherwise the wallet is asking its user. */
  | { readonly status: 'connecting'; readonly restoring: boolean }
  | {
      readonly status: 'connected';
      readonly address: Address;
      /** The chain that the wallet is on, which need not be the page's. */
      readonly chainId: number;
      readonly walletName: string;
      /** Whether the key is the demo wallet's, kept in this browser. */
      readonly isDemo: boolean;
    };

/** The wallet's dialogs. `wallets` is RainbowKit's list; `demo-key` shows or forgets the demo wallet's key. */
export type WalletDialog = 'connect' | 'wallets' | 'demo-key';

export type WalletState = {
  readonly connection: WalletConnection;
  readonly dialog: WalletDialog | null;
};

/** The wallet as every part of the page sees it. Small: wagmi stands behind it once it is needed. */
export const walletStore = createStore<WalletState>(() => ({
  connection: { status: 'disconnected' },
  dialog: null,
}));

/** Opens one of the wallet's dialogs from anywhere on the page. */
export function openWalletDialog(dialog: WalletDialog): void {
  walletStore.setState({ dialog });
}

/** Closes whichever of them is open. */
export function closeWalletDialog(): void {
  walletStore.setState({ dialog: null });
}
