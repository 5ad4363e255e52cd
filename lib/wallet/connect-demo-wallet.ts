import { getBalance } from 'viem/actions';
import { createChainClient } from '#lib/chain/create-chain-client.ts';
import { fundAccount } from './fund-account.ts';
import { loadWallet } from './load-wallet.ts';
import type { WalletNetwork } from './wallet-network.ts';
import { walletStore } from './wallet-store.ts';

/**
 * Connects the demo wallet, and has it funded when it holds nothing: a new one, or one on a chain that
 * was begun anew.
 *
 * @throws SwapError `wallet/demo-not-allowed` or `wallet/demo-storage`, and what the chain throws.
 */
export async function connectDemoWallet(
  network: WalletNetwork,
  { onConnected }: { readonly onConnected: () => void },
): Promise<void> {
  const wallet = await loadWallet(network);
  await wallet.connectDemo();
  onConnected();
  const { connection } = walletStore.getState();
  if (connection.status !== 'connected') return;
  const client = networkClient(network);
  const { address } = connection;
  if ((await getBalance(client, { address })) > 0n) return;
  await fundAccount({ sidecarUrl: network.sidecarUrl, client, address });
}

/** Reads the chain of the wallet's network. */
export function networkClient({ chainId, networkTitle, rpcUrl, multicall3 }: WalletNetwork) {
  return createChainClient({
    chainId,
    name: networkTitle,
    rpcUrl,
    ...(multicall3 === null ? {} : { multicall3 }),
  });
}
