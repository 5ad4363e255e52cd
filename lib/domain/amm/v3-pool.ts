import type { Address } from '../address.ts';
import type { Fraction } from './fraction.ts';
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

/** Whether the liquidity in range is what the table of ticks says: false when ticks are missing. */
export function isConsistentV3Pool(pool: V3Pool): boolean {
  return liquidityAtTick(pool.ticks, pool.tick) === pool.liquidity;
}
