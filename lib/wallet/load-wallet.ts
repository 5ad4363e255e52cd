import type { WalletNetwork } from './wallet-network.ts';
import type { WalletRuntime } from './wallet-runtime.ts';

/** The page's wallet, with the code behind it loaded on the first call. */
export async function loadWallet(network: WalletNetwork): Promise<WalletRuntime> {
  const { walletRuntime } = await import('./wallet-runtime.ts');
  return walletRuntime(network);
}
