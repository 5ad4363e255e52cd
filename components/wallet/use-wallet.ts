import { useStore } from 'zustand';
import { type WalletConnection, walletStore } from '#lib/wallet/wallet-store.ts';

/** The account that the page acts for. */
export function useWallet(): WalletConnection {
  return useStore(walletStore, (state) => state.connection);
}
