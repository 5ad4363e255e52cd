import { networks } from '#lib/domain/network.ts';
import { isLoopbackUrl } from '#lib/env/loopback.ts';
import type { NetworkConfig } from '#lib/env/network-config.ts';
import { SwapError } from '#lib/swap/swap-errors.ts';

/** Asks the RPC something that takes no parameters and is answered by a text. */
export type AskChain = (method: 'eth_chainId' | 'web3_clientVersion') => Promise<string>;

type DemoNetwork = Pick<NetworkConfig, 'network' | 'chainId' | 'rpcUrl' | 'developmentFeatures'>;

/** Whether the configuration allows a demo wallet: the local network over a loopback RPC only. */
export function allowsDemoWallet(config: DemoNetwork): boolean {
  return config.network === 'local' && config.developmentFeatures && isLoopbackUrl(config.rpcUrl);
}

/**
 * Holds the demo wallet to the local development chain, by the configuration and by what the chain
 * itself answers. Called before a key is made, read or used.
 *
 * @throws SwapError `wallet/demo-not-allowed`.
 */
export async function assertDemoWallet(config: DemoNetwork, ask: AskChain): Promise<void> {
  if (!allowsDemoWallet(config)) throw new SwapError('wallet/demo-not-allowed');
  const chainId = Number(await ask('eth_chainId'));
  if (chainId !== config.chainId) throw new SwapError('wallet/demo-not-allowed');
  if (!isPublicChain(chainId)) return;
  // The id of a public network is rehearsed on anvil only: a tunnel to the real one is no playground.
  const version = await ask('web3_clientVersion');
  if (!version.toLowerCase().startsWith('anvil/')) throw new SwapError('wallet/demo-not-allowed');
}

function isPublicChain(chainId: number): boolean {
  return Object.values(networks).some(
    (network) => network.name !== 'local' && network.chainId === chainId,
  );
}
