import * as z from 'zod/mini';
import { textField } from '../fields.ts';
import type { ProtocolError } from '../protocol-error.ts';
import { envelope } from './envelope.ts';

/** Something could not be done; `error` is a code of the error table, `data` its facts. */
export const errorFrame = z.object({
  type: z.literal('error'),
  error: textField(64),
  message: textField(1_024),
  data: z.optional(z.record(z.string(), z.unknown())),
  ...envelope,
});

export type ErrorFrame = z.output<typeof errorFrame>;

export type ErrorFrameContext = {
  readonly requestId?: string | undefined;
  readonly timestampMs: number;
  readonly seq: number;
};

/** The frame that tells a client of an error; its request is named where that is known. */
export function encodeErrorFrame(
  error: ProtocolError,
  { requestId, timestampMs, seq }: ErrorFrameContext,
): ErrorFrame {
  return {
    type: 'error',
    error: error.code,
    message: error.message,
    ...(error.facts === undefined ? {} : { data: error.facts }),
    ...(requestId === undefined ? {} : { request_id: requestId }),
    timestamp: timestampMs,
    seq,
  };
}
