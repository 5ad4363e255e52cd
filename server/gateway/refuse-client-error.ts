import type { Duplex } from 'node:stream';
import type { ErrorCode } from '#lib/protocol/errors.ts';
import { ProtocolError } from '#lib/protocol/protocol-error.ts';
import { refuseConnection } from './refuse-connection.ts';

const CODES: Readonly<Record<string, ErrorCode>> = {
  ERR_HTTP_REQUEST_TIMEOUT: 'gateway/request-timeout',
  HPE_HEADER_OVERFLOW: 'gateway/headers-too-large',
};

/** Answers what an HTTP server could not read as a request, and ends the connection. */
export function refuseClientError(error: Error, connection: Duplex): void {
  const code = 'code' in error ? CODES[String(error.code)] : undefined;
  refuseConnection(connection, { error: new ProtocolError(code ?? 'gateway/malformed-http') });
}
