import type { Address } from '#lib/domain/address.ts';
import { sameAddress } from '#lib/domain/address.ts';
import type { Token } from '#lib/domain/currency.ts';
import type { ContractName } from '#lib/domain/network.ts';
import type { WebConfig } from '#lib/env/web-config.ts';

/** The contracts that swapping goes through. */
export type SwapDeployment = {
  readonly multicall3: Address;
  readonly swapRouter02: Address;
  readonly wlux: Token;
  /** At least one of the factories is there. */
  readonly v2Factory: Address | undefined;
  readonly v3Factory: Address | undefined;
};

export type SwapAvailability =
  | { readonly kind: 'available'; readonly deployment: SwapDeployment }
  | { readonly kind: 'unavailable'; readonly missing: readonly ContractName[] };

/** Whether a network has what swapping needs, or what it lacks. */
export function swapAvailability(
  config: Pick<WebConfig, 'contracts' | 'tokens'>,
): SwapAvailability {
  const { multicall3, swapRouter02, wlux: wluxAddress, v2Factory, v3Factory } = config.contracts;
  const wlux = config.tokens.find(
    ({ address }) => wluxAddress !== undefined && sameAddress(address, wluxAddress),
  );
  const hasFactory = v2Factory !== undefined || v3Factory !== undefined;
  if (multicall3 && swapRouter02 && wlux && hasFactory) {
    const deployment = { multicall3, swapRouter02, wlux, v2Factory, v3Factory };
    return { kind: 'available', deployment };
  }
  const missing: ContractName[] = [];
  if (multicall3 === undefined) missing.push('multicall3');
  if (swapRouter02 === undefined) missing.push('swapRouter02');
  if (wlux === undefined) missing.push('wlux');
  if (!hasFactory) missing.push('v2Factory', 'v3Factory');
  return { kind: 'unavailable', missing };
}
