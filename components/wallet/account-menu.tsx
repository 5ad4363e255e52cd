'use client';

import { useState } from 'react';
import { useWebConfig } from '#components/shell/config-provider.tsx';
import { Badge } from '#components/ui/badge.tsx';
import { Button } from '#components/ui/button.tsx';
import { IconButton } from '#components/ui/icon-button.tsx';
import { TextLink } from '#components/ui/text-link.tsx';
import { shortenAddress } from '#lib/format/shorten-address.ts';
import { showToast } from '#lib/stores/toast-store.ts';
import { explorerLink } from '#lib/wallet/explorer-link.ts';
import { fundAccount } from '#lib/wallet/fund-account.ts';
import { loadWallet } from '#lib/wallet/load-wallet.ts';
import { networkClient } from '#lib/wallet/network-client.ts';
import type { WalletNetwork } from '#lib/wallet/wallet-network.ts';
import { openWalletDialog, type WalletConnection } from '#lib/wallet/wallet-store.ts';
import { AccountBalances } from './account-balances.tsx';

export type AccountMenuProps = {
  readonly connection: Extract<WalletConnection, { status: 'connected' }>;
  readonly network: WalletNetwork;
  readonly onClose: () => void;
};

/** What the account holds and what can be done with it. */
export function AccountMenu({ connection, network, onClose }: AccountMenuProps) {
  const { address, walletName, isDemo } = connection;
  const tokens = useWebConfig()?.tokens ?? [];
  const explorer = explorerLink(network.explorerUrl, { kind: 'address', id: address });
  return (
    <div className="flex flex-col">
      <div className="border-line border-b p-4">
        <p className="flex items-center gap-2 text-12 text-secondary">
          {walletName}
          {isDemo ? <Badge tone="warn">Demo: test tokens only</Badge> : null}
        </p>
        <div className="flex items-center justify-between gap-2">
          <p className="numeric text-15" title={address}>
            {shortenAddress(address, 6)}
          </p>
          <IconButton icon="copy" label="Copy address" onClick={() => void copy(address)} />
        </div>
        {explorer === null ? null : (
          <p className="text-12">
            <TextLink href={explorer}>View in the explorer</TextLink>
          </p>
        )}
      </div>
      <AccountBalances address={address} network={network} tokens={tokens} />
      <div className="flex flex-wrap gap-2 border-line border-t p-4">
        {network.developmentFeatures ? (
          <TestFundsButton address={address} network={network} />
        ) : null}
        {isDemo ? (
          <Button
            size="small"
            onClick={() => {
              onClose();
              openWalletDialog('demo-key');
            }}
          >
            Demo key
          </Button>
        ) : null}
        <Button
          size="small"
          onClick={() => {
            onClose();
            void loadWallet(network).then((wallet) => wallet.disconnect());
          }}
        >
          Disconnect
        </Button>
      </div>
    </div>
  );
}

function TestFundsButton({
  address,
  network,
}: Pick<AccountMenuProps, 'network'> & { readonly address: `0x${string}` }) {
  const [asking, setAsking] = useState(false);
  const ask = async () => {
    setAsking(true);
    await fundAccount({ sidecarUrl: network.sidecarUrl, client: networkClient(network), address });
    setAsking(false);
  };
  return (
    <Button size="small" disabled={asking} onClick={() => void ask()}>
      {asking ? 'Getting test funds…' : 'Get test funds'}
    </Button>
  );
}

async function copy(address: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(address);
    showToast({ id: 'copy', kind: 'success', title: 'Address copied', durationMs: 2_000 });
  } catch {
    const title = 'The browser does not allow copying here';
    showToast({ id: 'copy', kind: 'warning', title, detail: address });
  }
}
