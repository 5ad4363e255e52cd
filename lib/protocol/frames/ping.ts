import * as z from 'zod/mini';
import { requestIdField } from '../fields.ts';

/** Asks for a `pong`; keeps the connection from being closed as idle. */
export const pingFrame = z.object({
  type: z.literal('ping'),
  request_id: z.optional(requestIdField),
});

export type PingFrame = z.output<typeof pingFrame>;
