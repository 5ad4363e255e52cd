import type { TextStorage } from './stored-list.ts';

/** Where the browser keeps the swaps that were sent on a chain. */
export function swapsKey(chainId: number): string {
  return `lux.swaps.${chainId}`;
}

/**
 * Whether a swap that is in no block yet may be kept. It looks at the text only, so that a page where
 * nothing is waited for loads nothing to find that out.
 */
export function mayHavePendingSwap(storage: TextStorage, chainId: number): boolean {
  try {
    return storage.getItem(swapsKey(chainId))?.includes('"kind":"pending"') ?? false;
  } catch {
    return false;
  }
}
