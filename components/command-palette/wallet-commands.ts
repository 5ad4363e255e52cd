import { shortenAddress } from '#lib/format/shorten-address.ts';
import { openWalletDialog, type WalletConnection } from '#lib/wallet/wallet-store.ts';
import type { Command } from './command.ts';

/** What can be done about the wallet, connected or not. */
export function walletCommands(
  connection: WalletConnection,
  copy: (text: string) => void,
): readonly Command[] {
  if (connection.status !== 'connected') {
    return [
      {
        id: 'wallet-connect',
        group: 'Actions',
        label: 'Connect a wallet',
        icon: 'wallet',
        keywords: 'account sign in log in',
        run: () => openWalletDialog('connect'),
      },
    ];
  }
  const { address } = connection;
  return [
    {
      id: 'wallet-copy',
      group: 'Actions',
      label: 'Copy my address',
      detail: shortenAddress(address),
      icon: 'copy',
      keywords: 'wallet account',
      run: () => copy(address),
    },
  ];
}
