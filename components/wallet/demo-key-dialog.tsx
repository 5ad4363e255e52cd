'use client';

import { useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import { forgetDemoKey, readDemoKey } from '#lib/wallet/demo-key.ts';
import { loadWallet } from '#lib/wallet/load-wallet.ts';
import type { WalletNetwork } from '#lib/wallet/wallet-network.ts';
import { closeWalletDialog } from '#lib/wallet/wallet-store.ts';

/** Shows the demo wallet's key, to take it into another wallet, or forgets it. */
export function DemoKeyDialog({ network }: { readonly network: WalletNetwork }) {
  const [shown, setShown] = useState(false);
  const [forgetting, setForgetting] = useState(false);
  const forget = async () => {
    const wallet = await loadWallet(network);
    await wallet.disconnect();
    forgetDemoKey(localStorage);
    closeWalletDialog();
  };
  return (
    <Dialog open onClose={closeWalletDialog} title="Demo wallet key">
      <div className="flex flex-col gap-3 p-4 text-13">
        <p className="text-secondary">
          This key belongs to the local development chain. It is kept unprotected in this browser:
          never send anything of value to its address on another network.
        </p>
        {shown ? (
          <output
            aria-label="Private key"
            className="numeric select-all break-all rounded-control bg-raised p-3"
          >
            {readDemoKey(localStorage) ?? 'There is no key.'}
          </output>
        ) : (
          <Button onClick={() => setShown(true)}>Show the key</Button>
        )}
        {forgetting ? (
          <div className="flex flex-col gap-2 rounded-control border border-line p-3">
            <p>Without the key, what this account holds is out of reach. Forget it?</p>
            <div className="flex gap-2">
              <Button variant="danger" onClick={() => void forget()}>
                Forget the key
              </Button>
              <Button onClick={() => setForgetting(false)}>Keep it</Button>
            </div>
          </div>
        ) : (
          <Button variant="danger" onClick={() => setForgetting(true)}>
            Forget this wallet
          </Button>
        )}
      </div>
    </Dialog>
  );
}
