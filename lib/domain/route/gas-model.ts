import type { RouteLeg } from './swap-route.ts';

/**
 * Gas of the parts of a swap through SwapRouter02, in gas units, fitted to receipts of swaps on the
 * development chain (`gas-model.chain.test.ts` holds the model to them within a quarter). Who
 * receives a token for the first time pays about 20,000 more. The model orders routes and shows a
 * network cost; it sets no gas limit.
 */
const GAS = {
  /** The transaction, its calldata, `multicall` with its deadline. */
  transaction: 34_000n,
  v2Hop: 58_000n,
  v3Hop: 70_000n,
  v3TickCrossed: 24_000n,
  /** Each leg after the first: its calldata, and another pull of the input. */
  extraLeg: 4_000n,
  /** A split collects the output in the router and sends it on at the end. */
  collectOutput: 8_000n,
  wrapInput: 10_000n,
  unwrapOutput: 20_000n,
} as const;

/** `WLUX.deposit` and `WLUX.withdraw`, called directly. */
export const WRAP_GAS = { wrap: 30_000n, unwrap: 36_000n } as const;

/** Gas of one leg's hops. */
function legGas(leg: Pick<RouteLeg, 'hops'>): bigint {
  let gas = 0n;
  for (const hop of leg.hops) {
    gas += hop.kind === 'v2' ? GAS.v2Hop : GAS.v3Hop + GAS.v3TickCrossed * BigInt(hop.ticksCrossed);
  }
  return gas;
}

/** Gas of a swap of these legs. */
export function routeGas(
  legs: readonly Pick<RouteLeg, 'hops'>[],
  ends: { readonly nativeIn: boolean; readonly nativeOut: boolean },
): bigint {
  let gas = GAS.transaction;
  for (const leg of legs) gas += legGas(leg);
  if (legs.length > 1) gas += GAS.extraLeg * BigInt(legs.length - 1);
  if (legs.length > 1 && !ends.nativeOut) gas += GAS.collectOutput;
  if (ends.nativeIn) gas += GAS.wrapInput;
  if (ends.nativeOut) gas += GAS.unwrapOutput;
  return gas;
}
