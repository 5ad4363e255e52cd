import { type Chain, defineChain } from 'viem';
import type { Address } from '#lib/domain/address.ts';
import { LUX } from '#lib/domain/currency.ts';
import type { NetworkConfig } from '#lib/env/network-config.ts';

/** What the wallet has to know of the network that the page is about. */
export type WalletNetwork = NetworkConfig & {
  /** Lets many reads travel as one; absent where it is not deployed. */
  readonly multicall3: Address | null;
};

/** The network in viem's form, built at run time: nothing of it is baked into the build. */
export function walletChain(network: WalletNetwork): Chain {
  const { chainId, networkTitle, rpcUrl, explorerUrl, multicall3 } = network;
  return defineChain({
    id: chainId,
    name: networkTitle,
    nativeCurrency: { name: LUX.name, symbol: LUX.symbol, decimals: LUX.decimals },
    rpcUrls: { default: { http: [rpcUrl] } },
    ...(explorerUrl === null
      ? {}
      : { blockExplorers: { default: { name: 'Explorer', url: explorerUrl } } }),
    ...(multicall3 === null ? {} : { contracts: { multicall3: { address: multicall3 } } }),
  });
}

/** What a wallet that does not know the network is asked to add (EIP-3085, without the chain id). */
export function addNetworkParameters(network: WalletNetwork) {
  return {
    chainName: network.networkTitle,
    nativeCurrency: { name: LUX.name, symbol: LUX.symbol, decimals: LUX.decimals },
    rpcUrls: [network.rpcUrl],
    ...(network.explorerUrl === null ? {} : { blockExplorerUrls: [network.explorerUrl] }),
  };
}
