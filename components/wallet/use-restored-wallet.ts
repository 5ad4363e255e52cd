import { useEffect } from 'react';
import { lastWallet } from '#lib/wallet/last-wallet.ts';
import { loadWallet } from '#lib/wallet/load-wallet.ts';
import type { WalletNetwork } from '#lib/wallet/wallet-network.ts';

/** Takes up the wallet that was connected when the page was left; without one nothing is loaded. */
export function useRestoredWallet(network: WalletNetwork): void {
  useEffect(() => {
    if (lastWallet() === null) return;
    void loadWallet(network).then((wallet) => wallet.restore());
  }, [network]);
}
