import { useMemo } from 'react';
import { useNetworkConfig, useWebConfig } from '#components/shell/config-provider.tsx';
import type { WalletNetwork } from '#lib/wallet/wallet-network.ts';

/** The network as the wallet needs to know it. */
export function useWalletNetwork(): WalletNetwork {
  const network = useNetworkConfig();
  const multicall3 = useWebConfig()?.contracts.multicall3 ?? null;
  return useMemo(() => ({ ...network, multicall3 }), [network, multicall3]);
}
