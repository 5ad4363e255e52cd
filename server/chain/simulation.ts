import type { Hex } from 'viem';
import type { Address } from '#lib/domain/address.ts';
import type { ChainEndpoints } from './chain-endpoints.ts';
import { type RevertReason, revertData, revertReason } from './revert-reason.ts';

/** What a call would do on the newest block. */
export type Simulation =
  | { readonly kind: 'succeeds'; readonly gas: bigint }
  | { readonly kind: 'reverts'; readonly reason: RevertReason };

/**
 * Tries a call on the newest block without sending it: the gas that it needs, or why it is undone.
 *
 * @throws Error when the chain does not answer, or not to this question.
 */
export async function simulateCall({
  endpoints,
  from,
  to,
  data,
}: {
  readonly endpoints: ChainEndpoints;
  readonly from: Address;
  readonly to: Address;
  readonly data: Hex;
}): Promise<Simulation> {
  try {
    const gas = await endpoints.client.request({
      method: 'eth_estimateGas',
      params: [{ from, to, data }],
    });
    return { kind: 'succeeds', gas: BigInt(gas) };
  } catch (error) {
    const undone = revertData(error);
    if (undone === null) throw error;
    return { kind: 'reverts', reason: revertReason(undone) };
  }
}
