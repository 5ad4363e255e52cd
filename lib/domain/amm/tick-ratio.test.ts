import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { testDataDir } from '#scripts/testing/test-data.ts';
import {
  MAX_SQRT_RATIO,
  MAX_TICK,
  MIN_SQRT_RATIO,
  MIN_TICK,
  sqrtRatioAtTick,
  tickAtSqrtRatio,
} from './tick-ratio.ts';

type TickVectors = {
  readonly getSqrtRatioAtTick: readonly { readonly tick: number; readonly sqrtRatioX96: string }[];
  readonly getTickAtSqrtRatio: readonly { readonly sqrtRatioX96: string; readonly tick: number }[];
};

const dataDir = testDataDir();

describe.runIf(dataDir !== null)('recorded tick vectors', () => {
  const readVectors = (): TickVectors =>
    JSON.parse(readFileSync(join(dataDir ?? '', 'uniswap-v3', 'tickmath.json'), 'utf8'));

  test('every recorded tick has the recorded price', () => {
    const vectors = readVectors().getSqrtRatioAtTick;
    expect(vectors.length).toBeGreaterThan(20);
    for (const { tick, sqrtRatioX96 } of vectors) {
      expect({ tick, ratio: sqrtRatioAtTick(tick) }).toEqual({ tick, ratio: BigInt(sqrtRatioX96) });
    }
  });

  test('every recorded price has the recorded tick', () => {
    const vectors = readVectors().getTickAtSqrtRatio;
    expect(vectors.length).toBeGreaterThan(5);
    for (const { sqrtRatioX96, tick } of vectors) {
      expect({ sqrtRatioX96, tick: tickAtSqrtRatio(BigInt(sqrtRatioX96)) }).toEqual({
        sqrtRatioX96,
        tick,
      });
    }
  });
});

test('the ends of the range have the prices the contracts name', () => {
  expect(sqrtRatioAtTick(MIN_TICK)).toBe(MIN_SQRT_RATIO);
  expect(sqrtRatioAtTick(0)).toBe(1n << 96n);
  expect(sqrtRatioAtTick(MAX_TICK)).toBe(MAX_SQRT_RATIO);
  expect(tickAtSqrtRatio(MIN_SQRT_RATIO)).toBe(MIN_TICK);
  expect(tickAtSqrtRatio(MAX_SQRT_RATIO - 1n)).toBe(MAX_TICK - 1);
});

test('the tick of a price is the greatest whose price is not above it', () => {
  fc.assert(
    fc.property(fc.integer({ min: MIN_TICK, max: MAX_TICK - 1 }), (tick) => {
      const price = sqrtRatioAtTick(tick);
      const next = sqrtRatioAtTick(tick + 1);
      expect(next > price).toBe(true);
      expect(tickAtSqrtRatio(price)).toBe(tick);
      expect(tickAtSqrtRatio(next - 1n)).toBe(tick);
    }),
    { numRuns: 2_000 },
  );
});

test('a tick or a price outside the range of pools is refused', () => {
  for (const tick of [MIN_TICK - 1, MAX_TICK + 1, 0.5, Number.NaN]) {
    expect(() => sqrtRatioAtTick(tick)).toThrow(RangeError);
  }
  for (const price of [0n, MIN_SQRT_RATIO - 1n, MAX_SQRT_RATIO]) {
    expect(() => tickAtSqrtRatio(price)).toThrow(RangeError);
  }
});
