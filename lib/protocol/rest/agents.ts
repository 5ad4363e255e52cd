import * as z from 'zod/mini';
import { addressField, countField } from '../fields.ts';
import { validate } from '../validate.ts';
import { type Agent, decodeAgent, wireAgent } from '../wire-agent.ts';
import { asOf } from './as-of.ts';

/** Answer of `GET /v1/agents`: the trading keys of the account that can still be used. */
export const agentsResponse = z.object({ agents: z.array(wireAgent), ...asOf });

/** Answer of `POST /v1/agents`; `agent` is the number of the key among those of the account. */
export const approvedAgentResponse = z.object({ agent: countField(), ...asOf });

/** Answer of `DELETE /v1/agents/{address}`. */
export const revokedAgentResponse = z.object({ address: addressField, ...asOf });

/** @throws ProtocolError when the answer does not have its form. */
export function decodeAgentsResponse(value: unknown): {
  readonly agents: readonly Agent[];
  readonly seq: number;
} {
  const { agents, seq } = validate(agentsResponse, value);
  return { agents: agents.map(decodeAgent), seq };
}
