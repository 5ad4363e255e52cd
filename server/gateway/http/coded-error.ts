import type { FastifyError } from 'fastify';
import type { ErrorCode } from '#lib/protocol/errors.ts';
import { ProtocolError } from '#lib/protocol/protocol-error.ts';

const CODES: Readonly<Record<string, ErrorCode>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: 'gateway/payload-too-large',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'gateway/unsupported-media-type',
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: 'gateway/malformed-http',
  FST_ERR_CTP_EMPTY_TYPE: 'gateway/unsupported-media-type',
  FST_ERR_BAD_URL: 'gateway/malformed-http',
  FST_ERR_ASYNC_CONSTRAINT: 'gateway/malformed-http',
  FST_ERR_MAX_PARAM_LENGTH: 'gateway/not-found',
};

/** The error that a client is told for whatever a request ended in. */
export function codedError(error: FastifyError | Error): ProtocolError {
  if (error instanceof ProtocolError) return error;
  const code = 'code' in error ? CODES[error.code] : undefined;
  if (code !== undefined) return new ProtocolError(code, { cause: error });
  const status = 'statusCode' in error ? error.statusCode : undefined;
  const theirs = status !== undefined && status >= 400 && status < 500;
  return new ProtocolError(theirs ? 'gateway/malformed-http' : 'gateway/internal', {
    cause: error,
  });
}
