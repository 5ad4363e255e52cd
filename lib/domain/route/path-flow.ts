import { poolAmountIn, poolAmountOut } from '../amm/pool.ts';
import type { Path, PathHop } from './find-paths.ts';
import type { SwapMode } from './swap-route.ts';

/** What a pool takes and gives so far. `given` is the side that determines the other. */
type PoolFlow = {
  given: bigint;
  result: bigint;
};

const NOTHING: PoolFlow = { given: 0n, result: 0n };

/**
 * What flows through the pools while an amount is being distributed over paths.
 *
 * Pools are asked for the sum of what they have been given, so that two paths over one pool never
 * count its depth twice. On the way from one token to another a pool is used in one direction only.
 */
export class PathFlow {
  readonly #mode: SwapMode;
  readonly #flows = new Map<number, PoolFlow>();

  constructor(mode: SwapMode) {
    this.#mode = mode;
  }

  /**
   * What one more `amount` over a path gives (exact-in) or costs (exact-out), on top of what flows
   * already; `null` when a pool on the path cannot take it.
   */
  marginal(path: Path, amount: bigint): bigint | null {
    let value = amount;
    for (const hop of this.#inOrder(path)) {
      const flow = this.#flows.get(hop.slot) ?? NOTHING;
      const result = this.#throughPool(hop, flow.given + value);
      if (result === null) return null;
      value = result - flow.result;
    }
    return value;
  }

  /** Lets `amount` flow over a path which {@link marginal} said can take it. */
  add(path: Path, amount: bigint): void {
    let value = amount;
    for (const hop of this.#inOrder(path)) {
      const flow = this.#flows.get(hop.slot) ?? NOTHING;
      const given = flow.given + value;
      const result = this.#throughPool(hop, given);
      if (result === null) throw new RangeError('the path cannot take this amount');
      this.#flows.set(hop.slot, { given, result });
      value = result - flow.result;
    }
  }

  /** Exact-in is computed from the first pool on, exact-out from the last pool back. */
  #inOrder(path: Path): readonly PathHop[] {
    return this.#mode === 'exact-in' ? path.hops : path.hops.toReversed();
  }

  #throughPool(hop: PathHop, given: bigint): bigint | null {
    return this.#mode === 'exact-in' ? poolAmountOut(hop, given) : poolAmountIn(hop, given);
  }
}

/** Whether two paths share a pool, so that using one changes the price of the other. */
export function sharePool(a: Path, b: Path): boolean {
  return a.hops.some((hop) => b.hops.some((other) => other.slot === hop.slot));
}
