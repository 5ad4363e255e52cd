import { describe, expect, it } from 'vitest';
import { sampleRecord } from '#scripts/testing/sample-swap.ts';
import { mayHavePendingSwap } from './may-have-pending-swap.ts';
import { storedSwaps } from './stored-swaps.ts';
import type { SwapRecord } from './swap-record.ts';

function storageWith(records: readonly SwapRecord[]) {
  const kept = new Map<string, string>();
  const storage = {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
  };
  storedSwaps(1337).write(storage, records);
  return storage;
}

describe('mayHavePendingSwap', () => {
  const pending: SwapRecord = { ...sampleRecord, outcome: { kind: 'pending' } };
  const done: SwapRecord = { ...sampleRecord, outcome: { kind: 'dropped' } };

  it('finds a swap that is in no block yet among others, on its own chain', () => {
    const storage = storageWith([done, pending]);
    expect(mayHavePendingSwap(storage, 1337)).toBe(true);
    expect(mayHavePendingSwap(storage, 96369)).toBe(false);
  });

  it('finds none where all are settled, or nothing can be read', () => {
    expect(mayHavePendingSwap(storageWith([done]), 1337)).toBe(false);
    const forbidden = {
      getItem: () => {
        throw new Error('SecurityError');
      },
      setItem: () => undefined,
    };
    expect(mayHavePendingSwap(forbidden, 1337)).toBe(false);
  });
});
