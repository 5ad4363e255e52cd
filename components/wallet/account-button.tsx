'use client';

import dynamic from 'next/dynamic';
import { Badge } from '#components/ui/badge.tsx';
import { Icon } from '#components/ui/icon.tsx';
import { Popover } from '#components/ui/popover.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { shortenAddress } from '#lib/format/shorten-address.ts';
import type { WalletNetwork } from '#lib/wallet/wallet-network.ts';
import type { WalletConnection } from '#lib/wallet/wallet-store.ts';

const AccountMenu = dynamic(
  () => import('./account-menu.tsx').then((module) => module.AccountMenu),
  {
    loading: () => <Skeleton className="m-4 h-40 w-72" />,
  },
);

export type AccountButtonProps = {
  readonly connection: Extract<WalletConnection, { status: 'connected' }>;
  readonly network: WalletNetwork;
};

/** Whose account is connected; opens what can be done with it. */
export function AccountButton({ connection, network }: AccountButtonProps) {
  const { address, isDemo } = connection;
  return (
    <Popover
      label="Account"
      className="w-88"
      trigger={(attributes) => (
        <button
          type="button"
          className="touch-target flex h-9 items-center gap-2 rounded-control border border-line bg-panel px-2.5 text-13 transition-colors hover:bg-raised"
          {...attributes}
        >
          <span className="sr-only">Account </span>
          {isDemo ? (
            <span aria-hidden="true">
              <Badge tone="warn">Demo</Badge>
            </span>
          ) : (
            <Icon name="wallet" />
          )}
          <span className="numeric max-sm:sr-only">{shortenAddress(address)}</span>
          {isDemo ? <span className="sr-only">, demo wallet</span> : null}
          <Icon name="chevron-down" size={12} className="text-secondary" />
        </button>
      )}
    >
      {(close) => <AccountMenu connection={connection} network={network} onClose={close} />}
    </Popover>
  );
}
