import { STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import { errors } from '#lib/protocol/errors.ts';
import type { ProtocolError } from '#lib/protocol/protocol-error.ts';
import { encodeErrorResponse } from '#lib/protocol/rest/error-response.ts';

export type Refusal = {
  readonly error: ProtocolError;
  readonly headers?: Readonly<Record<string, string>>;
};

/** Answers a request on a raw connection with a coded error, and ends the connection. */
export function refuseConnection(connection: Duplex, { error, headers = {} }: Refusal): void {
  if (!connection.writable) {
    connection.destroy();
    return;
  }
  const { httpStatus } = errors[error.code];
  const body = JSON.stringify(encodeErrorResponse(error));
  const lines = [
    `HTTP/1.1 ${httpStatus} ${STATUS_CODES[httpStatus] ?? ''}`,
    'Connection: close',
    'Content-Type: application/json; charset=utf-8',
    `Content-Length: ${Buffer.byteLength(body)}`,
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
  ];
  // A client that resets the connection meanwhile is nobody's error.
  connection.on('error', () => connection.destroy());
  connection.end(`${lines.join('\r\n')}\r\n\r\n${body}`, () => connection.destroy());
}
