import fc from 'fast-check';
import { sqrtRatioAtTick } from '#lib/domain/amm/tick-ratio.ts';
import { createTickTable, liquidityAtTick, type Tick } from '#lib/domain/amm/tick-table.ts';
import { V2_FEE_PPM, type V2Pool } from '#lib/domain/amm/v2-pool.ts';
import type { V3Pool } from '#lib/domain/amm/v3-pool.ts';

/** Tick spacing of each fee tier, fee in parts per million. */
export const FEE_TIERS: readonly (readonly [feePpm: number, spacing: number])[] = [
  [100, 1],
  [500, 10],
  [3000, 60],
  [10000, 200],
];

/** A liquidity position, as a provider would mint it. */
export type Position = {
  readonly lower: number;
  readonly upper: number;
  readonly liquidity: bigint;
};

const POOL_TOKENS = {
  address: '0x00000000000000000000000000000000000000aa',
  token0: '0x0000000000000000000000000000000000000001',
  token1: '0x0000000000000000000000000000000000000002',
} as const;

/** Positive amounts spread evenly over the number of digits, so that dust and floods both come up. */
export function arbitraryAmount(bits: number): fc.Arbitrary<bigint> {
  return fc
    .tuple(fc.integer({ min: 1, max: bits }), fc.bigInt({ min: 0n, max: (1n << 256n) - 1n }))
    .map(([size, value]) => (value >> BigInt(256 - size)) | 1n);
}

/** The initialised ticks of a set of positions: a tick stays initialised where nets cancel. */
export function ticksOf(positions: readonly Position[]): readonly Tick[] {
  const nets = new Map<number, bigint>();
  for (const { lower, upper, liquidity } of positions) {
    nets.set(lower, (nets.get(lower) ?? 0n) + liquidity);
    nets.set(upper, (nets.get(upper) ?? 0n) - liquidity);
  }
  return [...nets].map(([index, liquidityNet]) => ({ index, liquidityNet }));
}

/** Positions around a tick: wide and narrow, in range and out of it, some of them adjoining. */
function arbitraryPositions(tick: number, spacing: number): fc.Arbitrary<Position[]> {
  const base = Math.floor(tick / spacing);
  const position = fc
    .tuple(
      fc.oneof(fc.integer({ min: -8, max: 8 }), fc.integer({ min: -600, max: 600 })),
      fc.oneof(fc.integer({ min: 1, max: 8 }), fc.integer({ min: 1, max: 1200 })),
      arbitraryAmount(90),
    )
    .map(([offset, width, liquidity]) => ({
      lower: (base + offset) * spacing,
      upper: (base + offset + width) * spacing,
      liquidity,
    }));
  return fc.array(position, { minLength: 1, maxLength: 6 });
}

/** Any V3 pool: every fee tier, prices over twenty orders of magnitude, several positions. */
export const arbitraryV3Pool: fc.Arbitrary<V3Pool> = fc
  .tuple(
    fc.constantFrom(...FEE_TIERS),
    fc.integer({ min: -230_000, max: 230_000 }),
    fc.bigInt({ min: 0n, max: 999n }),
  )
  .chain(([[feePpm, spacing], tick, permille]) =>
    arbitraryPositions(tick, spacing).map((positions) => {
      const ticks = createTickTable(spacing, ticksOf(positions));
      const floor = sqrtRatioAtTick(tick);
      return {
        ...POOL_TOKENS,
        kind: 'v3' as const,
        feePpm,
        tick,
        sqrtPriceX96: floor + ((sqrtRatioAtTick(tick + 1) - floor) * permille) / 1000n,
        liquidity: liquidityAtTick(ticks, tick),
        ticks,
      };
    }),
  );

/** Any V2 pair with something in it. */
export const arbitraryV2Pool: fc.Arbitrary<V2Pool> = fc
  .tuple(arbitraryAmount(110), arbitraryAmount(110))
  .map(([reserve0, reserve1]) => ({
    ...POOL_TOKENS,
    kind: 'v2' as const,
    feePpm: V2_FEE_PPM,
    reserve0,
    reserve1,
  }));
