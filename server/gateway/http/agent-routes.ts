import * as z from 'zod/mini';
import { addressField } from '#lib/protocol/fields.ts';
import {
  agentsResponse,
  approvedAgentResponse,
  revokedAgentResponse,
} from '#lib/protocol/rest/agents.ts';
import { errorResponse } from '#lib/protocol/rest/error-response.ts';
import {
  noncesQuery,
  noncesResponse,
  reservedNoncesResponse,
  reserveNoncesRequest,
} from '#lib/protocol/rest/nonces.ts';
import { encodeAgent } from '#lib/protocol/wire-agent.ts';
import { decodeAgentApproval, wireAgentApproval } from '#lib/protocol/wire-agent-approval.ts';
import { encodeNonces } from '#lib/protocol/wire-nonces.ts';
import { BEARER } from './auth-routes.ts';
import type { RouteApp } from './http-server.ts';
import type { PrivateContext } from './private-context.ts';

const tags = ['trading keys'];
const params = z.object({ address: addressField });

/** `/v1/agents` and `/v1/nonces`. */
export function addAgentRoutes(app: RouteApp, context: PrivateContext): void {
  const { entry, principal, asOf } = context;
  app.get(
    '/v1/agents',
    {
      schema: {
        tags,
        summary: 'The trading keys of the account',
        security: BEARER,
        response: { 200: agentsResponse, 401: errorResponse },
      },
    },
    async (request) => {
      const { agents, seq } = await entry.agents(principal(request));
      return { agents: agents.map(encodeAgent), seq, timestamp: asOf().timestamp };
    },
  );

  app.post(
    '/v1/agents',
    {
      schema: {
        tags,
        summary: 'Approves a trading key, by the owner’s signed AgentApproval',
        body: wireAgentApproval,
        response: {
          200: approvedAgentResponse,
          400: errorResponse,
          401: errorResponse,
          403: errorResponse,
          404: errorResponse,
          409: errorResponse,
        },
      },
    },
    async (request) => {
      const { agent, seq, timeMs } = await entry.approveAgent(decodeAgentApproval(request.body));
      return { agent, seq, timestamp: timeMs };
    },
  );

  app.delete(
    '/v1/agents/:address',
    {
      schema: {
        tags,
        summary: 'Revokes a trading key: the owner any of theirs, a key itself',
        security: BEARER,
        params,
        response: {
          200: revokedAgentResponse,
          401: errorResponse,
          403: errorResponse,
          404: errorResponse,
        },
      },
    },
    async (request) => {
      const { address } = request.params;
      const { seq, timeMs } = await entry.revokeAgent(principal(request), address);
      return { address, seq, timestamp: timeMs };
    },
  );
  addNonceRoutes(app, context);
}

function addNonceRoutes(app: RouteApp, { entry, principal, asOf }: PrivateContext): void {
  app.get(
    '/v1/nonces',
    {
      schema: {
        tags,
        summary: 'What a signer must know to sign the next order',
        security: BEARER,
        querystring: noncesQuery,
        response: { 200: noncesResponse, 401: errorResponse },
      },
    },
    async (request) => {
      const { agent = null } = request.query;
      const state = await entry.nonceState(principal(request), agent);
      return { ...encodeNonces(state), seq: state.seq, timestamp: asOf().timestamp };
    },
  );

  app.post(
    '/v1/nonces',
    {
      schema: {
        tags,
        summary: 'Reserves nonces for resting orders',
        security: BEARER,
        body: reserveNoncesRequest,
        response: { 200: reservedNoncesResponse, 401: errorResponse },
      },
    },
    async (request) => {
      const { agent = null } = request.body;
      const reserved = await entry.reserveNonces(principal(request), agent);
      const { signer, first, count, seq, timeMs } = reserved;
      return { signer, first, count, seq, timestamp: timeMs };
    },
  );
}
