import { useMemo } from 'react';
import { type Polled, usePolled } from '#components/status/use-polled.ts';
import { useWalletNetwork } from '#components/wallet/use-wallet-network.ts';
import type { Address } from '#lib/domain/address.ts';
import type { ChainKey } from '#lib/exit/read-trading-keys.ts';
import { networkClient } from '#lib/wallet/network-client.ts';

const REFRESH_MS = 6_000;

/** The keys of an account that are known, and whether the node looked for all of them. */
export type KnownKeys = { readonly keys: readonly ChainKey[]; readonly complete: boolean };

/** Keys that the chain knows of an account, the one in this browser, and others that are named. */
export function useTradingKeys({
  clearingHouse,
  account,
  named,
}: {
  readonly clearingHouse: Address;
  readonly account: Address;
  readonly named: readonly Address[];
}): Polled<KnownKeys> {
  const network = useWalletNetwork();
  const read = useMemo(() => {
    const { multicall3, chainId } = network;
    if (multicall3 === null) return null;
    const query = {
      context: { client: networkClient(network), multicall3 },
      clearingHouse,
      account,
    };
    return async () => {
      const [{ findTradingKeys, readTradingKeys }, { loadTradingKey }] = await Promise.all([
        import('#lib/exit/read-trading-keys.ts'),
        import('#lib/trading/trading-key.ts'),
      ]);
      // A node that does not look back that far still says what named keys may do.
      const found = await findTradingKeys(query).catch(() => null);
      const own = loadTradingKey(localStorage, { chainId, owner: account, nowMs: Date.now() });
      const all = [...(found ?? []), ...(own === null ? [] : [own.address]), ...named];
      const different = new Map(all.map((key) => [key.toLowerCase(), key]));
      const keys = await readTradingKeys(query, [...different.values()]);
      return { keys, complete: found !== null };
    };
  }, [network, clearingHouse, account, named]);
  return usePolled(read, REFRESH_MS);
}
