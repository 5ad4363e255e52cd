'use client';

import { useEffect, useState } from 'react';
import { Dialog } from '#components/ui/dialog.tsx';
import { TextLink } from '#components/ui/text-link.tsx';
import { type SwapErrorCode, swapErrors } from '#lib/swap/swap-errors.ts';
import { allowsDemoWallet } from '#lib/wallet/assert-demo-wallet.ts';
import { loadWallet } from '#lib/wallet/load-wallet.ts';
import { walletErrorCode } from '#lib/wallet/wallet-error-code.ts';
import type { WalletNetwork } from '#lib/wallet/wallet-network.ts';
import { closeWalletDialog, openWalletDialog } from '#lib/wallet/wallet-store.ts';
import { WalletOption } from './wallet-option.tsx';

/**
 * The first question of connecting: the demo wallet, where there is one, or a wallet of one's own.
 * Where there is nothing to choose RainbowKit's list follows at once.
 */
export function ConnectDialog({ network }: { readonly network: WalletNetwork }) {
  const hasDemo = allowsDemoWallet(network);
  const hasWallets = useHasWallets(network);
  const [failure, setFailure] = useState<SwapErrorCode | null>(null);
  const [connecting, setConnecting] = useState(false);

  useEffect(() => {
    if (!hasDemo && hasWallets === true) openWalletDialog('wallets');
  }, [hasDemo, hasWallets]);

  const startDemo = async () => {
    setConnecting(true);
    setFailure(null);
    try {
      const wallet = await loadWallet(network);
      await wallet.connectDemo();
      closeWalletDialog();
    } catch (error) {
      setFailure(walletErrorCode(error));
    } finally {
      setConnecting(false);
    }
  };

  return (
    <Dialog open onClose={closeWalletDialog} title="Connect a wallet">
      <div className="flex flex-col gap-2 p-4">
        {hasDemo ? (
          <WalletOption
            icon="droplet"
            title={connecting ? 'Opening the demo wallet…' : 'Demo wallet'}
            badge="Test tokens only"
            detail="No extension needed. A key is made in this browser, and the faucet fills the account."
            disabled={connecting}
            onSelect={() => void startDemo()}
          />
        ) : null}
        {hasWallets === false ? (
          <NoWallets />
        ) : (
          <WalletOption
            icon="wallet"
            title="Browser wallet"
            detail="MetaMask, Rabby or any other extension in this browser."
            disabled={connecting || hasWallets === null}
            onSelect={() => openWalletDialog('wallets')}
          />
        )}
        {failure === null ? null : <ConnectFailure code={failure} />}
      </div>
    </Dialog>
  );
}

/** Whether this browser has a wallet of its own; `null` until that is known. */
function useHasWallets(network: WalletNetwork): boolean | null {
  const [hasWallets, setHasWallets] = useState<boolean | null>(null);
  useEffect(() => {
    let wanted = true;
    void loadWallet(network).then((wallet) => {
      if (wanted) setHasWallets(wallet.hasWallets());
    });
    return () => {
      wanted = false;
    };
  }, [network]);
  return hasWallets;
}

function NoWallets() {
  return (
    <div className="rounded-control border border-line p-3 text-13 text-secondary">
      <p>No wallet was found in this browser.</p>
      <p className="mt-1">
        <TextLink href="https://ethereum.org/wallets/find-wallet/">Find a wallet</TextLink>, install
        it, and load this page again.
      </p>
    </div>
  );
}

function ConnectFailure({ code }: { readonly code: SwapErrorCode }) {
  const { happened, remedy } = swapErrors[code];
  return (
    <div role="alert" className="text-13 text-down">
      {happened} {remedy}
      <p className="numeric text-11 text-faint">{code}</p>
    </div>
  );
}
