import * as z from 'zod/mini';
import { textField } from '../fields.ts';
import type { ProtocolError } from '../protocol-error.ts';

/** Body of every HTTP answer that is an error. */
export const errorResponse = z.object({
  /** A code of the error table. */
  error: textField(64),
  /** What happened and what to do, for a person. */
  message: textField(1_024),
  /** Facts that a program can act on. */
  data: z.optional(z.record(z.string(), z.unknown())),
});

export type ErrorResponse = z.output<typeof errorResponse>;

/** The body that tells a client of an error. */
export function encodeErrorResponse(error: ProtocolError): ErrorResponse {
  const { code, message, facts } = error;
  return { error: code, message, ...(facts === undefined ? {} : { data: facts }) };
}
