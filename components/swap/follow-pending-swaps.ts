import type { WebConfig } from '#lib/env/web-config.ts';
import { pollVisibly } from '#lib/swap/poll-visibly.ts';
import { swapAvailability } from '#lib/swap/swap-contracts.ts';
import { SwapError } from '#lib/swap/swap-errors.ts';
import { SwapSession } from '#lib/swap/swap-session.ts';
import { walletErrorCode } from '#lib/wallet/wallet-error-code.ts';
import { loadSwapEngine } from './load-swap-engine.ts';
import { tellSwap } from './tell-swap.ts';

const POLL_MS = 1_000;

/** Follows the swaps that this browser has sent until they are in a block, and tells of them. */
export function followPendingSwaps(web: WebConfig): void {
  const availability = swapAvailability(web);
  if (availability.kind === 'unavailable') return;
  const { chainId, networkTitle, rpcUrl, explorerUrl, tokens } = web;
  const session = new SwapSession({
    surroundings: {
      chainId,
      networkTitle,
      rpcUrl,
      deployment: availability.deployment,
      tokens,
      // It only looks: nothing is signed.
      signer: () => Promise.reject(new SwapError('wallet/not-found')),
      codeOf: walletErrorCode,
    },
    inputs: { pay: null, receive: null, exact: 'pay', text: '' },
    unlisted: [],
    loadEngine: loadSwapEngine,
    repeat: (act) => pollVisibly(act, POLL_MS),
    onRecord: (record) => tellSwap(record, explorerUrl),
  });
  const stop = session.start(localStorage);
  for (const record of session.store.getState().records) {
    if (record.outcome.kind === 'pending') tellSwap(record, explorerUrl);
  }
  // What is wanted ends here; what is waited for goes on to its block.
  stop();
}
