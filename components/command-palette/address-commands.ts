import { type Address, isAddress, sameAddress } from '#lib/domain/address.ts';
import type { WebConfig } from '#lib/env/web-config.ts';
import { shortenAddress } from '#lib/format/shorten-address.ts';
import type { Command } from './command.ts';

/** What commands about an address may do. */
export type AddressActions = {
  readonly go: (href: string) => void;
  readonly copy: (text: string) => void;
  readonly openTab: (url: string) => void;
};

export type AddressContext = {
  /** `null` while nothing is deployed: then there is nothing to swap. */
  readonly config: Pick<WebConfig, 'tokens' | 'explorerUrl'> | null;
  readonly actions: AddressActions;
};

/** What can be done with an address that was typed or pasted; nothing for other texts. */
export function addressCommands(
  query: string,
  { config, actions }: AddressContext,
): readonly Command[] {
  const address = query.trim();
  if (!isAddress(address)) return [];
  const common = { group: 'Address', keywords: address } as const;
  const commands: Command[] = [
    {
      ...common,
      id: 'address-copy',
      label: 'Copy this address',
      detail: shortenAddress(address),
      icon: 'copy',
      run: () => actions.copy(address),
    },
  ];
  if (config === null) return commands;
  const { explorerUrl } = config;
  if (explorerUrl !== null) {
    commands.unshift({
      ...common,
      id: 'address-explorer',
      label: 'Open in the explorer',
      detail: shortenAddress(address),
      icon: 'external',
      run: () => actions.openTab(`${explorerUrl}/address/${address}`),
    });
  }
  commands.unshift({
    ...common,
    id: 'address-swap',
    label: swapLabel(address, config),
    detail: shortenAddress(address),
    icon: 'swap',
    run: () => actions.go(`/swap?${new URLSearchParams({ to: address })}`),
  });
  return commands;
}

function swapLabel(address: Address, { tokens }: Pick<WebConfig, 'tokens'>): string {
  const listed = tokens.find((token) => sameAddress(token.address, address));
  return listed === undefined ? 'Swap to the token at this address' : `Swap to ${listed.symbol}`;
}
