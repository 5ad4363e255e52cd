import { type Hex, numberToHex } from 'viem';
import type { RouteHop } from '#lib/domain/route/swap-route.ts';

/**
 * Hops as the V3 periphery writes them: tokens with the fee of the pool between in three bytes.
 * Exact outputs are written backwards, from the output token.
 */
export function v3Path(hops: readonly RouteHop[], direction: 'forwards' | 'backwards'): Hex {
  const first = hops[0];
  const last = hops.at(-1);
  if (first === undefined || last === undefined) throw new RangeError('a path has hops');
  const parts =
    direction === 'forwards'
      ? hops.flatMap((hop) => [fee(hop), hop.tokenOut.slice(2)])
      : hops.toReversed().flatMap((hop) => [fee(hop), hop.tokenIn.slice(2)]);
  const start = direction === 'forwards' ? first.tokenIn : last.tokenOut;
  return `0x${[start.slice(2), ...parts].join('').toLowerCase()}`;
}

function fee(hop: RouteHop): string {
  return numberToHex(hop.feePpm, { size: 3 }).slice(2);
}
