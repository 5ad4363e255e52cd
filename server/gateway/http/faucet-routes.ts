import { ProtocolError } from '#lib/protocol/protocol-error.ts';
import { errorResponse } from '#lib/protocol/rest/error-response.ts';
import { faucetRequest, faucetResponse } from '#lib/protocol/rest/faucet.ts';
import type { RouteApp } from './http-server.ts';
import type { RouteContext } from './route-context.ts';

/** `/v1/faucet`. The route is there on every network, and says where there is no faucet. */
export function addFaucetRoutes(app: RouteApp, { faucet, asOf }: RouteContext): void {
  app.post(
    '/v1/faucet',
    {
      schema: {
        tags: ['faucet'],
        summary: 'Test tokens for an address, on the local network only',
        body: faucetRequest,
        response: {
          200: faucetResponse,
          400: errorResponse,
          403: errorResponse,
          404: errorResponse,
          409: errorResponse,
          429: errorResponse,
          503: errorResponse,
        },
      },
    },
    async (request) => {
      if (faucet === null) throw new ProtocolError('faucet/not-available');
      const { address, hash } = await faucet.fund(request.body.address);
      return {
        tx_hash: hash,
        address,
        timestamp: asOf().timestamp,
      };
    },
  );
}
