import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bumpedFees, firstFees } from './fee-policy.ts';

const limits = { maxFeeWei: 500n, priorityWei: 2n };

describe('what is offered for gas', () => {
  it.each([
    [0n, { maxFeePerGas: 2n, maxPriorityFeePerGas: 2n }],
    [100n, { maxFeePerGas: 202n, maxPriorityFeePerGas: 2n }],
    [249n, { maxFeePerGas: 500n, maxPriorityFeePerGas: 2n }],
    [300n, { maxFeePerGas: 500n, maxPriorityFeePerGas: 2n }],
    [498n, { maxFeePerGas: 500n, maxPriorityFeePerGas: 2n }],
    [499n, null],
  ])('at a base fee of %s is within the cap', (baseFee, fees) => {
    expect(firstFees(baseFee, limits)).toEqual(fees);
  });

  it('is raised by an eighth at least, and follows the base fee', () => {
    const offered = { maxFeePerGas: 80n, maxPriorityFeePerGas: 8n };
    expect(bumpedFees(offered, { baseFeeWei: 10n, limits })).toEqual({
      maxFeePerGas: 90n,
      maxPriorityFeePerGas: 9n,
    });
    expect(bumpedFees(offered, { baseFeeWei: 100n, limits })?.maxFeePerGas).toBe(209n);
  });

  it('is not raised beyond the cap', () => {
    const offered = { maxFeePerGas: 450n, maxPriorityFeePerGas: 2n };
    expect(bumpedFees(offered, { baseFeeWei: 10n, limits })).toBe(null);
    const cheap = { maxFeePerGas: 4n, maxPriorityFeePerGas: 2n };
    expect(bumpedFees(cheap, { baseFeeWei: 499n, limits })).toBe(null);
  });

  it('is always something that nodes take in place of the last offer, or nothing', () => {
    const wei = fc.bigInt({ min: 0n, max: 600n });
    fc.assert(
      fc.property(wei, wei, (baseFeeWei, later) => {
        const first = firstFees(baseFeeWei, limits);
        if (first === null) return;
        const next = bumpedFees(first, { baseFeeWei: later, limits });
        if (next === null) return;
        expect(next.maxFeePerGas * 10n).toBeGreaterThanOrEqual(first.maxFeePerGas * 11n);
        expect(next.maxPriorityFeePerGas * 10n).toBeGreaterThanOrEqual(22n);
        expect(next.maxFeePerGas).toBeGreaterThanOrEqual(later + next.maxPriorityFeePerGas);
        expect(next.maxFeePerGas).toBeLessThanOrEqual(limits.maxFeeWei);
      }),
    );
  });
});
