import type { Address } from '#lib/domain/address.ts';
import { revokedAgentResponse } from '#lib/protocol/rest/agents.ts';
import { validate } from '#lib/protocol/validate.ts';
import { fetchAnswer } from './fetch-answer.ts';

/**
 * Ends a trading key: the owner any of theirs, a key only itself.
 *
 * @returns The key that can be used no more.
 * @throws RequestError, `auth/owner-required` for another's key.
 */
export async function revokeAgent({
  sidecarUrl,
  token,
  address,
}: {
  readonly sidecarUrl: string;
  readonly token: string;
  readonly address: Address;
}): Promise<Address> {
  return await fetchAnswer(`${sidecarUrl}/v1/agents/${address}`, {
    token,
    method: 'DELETE',
    decode: (value) => validate(revokedAgentResponse, value).address,
  });
}
