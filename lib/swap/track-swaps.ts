import { lookAtSwap, type SwapLook } from './look-at-swap.ts';
import { observeSwap } from './observe-swap.ts';
import { isUnsettled, type SwapRecord } from './swap-record.ts';

/**
 * Looks at every swap that the chain may still change.
 *
 * @returns The records in their order, those that did not change being the same objects.
 * @throws what viem throws when the chain does not answer.
 */
export async function trackSwaps(
  records: readonly SwapRecord[],
  look: Omit<SwapLook, 'record'>,
): Promise<readonly SwapRecord[]> {
  return await Promise.all(records.map((record) => follow(record, look)));
}

async function follow(record: SwapRecord, look: Omit<SwapLook, 'record'>): Promise<SwapRecord> {
  if (!isUnsettled(record)) return record;
  const observed = observeSwap(record, await lookAtSwap({ ...look, record }));
  const isSpedUp = observed.transaction.hash !== record.transaction.hash;
  // The transaction in its place is in a block already, so that its receipt is there as well.
  return isSpedUp
    ? observeSwap(observed, await lookAtSwap({ ...look, record: observed }))
    : observed;
}
