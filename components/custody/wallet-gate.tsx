'use client';

import type { ReactNode } from 'react';
import { Button } from '#components/ui/button.tsx';
import { switchNetwork } from '#components/wallet/switch-network.ts';
import { useWallet } from '#components/wallet/use-wallet.ts';
import { closeCustodyDialog } from '#lib/custody/custody-dialog-store.ts';
import type { Address } from '#lib/domain/address.ts';
import type { WalletNetwork } from '#lib/wallet/wallet-network.ts';
import { openWalletDialog } from '#lib/wallet/wallet-store.ts';

export type WalletGateProps = {
  readonly network: WalletNetwork;
  /** What is there for a wallet that is connected and on the page's network. */
  readonly children: (wallet: { readonly address: Address; readonly isDemo: boolean }) => ReactNode;
};

/** Asks for a wallet, and for the right network, before money is moved. */
export function WalletGate({ network, children }: WalletGateProps) {
  const wallet = useWallet();
  switch (wallet.status) {
    case 'disconnected':
      return (
        <Ask
          text="Connect the wallet that the money comes from and goes to."
          label="Connect wallet"
          onPress={() => {
            closeCustodyDialog();
            openWalletDialog('connect');
          }}
        />
      );
    case 'connecting':
      return <Ask text="Waiting for your wallet." label={null} onPress={() => undefined} />;
    case 'connected':
      if (wallet.chainId === network.chainId) return children(wallet);
      return (
        <Ask
          text={`Your wallet is on another network. Money is moved on ${network.networkTitle}.`}
          label="Switch network"
          onPress={() => void switchNetwork(network)}
        />
      );
    default:
      return wallet satisfies never;
  }
}

function Ask(props: {
  readonly text: string;
  readonly label: string | null;
  readonly onPress: () => void;
}) {
  return (
    <div className="flex flex-col gap-4 p-4">
      <p role="status">{props.text}</p>
      {props.label === null ? null : (
        <Button variant="primary" size="large" onClick={props.onPress}>
          {props.label}
        </Button>
      )}
    </div>
  );
}
