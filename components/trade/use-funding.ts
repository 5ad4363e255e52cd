import { useQuery } from '@tanstack/react-query';
import { custodyQueries } from '#components/custody/custody-queries.ts';
import { useWebConfig } from '#components/shell/config-provider.tsx';
import { useWallet } from '#components/wallet/use-wallet.ts';
import { useWalletNetwork } from '#components/wallet/use-wallet-network.ts';
import type { Funding } from '#lib/custody/read-funding.ts';
import { fetchStatus } from '#lib/queries/fetch-status.ts';
import { useTrading } from './trading-provider.tsx';

const REFRESH_MS = 2_000;

/**
 * Whether a wallet without a trading key has money to trade with, so that it is told to deposit first;
 * `null` while that is read. Where it cannot be read, nobody is kept from asking for a key.
 */
export function useFunding(): Funding | null {
  const network = useWalletNetwork();
  const clearingHouse = useWebConfig()?.contracts.clearingHouse ?? null;
  const wallet = useWallet();
  const owner = wallet.status === 'connected' ? wallet.address : null;
  const isAsked = useTrading(({ phase }) => phase === 'no-key') && clearingHouse !== null;
  const { data, isError } = useQuery(
    {
      queryKey: [network.chainId, clearingHouse, owner, 'funding'],
      enabled: isAsked && owner !== null,
      queryFn: async ({ signal }) => {
        if (clearingHouse === null || owner === null) return 'credited';
        const [{ readFunding }, { networkClient }, status] = await Promise.all([
          import('#lib/custody/read-funding.ts'),
          import('#lib/wallet/network-client.ts'),
          fetchStatus(network.sidecarUrl, { signal }).catch(() => null),
        ]);
        const finalBlock = status?.settlement?.final_block ?? null;
        const client = networkClient(network);
        return await readFunding({ client, clearingHouse, owner, finalBlock });
      },
      refetchInterval: ({ state }) => (state.data === 'credited' ? false : REFRESH_MS),
    },
    custodyQueries,
  );
  return isError ? 'credited' : (data ?? null);
}
