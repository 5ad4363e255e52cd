import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applyDown, applyUp, type Fraction } from '#lib/domain/amm/fraction.ts';
import { midPrice, type Pool, poolAmountOut } from '#lib/domain/amm/pool.ts';
import { sqrtRatioAtTick } from '#lib/domain/amm/tick-ratio.ts';
import { createTickTable, liquidityAtTick } from '#lib/domain/amm/tick-table.ts';
import { v2PoolAfter } from '#lib/domain/amm/v2-pool.ts';
import { swapV3, v3PoolAfter } from '#lib/domain/amm/v3-swap.ts';
import { FEE_TIERS, ticksOf } from '#scripts/testing/arbitrary-pools.ts';
import { type ArbitrageTrade, arbitrageTrade, mispricedSide } from './arbitrage-trade.ts';

const MILLION = 1_000_000n;
const UNLIMITED = 1n << 100n;
const identity = {
  address: '0x00000000000000000000000000000000000000aa',
  token0: '0x0000000000000000000000000000000000000001',
  token1: '0x0000000000000000000000000000000000000002',
} as const;

const v2Pool: fc.Arbitrary<Pool> = fc
  .tuple(
    fc.bigInt({ min: 10n ** 15n, max: 10n ** 24n }),
    fc.bigInt({ min: 10n ** 15n, max: 10n ** 24n }),
  )
  .map(([reserve0, reserve1]) => ({ ...identity, kind: 'v2', feePpm: 3000, reserve0, reserve1 }));

/** A pool with a wide position and narrower ones around its price, so that swaps cross ticks. */
const v3Pool: fc.Arbitrary<Pool> = fc
  .tuple(
    fc.constantFrom(...FEE_TIERS),
    fc.integer({ min: -60_000, max: 60_000 }),
    fc.array(fc.tuple(fc.nat(20), fc.nat(20), fc.bigInt({ min: 10n ** 17n, max: 10n ** 22n })), {
      maxLength: 5,
    }),
  )
  .map(([[feePpm, spacing], tick, narrow]) => {
    const base = Math.floor(tick / spacing);
    const wide = Math.ceil(40_000 / spacing);
    const position = (below: number, above: number, liquidity: bigint) => ({
      lower: (base - below) * spacing,
      upper: (base + 1 + above) * spacing,
      liquidity,
    });
    const ticks = createTickTable(
      spacing,
      ticksOf([position(wide, wide, 10n ** 19n), ...narrow.map((each) => position(...each))]),
    );
    return {
      ...identity,
      kind: 'v3',
      feePpm,
      tick,
      sqrtPriceX96: sqrtRatioAtTick(tick),
      liquidity: liquidityAtTick(ticks, tick),
      ticks,
    };
  });

const anyPool = fc.oneof(v2Pool, v3Pool);

/** The pool's own price, off by some parts per million. */
function fairOff(pool: Pool, offPpm: number): Fraction {
  const { numerator, denominator } = midPrice({ pool, zeroForOne: true });
  return { numerator: numerator * (MILLION + BigInt(offPpm)), denominator: denominator * MILLION };
}

function after(trade: ArbitrageTrade): Pool {
  const { pool, zeroForOne, amountIn, sqrtPriceLimitX96 } = trade;
  if (pool.kind === 'v2') return v2PoolAfter(pool, trade);
  if (sqrtPriceLimitX96 === null) throw new Error('a V3 swap has a limit');
  const swap = { zeroForOne, exactIn: true, amount: amountIn, sqrtPriceLimitX96 };
  const result = swapV3(pool, swap);
  expect([result.amountIn, result.amountOut]).toEqual([amountIn, trade.amountOut]);
  return v3PoolAfter(pool, result);
}

/** By how much the fee that a V2 pair keeps in its reserve takes its price past the edge. */
function keptFeePpm({ pool, zeroForOne, amountIn }: ArbitrageTrade): number {
  if (pool.kind === 'v3') return 0;
  const reserveIn = zeroForOne ? pool.reserve0 : pool.reserve1;
  return Math.ceil((Number(amountIn) / Number(reserveIn)) * pool.feePpm);
}

/** Gain of a swap in token1 (of one paid in token0, or in token1) at the fair price. */
function gain(trade: { zeroForOne: boolean; amountIn: bigint; amountOut: bigint }, fair: Fraction) {
  return trade.zeroForOne
    ? trade.amountOut - applyUp(trade.amountIn, fair)
    : applyDown(trade.amountOut, fair) - trade.amountIn;
}

describe('mispricedSide', () => {
  it('leaves a pool alone within its fee and the threshold, on either side', () => {
    fc.assert(
      fc.property(anyPool, fc.integer({ min: -200_000, max: 200_000 }), (pool, offPpm) => {
        const fair = fairOff(pool, offPpm);
        const thresholdPpm = 500;
        const dear0 = (1 - pool.feePpm / 1e6) / (1 + offPpm / 1e6);
        const dear1 = (1 - pool.feePpm / 1e6) * (1 + offPpm / 1e6);
        fc.pre(Math.abs(dear0 - 1.0005) > 1e-9 && Math.abs(dear1 - 1.0005) > 1e-9);
        const sides = [dear0 > 1.0005 ? [true] : [], dear1 > 1.0005 ? [false] : []].flat();
        const expected = sides[0] ?? null;
        expect(mispricedSide({ pool, fair, thresholdPpm })).toBe(expected);
      }),
    );
  });

  it('leaves an empty pool alone', () => {
    const empty: Pool = { ...identity, kind: 'v2', feePpm: 3000, reserve0: 0n, reserve1: 0n };
    const fair = { numerator: 1n, denominator: 1n };
    expect(mispricedSide({ pool: empty, fair, thresholdPpm: 0 })).toBeNull();
    expect(arbitrageTrade({ pool: empty, fair, thresholdPpm: 0 }, UNLIMITED)).toBeNull();
  });
});

describe('arbitrageTrade', () => {
  const off = fc.integer({ min: -300_000, max: 300_000 });

  it('takes a pool to the edge of its band: no way to gain is left, and it went no further', () => {
    fc.assert(
      fc.property(anyPool, off, (pool, offPpm) => {
        const fair = fairOff(pool, offPpm);
        const trade = arbitrageTrade({ pool, fair, thresholdPpm: 500 }, UNLIMITED);
        if (trade === null) {
          expect(mispricedSide({ pool, fair, thresholdPpm: 500 })).toBeNull();
          return;
        }
        const moved = after(trade);
        // One part per million for the whole units that amounts are made of.
        expect(mispricedSide({ pool: moved, fair, thresholdPpm: 1 })).toBeNull();
        const justPast = { pool: moved, fair, thresholdPpm: -2 - keptFeePpm(trade) };
        expect(mispricedSide(justPast)).toBe(trade.zeroForOne);
      }),
      { numRuns: 300 },
    );
  });

  it('gains, and no other amount gains more', () => {
    fc.assert(
      fc.property(anyPool, off, fc.integer({ min: 1, max: 3_000 }), (pool, offPpm, permille) => {
        const fair = fairOff(pool, offPpm);
        const trade = arbitrageTrade({ pool, fair, thresholdPpm: 500 }, UNLIMITED);
        fc.pre(trade !== null && permille !== 1_000);
        if (trade === null) return;
        const { zeroForOne } = trade;
        expect(gain(trade, fair)).toBeGreaterThan(0n);
        const amountIn = (trade.amountIn * BigInt(permille)) / 1_000n;
        const amountOut = poolAmountOut({ pool, zeroForOne }, amountIn) ?? 0n;
        const other = gain({ zeroForOne, amountIn, amountOut }, fair);
        // A unit or two of either token may be lost to rounding.
        const tolerance = 3n + 3n * applyUp(1n, fair);
        expect(other).toBeLessThanOrEqual(gain(trade, fair) + tolerance);
      }),
      { numRuns: 300 },
    );
  });

  it('pays in no more than it may, and still gains', () => {
    fc.assert(
      fc.property(
        anyPool,
        off,
        fc.bigInt({ min: 10n ** 9n, max: 10n ** 22n }),
        (pool, offPpm, most) => {
          const fair = fairOff(pool, offPpm);
          const trade = arbitrageTrade({ pool, fair, thresholdPpm: 500 }, most);
          if (trade === null) return;
          expect(trade.amountIn).toBeLessThanOrEqual(most);
          expect(trade.amountIn).toBeGreaterThan(0n);
          const roundings = 2n + 2n * applyUp(1n, fair);
          expect(gain(trade, fair)).toBeGreaterThanOrEqual(-roundings);
        },
      ),
    );
  });

  it('does nothing when nothing may be paid in', () => {
    fc.assert(
      fc.property(anyPool, off, (pool, offPpm) => {
        const input = { pool, fair: fairOff(pool, offPpm), thresholdPpm: 500 };
        expect(arbitrageTrade(input, 0n)).toBeNull();
        expect(arbitrageTrade(input, -1n)).toBeNull();
      }),
    );
  });

  it('stays within the range of prices that V3 has, however wrong the pool is', () => {
    const tick = 880_000;
    const ticks = createTickTable(
      60,
      ticksOf([{ lower: 879_960, upper: 887_220, liquidity: 10n ** 20n }]),
    );
    const pool: Pool = {
      ...identity,
      kind: 'v3',
      feePpm: 3000,
      tick,
      sqrtPriceX96: sqrtRatioAtTick(tick),
      liquidity: 10n ** 20n,
      ticks,
    };
    const input = { pool, fair: { numerator: 1n << 250n, denominator: 1n }, thresholdPpm: 500 };
    const trade = arbitrageTrade(input, 1n << 200n);
    expect(trade?.zeroForOne).toBe(false);
    expect(trade?.sqrtPriceLimitX96).toBeLessThan(1n << 160n);
  });
});
