import { type Address, sameAddress } from '../address.ts';
import type { Pool } from '../amm/pool.ts';
import { MAX_INT256 } from '../amm/uint-limits.ts';
import { type Currency, pooledToken, sameCurrency, type Token } from '../currency.ts';
import { findPaths, type Path } from './find-paths.ts';
import { routeGas, WRAP_GAS } from './gas-model.ts';
import { gasCostIn, gasValue } from './gas-value.ts';
import { routePrice } from './route-price.ts';
import { type Selection, selectLegs } from './select-legs.ts';
import type { RouteFailureCode, RouteResult, SwapMode, SwapRoute } from './swap-route.ts';

/** More legs than this gain next to nothing and each can fail. */
const DEFAULT_MAX_LEGS = 4;

export type RouteQuery = {
  /** The pools at one block. Pass the same array while nothing changed: prices are remembered by it. */
  readonly pools: readonly Pool[];
  readonly input: Currency;
  readonly output: Currency;
  readonly wlux: Token;
  readonly mode: SwapMode;
  /** Base units of the input (exact-in) or of the output (exact-out). */
  readonly amount: bigint;
  /** What a unit of gas costs, in base units of the chain's coin. */
  readonly gasPriceWei: bigint;
  /** At most so many legs; default 4, 1 forbids splits. */
  readonly maxLegs?: number;
  /** Tokens that a path may lead through: those that are trusted. Any token when absent. */
  readonly intermediates?: readonly Address[];
};

/**
 * Finds the best route from one currency to another over V2 and V3 pools: direct or with one token
 * in between, of mixed versions, split where a split pays; best by output (or input) net of gas.
 * Every amount in it is what the contracts will move on this state of the pools, to the last unit.
 *
 * Exact-out legs are of one version each (see `findPaths`).
 */
export function findRoute(query: RouteQuery): RouteResult {
  const { input, output, wlux, amount } = query;
  if (amount <= 0n) return failed('swap/amount-zero');
  if (amount > MAX_INT256) return failed('swap/amount-overflow');
  if (sameCurrency(input, output)) return failed('swap/same-token');
  const tokenIn = pooledToken(input, wlux).address;
  const tokenOut = pooledToken(output, wlux).address;
  if (sameAddress(tokenIn, tokenOut)) return { status: 'found', route: wrapRoute(query) };

  const { pools, mode, intermediates, maxLegs = DEFAULT_MAX_LEGS } = query;
  const paths = findPaths({ pools, tokenIn, tokenOut, mode, intermediates });
  if (paths.length === 0) return failed('swap/no-route');
  const costing = gasCosting(query);
  const selection = selectLegs({
    paths,
    amount,
    mode,
    maxLegs,
    gasCost: (legs) => {
      const { inInput, inOutput } = costing(routeGas(legs, nativeEnds(query)));
      return (mode === 'exact-in' ? inOutput : inInput) ?? 0n;
    },
  });
  if (selection !== null) return { status: 'found', route: swapRoute(query, selection) };
  return failed(isTooSmall(query, paths) ? 'swap/amount-too-small' : 'swap/insufficient-liquidity');
}

function failed(code: RouteFailureCode): RouteResult {
  return { status: 'failed', code };
}

function nativeEnds({ input, output }: RouteQuery) {
  return { nativeIn: input.kind === 'native', nativeOut: output.kind === 'native' };
}

/** Whether a larger amount would be filled, and no smaller one: this one buys less than one unit. */
function isTooSmall(query: RouteQuery, paths: readonly Path[]): boolean {
  const { amount, mode } = query;
  const fills = (tried: bigint) =>
    selectLegs({ paths, amount: tried, mode, maxLegs: 1, gasCost: () => 0n }) !== null;
  for (let smaller = amount / 10n; smaller > 0n; smaller /= 10n) if (fills(smaller)) return false;
  for (let larger = amount * 10n; larger < MAX_INT256; larger *= 10n)
    if (fills(larger)) return true;
  return false;
}

type GasCosts = {
  readonly wei: bigint;
  readonly inInput: bigint | null;
  readonly inOutput: bigint | null;
};

/** What gas costs, in the coin and in the two tokens of a swap. */
function gasCosting(query: RouteQuery): (gasUnits: bigint) => GasCosts {
  const { pools, wlux, input, output, gasPriceWei } = query;
  const valueIn = gasValue({ pools, wlux: wlux.address, token: pooledToken(input, wlux).address });
  const valueOut = gasValue({
    pools,
    wlux: wlux.address,
    token: pooledToken(output, wlux).address,
  });
  return (gasUnits) => {
    const wei = gasUnits * gasPriceWei;
    return { wei, inInput: gasCostIn(wei, valueIn), inOutput: gasCostIn(wei, valueOut) };
  };
}

function swapRoute(query: RouteQuery, { allocations, legs }: Selection): SwapRoute {
  const { mode, input, output, amount } = query;
  const gasUnits = routeGas(legs, nativeEnds(query));
  const cost = gasCosting(query)(gasUnits);
  return {
    kind: 'swap',
    mode,
    input,
    output,
    amount,
    amountIn: legs.reduce((sum, leg) => sum + leg.amountIn, 0n),
    amountOut: legs.reduce((sum, leg) => sum + leg.amountOut, 0n),
    legs,
    gasUnits,
    gasCostWei: cost.wei,
    gasCostInInput: cost.inInput,
    gasCostInOutput: cost.inOutput,
    ...routePrice(allocations, legs),
  };
}

/** LUX and WLUX exchange one for one in the WLUX contract: no pool, no fee, no impact. */
function wrapRoute(query: RouteQuery): SwapRoute {
  const { mode, input, output, amount, gasPriceWei } = query;
  const kind = input.kind === 'native' ? 'wrap' : 'unwrap';
  const gasUnits = WRAP_GAS[kind];
  const gasCostWei = gasUnits * gasPriceWei;
  return {
    kind,
    mode,
    input,
    output,
    amount,
    amountIn: amount,
    amountOut: amount,
    legs: [],
    gasUnits,
    gasCostWei,
    gasCostInInput: gasCostWei,
    gasCostInOutput: gasCostWei,
    priceImpactPpm: 0n,
    feesPaid: [],
    feePpm: 0n,
  };
}
