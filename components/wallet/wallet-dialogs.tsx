'use client';

import dynamic from 'next/dynamic';
import { useStore } from 'zustand';
import { walletStore } from '#lib/wallet/wallet-store.ts';
import { ConnectDialog } from './connect-dialog.tsx';
import { DemoKeyDialog } from './demo-key-dialog.tsx';
import { useWalletNetwork } from './use-wallet-network.ts';

const RainbowModal = dynamic(() =>
  import('./rainbow-modal.tsx').then((module) => module.RainbowModal),
);

/** Whichever of the wallet's dialogs is open. */
export function WalletDialogs() {
  const dialog = useStore(walletStore, (state) => state.dialog);
  const network = useWalletNetwork();
  switch (dialog) {
    case 'connect':
      return <ConnectDialog network={network} />;
    case 'wallets':
      return <RainbowModal network={network} />;
    case 'demo-key':
      return <DemoKeyDialog network={network} />;
    case null:
      return null;
  }
}
