import { onFirstIntent } from '#hooks/first-intent.ts';
import { mayHavePendingSwap } from '#lib/swap/may-have-pending-swap.ts';
import type { SwapEngine, SwapEngineOptions } from '#lib/swap/swap-engine.ts';
import { swapRequest } from '#lib/swap/swap-inputs.ts';
import { lastWallet } from '#lib/wallet/last-wallet.ts';

const INTENT_TIMEOUT_MS = 4_000;

/**
 * Brings what talks to the chain. A page that is only being looked at does not wait for it: without an
 * amount, a wallet or a sent swap, it comes when somebody begins to use the page.
 */
export async function loadSwapEngine(options: SwapEngineOptions): Promise<SwapEngine> {
  if (!isNeededAtOnce(options)) {
    await new Promise<void>((resolve) => {
      onFirstIntent(resolve, INTENT_TIMEOUT_MS);
    });
  }
  const { SwapEngine } = await import('#lib/swap/swap-engine.ts');
  return new SwapEngine(options);
}

function isNeededAtOnce({ store, surroundings }: SwapEngineOptions): boolean {
  return (
    swapRequest(store.getState().inputs) !== null ||
    lastWallet() !== null ||
    mayHavePendingSwap(localStorage, surroundings.chainId)
  );
}
