import {
  accountResponse,
  bumpEpochRequest,
  bumpEpochResponse,
} from '#lib/protocol/rest/account.ts';
import { errorResponse } from '#lib/protocol/rest/error-response.ts';
import { STANDARD_TIER } from '#lib/protocol/rest/fees.ts';
import {
  encodeNonceResponse,
  loginRequest,
  loginResponse,
  nonceResponse,
} from '#lib/protocol/rest/sign-in.ts';
import type { RouteApp } from './http-server.ts';
import type { PrivateContext } from './private-context.ts';

const tags = ['identity'];

/** `/v1/auth` and `/v1/account`. */
export function addAuthRoutes(app: RouteApp, context: PrivateContext): void {
  const { auth } = context;
  app.get(
    '/v1/auth/nonce',
    {
      schema: {
        tags,
        summary: 'What a Sign-In with Ethereum message has to hold',
        response: { 200: nonceResponse },
      },
    },
    () => encodeNonceResponse(auth.loginNonce()),
  );

  app.post(
    '/v1/auth/login',
    {
      schema: {
        tags,
        summary: 'A session by a signed Sign-In with Ethereum message (EIP-4361)',
        body: loginRequest,
        response: { 200: loginResponse, 400: errorResponse, 401: errorResponse },
      },
    },
    async (request) => {
      const { token, expiresMs, principal: owner } = await auth.login(request.body);
      return { token, user_id: owner.address, expires_at: expiresMs };
    },
  );

  addOwnRoutes(app, context);
}

function addOwnRoutes(app: RouteApp, context: PrivateContext): void {
  const { entry, reads, principal, rateOf, pseudonym, asOf } = context;
  app.get(
    '/v1/account',
    {
      schema: {
        tags,
        summary: 'Whose account it is, with which key, and how fast it may go',
        security: BEARER,
        response: { 200: accountResponse, 401: errorResponse },
      },
    },
    async (request) => {
      const who = principal(request);
      const { value, seq } = await reads.standingOf(who);
      const { account, frozen } = value;
      const { perSecond, burst, countedFor } = rateOf(who.address);
      return {
        user_id: who.address,
        kind: who.kind,
        agent: who.agent,
        pseudonym: account === null ? null : pseudonym(account),
        frozen,
        expires_at: who.expiresMs,
        fee_tier: STANDARD_TIER,
        rate_limit: { per_second: perSecond, burst, counted_for: countedFor },
        seq,
        timestamp: asOf().timestamp,
      };
    },
  );

  app.post(
    '/v1/account/epoch',
    {
      schema: {
        tags,
        summary: 'Ends everything that was signed before, by a signed CancelAll',
        body: bumpEpochRequest,
        response: {
          200: bumpEpochResponse,
          400: errorResponse,
          401: errorResponse,
          409: errorResponse,
        },
      },
    },
    async (request) => {
      const { epoch, seq, timeMs } = await entry.bumpEpoch(request.body);
      return { epoch, seq, timestamp: timeMs };
    },
  );
}

/** Routes that need an identity. */
export const BEARER = [{ bearer: [] }, { apiKey: [] }];
