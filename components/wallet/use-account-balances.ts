import { useEffect, useState } from 'react';
import { readBalances } from '#lib/chain/read-balances.ts';
import type { Address } from '#lib/domain/address.ts';
import { LUX, type Token } from '#lib/domain/currency.ts';
import { networkClient } from '#lib/wallet/network-client.ts';
import type { WalletNetwork } from '#lib/wallet/wallet-network.ts';

const REFRESH_MS = 2_000;

export type AccountBalances = ReadonlyMap<string, bigint>;

/** What an account holds, read anew while it is looked at; `null` before the first answer. */
export function useAccountBalances({
  address,
  network,
  tokens,
}: {
  readonly address: Address;
  readonly network: WalletNetwork;
  readonly tokens: readonly Token[];
}): AccountBalances | null {
  const [balances, setBalances] = useState<AccountBalances | null>(null);
  useEffect(() => {
    const { multicall3 } = network;
    if (multicall3 === null) return;
    let wanted = true;
    const context = { client: networkClient(network), multicall3 };
    const refresh = async () => {
      const currencies = [LUX, ...tokens];
      // A chain that does not answer leaves what was read before.
      const read = await readBalances({ context, owner: address, currencies }).catch(() => null);
      if (wanted && read !== null) setBalances(read.balances);
    };
    void refresh();
    const timer = setInterval(() => void refresh(), REFRESH_MS);
    return () => {
      wanted = false;
      clearInterval(timer);
    };
  }, [address, network, tokens]);
  return balances;
}
