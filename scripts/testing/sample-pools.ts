import type { Address } from '#lib/domain/address.ts';
import { integerSqrt } from '#lib/domain/amm/integer-sqrt.ts';
import type { Pool } from '#lib/domain/amm/pool.ts';
import { sqrtRatioAtTick, tickAtSqrtRatio } from '#lib/domain/amm/tick-ratio.ts';
import { createTickTable, liquidityAtTick } from '#lib/domain/amm/tick-table.ts';
import { V2_FEE_PPM, type V2Pool } from '#lib/domain/amm/v2-pool.ts';
import type { V3Pool } from '#lib/domain/amm/v3-pool.ts';
import type { Token } from '#lib/domain/currency.ts';
import { ticksOf } from './arbitrary-pools.ts';

function token(digit: string, symbol: string, decimals: number): Token {
  const address: Address = `0x${digit.repeat(40)}`;
  return { kind: 'token', address, symbol, name: symbol, decimals, permit: symbol !== 'WLUX' };
}

/** The tokens of the sample markets, in the order of their addresses. */
export const sampleTokens = {
  lbtc: token('1', 'LBTC', 8),
  lusd: token('2', 'LUSD', 6),
  wlux: token('3', 'WLUX', 18),
  leth: token('4', 'LETH', 18),
} as const;

/** What one whole token is worth, in units of 1e-6 USD. */
const VALUE: Readonly<Record<string, bigint>> = {
  LBTC: 67_000_000_000n,
  LUSD: 1_000_000n,
  WLUX: 2_500_000n,
  LETH: 3_400_000_000n,
};

type Sides = { readonly token0: Token; readonly token1: Token };

/** Base units of a token that are worth so many USD. */
export function worth(asset: Token, usd: bigint): bigint {
  return (usd * 1_000_000n * 10n ** BigInt(asset.decimals)) / (VALUE[asset.symbol] ?? 1n);
}

let serial = 0;

function poolAddress(): Address {
  serial += 1;
  return `0x${serial.toString(16).padStart(40, 'a')}`;
}

/** A V2 pair with `usd` on each side, its price off the market's by some parts per million. */
export function sampleV2(options: Sides & { usd: bigint; offPpm?: bigint }): V2Pool {
  const { token0, token1, usd, offPpm = 0n } = options;
  return {
    kind: 'v2',
    address: poolAddress(),
    token0: token0.address,
    token1: token1.address,
    feePpm: V2_FEE_PPM,
    reserve0: worth(token0, usd),
    reserve1: (worth(token1, usd) * (1_000_000n + offPpm)) / 1_000_000n,
  };
}

export type SampleV3 = Sides & {
  readonly feePpm: number;
  readonly spacing: number;
  readonly offPpm?: bigint;
  /** Ranges around the price: half width in ticks, and USD that the range would hold if full. */
  readonly ranges: readonly (readonly [halfWidth: number, usd: bigint])[];
};

/** A V3 pool with positions centred on the market's price. */
export function sampleV3(options: SampleV3): V3Pool {
  const { token0, token1, feePpm, spacing, ranges } = options;
  const amount0 = worth(token0, 1_000_000n);
  const amount1 = (worth(token1, 1_000_000n) * (1_000_000n + (options.offPpm ?? 0n))) / 1_000_000n;
  const sqrtPriceX96 = integerSqrt((amount1 << 192n) / amount0);
  const tick = tickAtSqrtRatio(sqrtPriceX96);
  const positions = ranges.map(([halfWidth, usd]) => {
    const centre = Math.round(tick / spacing) * spacing;
    const reach = Math.max(spacing, Math.round(halfWidth / spacing) * spacing);
    const lower = centre - reach;
    const liquidity = (worth(token1, usd) << 96n) / (sqrtPriceX96 - sqrtRatioAtTick(lower));
    return { lower, upper: centre + reach, liquidity };
  });
  const ticks = createTickTable(spacing, ticksOf(positions));
  return {
    kind: 'v3',
    address: poolAddress(),
    token0: token0.address,
    token1: token1.address,
    feePpm,
    sqrtPriceX96,
    tick,
    liquidity: liquidityAtTick(ticks, tick),
    ticks,
  };
}

const { lbtc, lusd, wlux, leth } = sampleTokens;
const luxUsd = { token0: lusd, token1: wlux };
const ethUsd = { token0: lusd, token1: leth };
const btcUsd = { token0: lbtc, token1: lusd };
const luxEth = { token0: wlux, token1: leth };
const btcEth = { token0: lbtc, token1: leth };

/** Ranges as text, so that the table of pools stays a table: half width in ticks and USD. */
function ranges(text: string): SampleV3['ranges'] {
  return text.split(', ').map((range) => {
    const [halfWidth = '', usd = ''] = range.split(':');
    return [Number(halfWidth), BigInt(usd)] as const;
  });
}

const low = (text: string) => ({ feePpm: 500, spacing: 10, ranges: ranges(text) });
const medium = (text: string) => ({ feePpm: 3000, spacing: 60, ranges: ranges(text) });
const high = (text: string) => ({ feePpm: 10_000, spacing: 200, ranges: ranges(text) });

/** Fifteen pools over four tokens, such as the development chain has: V2 and three V3 fee tiers. */
export function samplePools(): readonly Pool[] {
  return [
    sampleV2({ ...luxUsd, usd: 2_000_000n }),
    sampleV2({ ...ethUsd, usd: 1_500_000n, offPpm: 400n }),
    sampleV2({ ...btcUsd, usd: 3_000_000n, offPpm: -300n }),
    sampleV2({ ...luxEth, usd: 300_000n, offPpm: 700n }),
    sampleV3({ ...luxUsd, ...low('100:40000, 600:90000'), offPpm: 200n }),
    sampleV3({ ...luxUsd, ...medium('600:200000, 3000:400000, 12000:500000') }),
    sampleV3({ ...luxUsd, ...high('4000:300000, 20000:300000'), offPpm: -900n }),
    sampleV3({ ...ethUsd, ...low('80:100000, 400:200000, 2000:100000') }),
    sampleV3({ ...ethUsd, ...medium('1200:500000, 6000:800000'), offPpm: -500n }),
    sampleV3({ ...ethUsd, ...high('10000:200000') }),
    sampleV3({ ...btcUsd, ...low('100:200000, 1000:300000') }),
    sampleV3({ ...btcUsd, ...medium('1800:900000, 9000:900000'), offPpm: 600n }),
    sampleV3({ ...luxEth, ...medium('2400:150000, 12000:250000') }),
    sampleV3({ ...luxEth, ...high('8000:80000'), offPpm: 1500n }),
    sampleV3({ ...btcEth, ...medium('1200:250000, 6000:150000') }),
  ];
}
