'use client';

import dynamic from 'next/dynamic';
import { useStore } from 'zustand';
import { Button } from '#components/ui/button.tsx';
import { allowsDemoWallet } from '#lib/wallet/assert-demo-wallet.ts';
import { loadWallet } from '#lib/wallet/load-wallet.ts';
import type { WalletNetwork } from '#lib/wallet/wallet-network.ts';
import { openWalletDialog, type WalletConnection, walletStore } from '#lib/wallet/wallet-store.ts';
import { AccountButton } from './account-button.tsx';
import { switchNetwork } from './switch-network.ts';
import { useRestoredWallet } from './use-restored-wallet.ts';
import { useWallet } from './use-wallet.ts';
import { useWalletNetwork } from './use-wallet-network.ts';

const loadDialogs = () => import('./wallet-dialogs.tsx');
const WalletDialogs = dynamic(() => loadDialogs().then((module) => module.WalletDialogs));

/**
 * The wallet in the header of every page. It is small: wagmi and RainbowKit are loaded when the
 * pointer or the focus comes near, or when a wallet was connected before.
 */
export function WalletButton() {
  const network = useWalletNetwork();
  const connection = useWallet();
  const asksSomething = useStore(walletStore, (state) => state.dialog !== null);
  useRestoredWallet(network);
  return (
    <>
      <ConnectionButton network={network} connection={connection} />
      {asksSomething ? <WalletDialogs /> : null}
    </>
  );
}

function ConnectionButton({
  network,
  connection,
}: {
  readonly network: WalletNetwork;
  readonly connection: WalletConnection;
}) {
  const prepare = () => prepareWallet(network);
  if (connection.status === 'connected') {
    return connection.chainId === network.chainId ? (
      <AccountButton connection={connection} network={network} />
    ) : (
      <Button variant="danger" onClick={() => void switchNetwork(network)}>
        Wrong network
      </Button>
    );
  }
  const connecting = connection.status === 'connecting';
  return (
    <Button
      variant="primary"
      disabled={connecting}
      onPointerEnter={prepare}
      onFocus={prepare}
      onClick={() => openWalletDialog('connect')}
    >
      {connecting ? 'Connecting…' : <ConnectLabel />}
    </Button>
  );
}

function ConnectLabel() {
  return (
    <span>
      Connect<span className="max-sm:sr-only"> wallet</span>
    </span>
  );
}

/** Loads what a press would need, so that it is there when the press comes. */
function prepareWallet(network: WalletNetwork): void {
  void loadDialogs();
  void loadWallet(network);
  if (!allowsDemoWallet(network)) void import('./rainbow-modal.tsx');
}
