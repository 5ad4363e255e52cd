import { decodeAgentsResponse } from '#lib/protocol/rest/agents.ts';
import type { Agent } from '#lib/protocol/wire-agent.ts';
import { fetchAnswer } from './fetch-answer.ts';

/** Whose account it is, and where it is kept. */
export type AccountRequest = {
  readonly sidecarUrl: string;
  /** Of the session whose account it is. */
  readonly token: string;
  readonly signal?: AbortSignal;
};

/** The trading keys of the account that can still be used. @throws RequestError. */
export async function fetchAgents({
  sidecarUrl,
  ...options
}: AccountRequest): Promise<readonly Agent[]> {
  const answer = await fetchAnswer(`${sidecarUrl}/v1/agents`, {
    ...options,
    decode: decodeAgentsResponse,
  });
  return answer.agents;
}
