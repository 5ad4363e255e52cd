import { describe, expect, it } from 'vitest';
import { LUX } from '#lib/domain/currency.ts';
import { LUSD, sampleRecord } from '#scripts/testing/sample-swap.ts';
import { repeatSwap, reverseSwap } from './repeat-swap.ts';
import { swapRequest } from './swap-inputs.ts';

describe('repeatSwap', () => {
  it('asks for the same exact amount again', () => {
    expect(repeatSwap(sampleRecord)).toEqual({ pay: LUX, receive: LUSD, exact: 'pay', text: '10' });
    expect(repeatSwap({ ...sampleRecord, exact: 'receive' })).toEqual({
      pay: LUX,
      receive: LUSD,
      exact: 'receive',
      text: '240',
    });
  });
});

describe('reverseSwap', () => {
  it('gives back what was quoted, or what was received once that is known', () => {
    expect(reverseSwap(sampleRecord)).toEqual({
      pay: LUSD,
      receive: LUX,
      exact: 'pay',
      text: '240',
    });
    const receipt = { blockNumber: 1n, paid: 1n, received: 239_123_456n, cost: 1n };
    const settled = { ...sampleRecord, outcome: { kind: 'final', receipt } as const };
    expect(swapRequest(reverseSwap(settled))).toMatchObject({ pay: LUSD, amount: 239_123_456n });
  });
});
