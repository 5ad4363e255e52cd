import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LUX } from '#lib/domain/currency.ts';
import type { SwapRoute } from '#lib/domain/route/swap-route.ts';
import { LUSD, sampleRoute } from '#scripts/testing/sample-swap.ts';
import { holdPlan, movedTooFar, priceMove } from './hold-plan.ts';
import { planSwap, type SwapPlan } from './swap-plan.ts';

function plan(route: SwapRoute, slippagePpm = 5_000): SwapPlan {
  return planSwap({ route, slippagePpm, deadlineMinutes: 20, approval: 'permit', allowance: 0n });
}

const exactIn = (amountOut: bigint): SwapRoute => ({ ...sampleRoute, amountOut });
const exactOut = (amountIn: bigint): SwapRoute => ({
  ...sampleRoute,
  mode: 'exact-out',
  amount: sampleRoute.amountOut,
  amountIn,
});

describe('priceMove', () => {
  it.each([
    ['better output', exactIn(1_000n), exactIn(1_010n), 100],
    ['worse output', exactIn(1_000n), exactIn(997n), -30],
    ['cheaper input', exactOut(1_000n), exactOut(990n), 100],
    ['dearer input', exactOut(1_000n), exactOut(1_003n), -30],
    ['no move', exactIn(1_000n), exactIn(1_000n), 0],
  ])('%s', (_, reviewed, fresh, changeBps) => {
    expect(priceMove(reviewed, fresh)).toEqual({ changeBps });
  });
});

describe('movedTooFar', () => {
  it.each([
    [25, false],
    [0, false],
    [-25, false],
    [-26, true],
    [-400, true],
  ])('a move of %i basis points at 0.5 % slippage: %s', (changeBps, expected) => {
    expect(movedTooFar({ changeBps }, 5_000)).toBe(expected);
  });
});

describe('holdPlan', () => {
  it('keeps the reviewed minimum when the price became a little worse', () => {
    const reviewed = plan(exactIn(1_000_000n));
    const held = holdPlan(reviewed, plan(exactIn(998_000n)));
    expect(held.route.amountOut).toBe(998_000n);
    expect(held.minimumOut).toBeGreaterThanOrEqual(reviewed.minimumOut);
    expect(held.slippagePpm).toBeLessThan(5_000);
  });

  it('takes the fresh minimum when the price became better', () => {
    const held = holdPlan(plan(exactIn(1_000_000n)), plan(exactIn(1_020_000n)));
    expect(held).toMatchObject({ minimumOut: 1_014_900n, slippagePpm: 5_000 });
  });

  it('keeps the reviewed maximum of an exact output, for the permit too', () => {
    const lusd = { input: LUSD, output: LUX };
    const reviewed = plan({ ...exactOut(1_000_000n), ...lusd });
    const held = holdPlan(reviewed, plan({ ...exactOut(1_004_000n), ...lusd }));
    expect(held.maximumIn).toBeLessThanOrEqual(reviewed.maximumIn);
    expect(held.approval).toMatchObject({ kind: 'permit', amount: held.maximumIn });
  });

  it('allows nothing below the quote when that is already under the reviewed minimum', () => {
    const held = holdPlan(plan(exactIn(1_000_000n)), plan(exactIn(900_000n)));
    expect(held).toMatchObject({ slippagePpm: 0, minimumOut: 900_000n });
  });

  it('is never worse for the user than what was reviewed, nor than the fresh plan', () => {
    const amount = fc.bigInt({ min: 10_000n, max: 10n ** 24n });
    const slippage = fc.integer({ min: 1, max: 500_000 });
    fc.assert(
      fc.property(amount, amount, slippage, (before, after, ppm) => {
        const reviewed = plan(exactIn(before), ppm);
        const fresh = plan(exactIn(after), ppm);
        const held = holdPlan(reviewed, fresh);
        expect(held.minimumOut).toBeGreaterThanOrEqual(fresh.minimumOut);
        const reachable = reviewed.minimumOut < after ? reviewed.minimumOut : after;
        expect(held.minimumOut).toBeGreaterThanOrEqual(reachable);
      }),
    );
  });
});
