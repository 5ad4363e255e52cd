import { type ChainClient, createChainClient } from '#lib/chain/create-chain-client.ts';
import type { WalletNetwork } from './wallet-network.ts';

/** Reads the chain of the wallet's network. */
export function networkClient({
  chainId,
  networkTitle,
  rpcUrl,
  multicall3,
}: WalletNetwork): ChainClient {
  return createChainClient({
    chainId,
    name: networkTitle,
    rpcUrl,
    ...(multicall3 === null ? {} : { multicall3 }),
  });
}
