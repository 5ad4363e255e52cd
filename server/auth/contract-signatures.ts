import type { Client } from 'viem';
import { ChainError } from '#lib/chain/chain-error.ts';
import { isContractSignature } from '#lib/chain/order-contract-signature.ts';
import { ProtocolError } from '#lib/protocol/protocol-error.ts';
import type { ContractSignatures } from './recover-signer.ts';

/**
 * Asks smart accounts about their signatures, a few at a time: such a signature costs its sender
 * nothing, and the chain is asked each time.
 *
 * The asking throws ProtocolError `auth/busy` when too many are waiting, and `chain/unavailable`.
 */
export function contractSignatures({
  client,
  maxWaiting,
}: {
  readonly client: Client;
  readonly maxWaiting: number;
}): ContractSignatures {
  let waiting = 0;
  return async (question) => {
    if (waiting >= maxWaiting) {
      throw new ProtocolError('auth/busy', { facts: { retry_after_ms: 1_000 } });
    }
    waiting += 1;
    try {
      return await isContractSignature(client, question);
    } catch (cause) {
      throw cause instanceof ChainError ? new ProtocolError('chain/unavailable', { cause }) : cause;
    } finally {
      waiting -= 1;
    }
  };
}
