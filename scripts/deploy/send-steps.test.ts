import { describe, expect, it } from 'vitest';
import type { DeployStep } from './deploy-step.ts';
import { batchesByGas } from './send-steps.ts';

function step(gas: bigint): DeployStep {
  return {
    title: `${gas}`,
    to: '0x0000000000000000000000000000000000000001',
    data: '0x',
    value: 0n,
    gas,
    isDone: () => Promise.resolve(false),
  };
}

function gasOf(batches: readonly (readonly DeployStep[])[]): bigint[][] {
  return batches.map((batch) => batch.map(({ gas }) => gas));
}

describe('batchesByGas', () => {
  it('fills each block and keeps the order', () => {
    const steps = [4n, 5n, 1n, 9n, 2n, 8n].map(step);
    expect(gasOf(batchesByGas(steps, 10n))).toEqual([[4n, 5n, 1n], [9n], [2n, 8n]]);
  });

  it('leaves a step that exceeds a block to itself, for the chain to refuse', () => {
    expect(gasOf(batchesByGas([1n, 11n, 1n].map(step), 10n))).toEqual([[1n], [11n], [1n]]);
  });

  it('makes nothing of nothing', () => {
    expect(batchesByGas([], 10n)).toEqual([]);
  });
});
