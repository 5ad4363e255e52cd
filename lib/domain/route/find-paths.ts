import type { Address } from '../address.ts';
import { isTradable, otherToken, type Pool, type PoolSide } from '../amm/pool.ts';
import type { SwapMode } from './swap-route.ts';

/** A pool on a path, numbered so that paths over the same pool can tell. */
export type PathHop = PoolSide & {
  /** Position of the pool in the list that was searched. */
  readonly slot: number;
};

/** A way from the input token to the output token, over one pool or two. */
export type Path = {
  readonly hops: readonly PathHop[];
};

export type PathQuery = {
  readonly pools: readonly Pool[];
  readonly tokenIn: Address;
  readonly tokenOut: Address;
  readonly mode: SwapMode;
  /** Tokens that a path may lead through; any token when absent. */
  readonly intermediates?: readonly Address[] | undefined;
};

/**
 * Every path from one token to another over one pool or over two with a token in between.
 *
 * A token in between is given control while the router holds the swap's money, so only tokens that are
 * trusted should be: what it takes then, up to the slippage, is lost.
 *
 * Exact-out paths are of one version only: SwapRouter02 pays the first hop of an exact output from
 * the sender, so a V2 and a V3 hop cannot be chained by it.
 */
export function findPaths(query: PathQuery): readonly Path[] {
  const { pools, tokenIn, tokenOut, mode, intermediates } = query;
  const allowed = intermediates && new Set(intermediates.map((token) => token.toLowerCase()));
  const input = tokenIn.toLowerCase();
  const output = tokenOut.toLowerCase();
  const direct: Path[] = [];
  const firstHops: PathHop[] = [];
  const lastHops = new Map<string, PathHop[]>();
  for (const [slot, pool] of pools.entries()) {
    if (!isTradable(pool)) continue;
    const token0 = pool.token0.toLowerCase();
    const token1 = pool.token1.toLowerCase();
    const takesInput = token0 === input || token1 === input;
    const givesOutput = token0 === output || token1 === output;
    if (takesInput && givesOutput) {
      direct.push({ hops: [{ slot, pool, zeroForOne: token0 === input }] });
    } else if (takesInput) {
      firstHops.push({ slot, pool, zeroForOne: token0 === input });
    } else if (givesOutput) {
      const hop = { slot, pool, zeroForOne: token1 === output };
      const middle = hop.zeroForOne ? token0 : token1;
      const known = lastHops.get(middle);
      if (known === undefined) lastHops.set(middle, [hop]);
      else known.push(hop);
    }
  }
  const twoHops = firstHops.flatMap((first) => {
    const middle = otherToken(first.pool, tokenIn).toLowerCase();
    if (allowed?.has(middle) === false) return [];
    return (lastHops.get(middle) ?? [])
      .filter((last) => mode === 'exact-in' || last.pool.kind === first.pool.kind)
      .map((last): Path => ({ hops: [first, last] }));
  });
  return [...direct, ...twoHops];
}
