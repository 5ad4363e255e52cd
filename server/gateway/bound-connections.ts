import type { Server } from 'node:http';
import { ProtocolError } from '#lib/protocol/protocol-error.ts';
import type { ClientAddress } from './client-address.ts';
import type { ConnectionCounter } from './connection-counter.ts';
import { refuseConnection } from './refuse-connection.ts';

export type ConnectionBounds = {
  readonly connections: ConnectionCounter;
  readonly clientAddress: ClientAddress;
  /** Proxies bring the connections of many: theirs are not counted here. */
  readonly isTrustedProxy: (remoteAddress: string | undefined) => boolean;
};

/** Refuses connections of a client that has too many, whether or not it asks for something on them. */
export function boundConnections(server: Server, bounds: ConnectionBounds): void {
  const { connections, clientAddress, isTrustedProxy } = bounds;
  server.on('connection', (connection) => {
    const { remoteAddress } = connection;
    if (isTrustedProxy(remoteAddress)) return;
    const client = clientAddress(remoteAddress, undefined);
    if (connections.open(client)) {
      connection.once('close', () => connections.close(client));
      return;
    }
    const error = new ProtocolError('gateway/too-many-connections');
    refuseConnection(connection, { error, headers: { 'Retry-After': '60' } });
  });
}
