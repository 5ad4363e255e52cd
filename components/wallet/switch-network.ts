import { showToast } from '#lib/stores/toast-store.ts';
import { swapErrors } from '#lib/swap/swap-errors.ts';
import { loadWallet } from '#lib/wallet/load-wallet.ts';
import type { WalletNetwork } from '#lib/wallet/wallet-network.ts';

/** Brings the wallet to the page's network, adding it where the wallet does not know it yet. */
export async function switchNetwork(network: WalletNetwork): Promise<void> {
  const id = 'switch-network';
  const title = `Switch to ${network.networkTitle}`;
  try {
    const wallet = await loadWallet(network);
    showToast({ id, kind: 'pending', title, detail: 'Confirm the switch in your wallet.' });
    await wallet.switchNetwork();
    showToast({ id, kind: 'success', title: `On ${network.networkTitle} now`, durationMs: 3_000 });
  } catch (error) {
    const { walletErrorCode } = await import('#lib/wallet/wallet-error-code.ts');
    const code = walletErrorCode(error);
    const { happened, remedy } = swapErrors[code];
    showToast({ id, kind: 'error', title, detail: `${happened} ${remedy}`, code });
  }
}
