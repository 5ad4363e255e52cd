import type { Address } from '../address.ts';
import type { Fraction } from './fraction.ts';
import { MAX_TICK, MIN_TICK, sqrtRatioAtTick } from './tick-ratio.ts';
import { liquidityAtTick, type TickTable } from './tick-table.ts';

/** A Uniswap V3 pool at one block, complete: every swap on it can be computed exactly. */
export type V3Pool = {
  readonly kind: 'v3';
  readonly address: Address;
  readonly token0: Address;
  readonly token1: Address;
  /** Fee on the input, parts per million. A protocol fee is a part of it and changes no amount. */
  readonly feePpm: number;
  readonly sqrtPriceX96: bigint;
  /** The pool's current tick, as `slot0` has it: one below a tick just crossed downwards. */
  readonly tick: number;
  /** Liquidity in range. */
  readonly liquidity: bigint;
  readonly ticks: TickTable;
};

const Q192 = 1n << 192n;

/** Token1 for one base unit of token0 at the current price, before fees. */
export function v3Price0(pool: V3Pool): Fraction {
  return { numerator: pool.sqrtPriceX96 * pool.sqrtPriceX96, denominator: Q192 };
}

/**
 * Whether what was read of a pool fits together, as every pool's state does: the price is at its tick
 * (or on the upper edge of it, after a crossing downwards), and the liquidity in range is what the table
 * of ticks says. False when ticks are missing. A pool without a price has nothing else either.
 */
export function isConsistentV3Pool(pool: V3Pool): boolean {
  const { sqrtPriceX96, tick, liquidity, ticks } = pool;
  if (sqrtPriceX96 === 0n) return tick === 0 && liquidity === 0n && ticks.indexes.length === 0;
  if (tick < MIN_TICK || tick >= MAX_TICK) return false;
  if (sqrtPriceX96 < sqrtRatioAtTick(tick) || sqrtPriceX96 > sqrtRatioAtTick(tick + 1))
    return false;
  return liquidityAtTick(ticks, tick) === liquidity;
}
