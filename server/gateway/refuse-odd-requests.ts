import type { Server } from 'node:http';
import { ProtocolError } from '#lib/protocol/protocol-error.ts';
import { refuseConnection } from './refuse-connection.ts';

/** Answers with a code what Node's HTTP server answers by itself, with none or not at all. */
export function refuseOddRequests(server: Server): void {
  server.on('connect', (_request, connection) => {
    refuseConnection(connection, { error: new ProtocolError('gateway/not-found') });
  });
  server.on('checkExpectation', (request) => {
    const detail = 'Of Expect only 100-continue is understood.';
    const error = new ProtocolError('gateway/malformed-http', { detail });
    refuseConnection(request.socket, { error });
  });
}
