import type { Address } from '#lib/domain/address.ts';
import type { RouteHop } from '#lib/domain/route/swap-route.ts';

/** Hops as the V2 periphery takes them: the tokens in order. */
export function v2Path(hops: readonly RouteHop[]): readonly Address[] {
  const [first] = hops;
  if (first === undefined) throw new RangeError('a path has hops');
  return [first.tokenIn, ...hops.map(({ tokenOut }) => tokenOut)];
}
