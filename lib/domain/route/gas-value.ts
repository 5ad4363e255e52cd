import { type Address, sameAddress } from '../address.ts';
import { applyUp, type Fraction, ONE } from '../amm/fraction.ts';
import { type Pool, poolAmountOut } from '../amm/pool.ts';
import { findPaths } from './find-paths.ts';

/** One LUX: what gas costs is of this size, and a pool without depth has no good price for it. */
const PROBE_WEI = 10n ** 18n;

/** The values found for a list of pools, which is a new list whenever a pool has changed. */
const known = new WeakMap<readonly Pool[], Map<string, Fraction | null>>();

export type GasValueQuery = {
  readonly pools: readonly Pool[];
  readonly wlux: Address;
  readonly token: Address;
};

/**
 * Base units of a token that one wei of the chain's coin buys: the price that one LUX really gets on
 * the path from WLUX on which it buys most. The mid price would not do, because a pool with next to
 * nothing in it can have any. `null` when no path leads there.
 */
export function gasValue(query: GasValueQuery): Fraction | null {
  if (sameAddress(query.wlux, query.token)) return ONE;
  let values = known.get(query.pools);
  if (values === undefined) {
    values = new Map();
    known.set(query.pools, values);
  }
  const key = `${query.wlux}>${query.token}`.toLowerCase();
  let value = values.get(key);
  if (value === undefined) {
    value = bestPathPrice(query);
    values.set(key, value);
  }
  return value;
}

/** The cost of gas in a token, rounded up; `null` when its value in that token is unknown. */
export function gasCostIn(costWei: bigint, value: Fraction | null): bigint | null {
  return value === null ? null : applyUp(costWei, value);
}

function bestPathPrice({ pools, wlux, token }: GasValueQuery): Fraction | null {
  let bestOutput = 0n;
  for (const path of findPaths({ pools, tokenIn: wlux, tokenOut: token, mode: 'exact-in' })) {
    const output = path.hops.reduce<bigint | null>(
      (amount, hop) => (amount === null ? null : poolAmountOut(hop, amount)),
      PROBE_WEI,
    );
    if (output !== null && output > bestOutput) bestOutput = output;
  }
  return bestOutput === 0n ? null : { numerator: bestOutput, denominator: PROBE_WEI };
}
