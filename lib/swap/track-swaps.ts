import type { SwapLook } from './look-at-swap.ts';
import { lookAtSwap } from './look-at-swap.ts';
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
  return await Promise.all(
    records.map(async (record) =>
      isUnsettled(record) ? observeSwap(record, await lookAtSwap({ ...look, record })) : record,
    ),
  );
}
