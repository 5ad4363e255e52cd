import * as z from 'zod/mini';
import { flagField, textField } from '../fields.ts';

/** One thing that has to hold for the exchange to serve, and how it stands. */
const readinessCheck = z.object({ ok: flagField, detail: textField(1_024) });

export type ReadinessCheck = z.output<typeof readinessCheck>;

/** Answer of `GET /readyz`: HTTP 200 when every check holds, else 503. */
export const readinessResponse = z.object({
  ready: flagField,
  checks: z.record(z.string(), readinessCheck),
});

export type Readiness = z.output<typeof readinessResponse>;
