import { approvedAgentResponse } from '#lib/protocol/rest/agents.ts';
import { validate } from '#lib/protocol/validate.ts';
import { encodeAgentApproval, type SignedApproval } from '#lib/protocol/wire-agent-approval.ts';
import { fetchAnswer } from './fetch-answer.ts';

/**
 * Tells the exchange of a trading key that its owner has approved.
 *
 * @returns The key's number among those of the account.
 * @throws RequestError.
 */
export async function approveAgent(sidecarUrl: string, signed: SignedApproval): Promise<number> {
  return await fetchAnswer(`${sidecarUrl}/v1/agents`, {
    body: encodeAgentApproval(signed),
    decode: (value) => validate(approvedAgentResponse, value).agent,
  });
}
