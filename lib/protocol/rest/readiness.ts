import * as z from 'zod/mini';
import { flagField, textField } from '../fields.ts';

/** One thing that has to hold for the exchange to serve, and how it stands. */
const readinessCheck = z.object({ ok: flagField, detail: textField(1_024) });

export type ReadinessCheck = z.output<typeof readinessCheck>;

/**
 * Answer of `GET /readyz`: HTTP 200 when every check holds that trading needs, else 503. It does not
 * need the history: while that is `behind`, what asks for it is refused with `store/behind`, and all
 * else goes on.
 */
export const readinessResponse = z.object({
  ready: flagField,
  history: z.enum(['current', 'behind']),
  checks: z.record(z.string(), readinessCheck),
});

export type Readiness = z.output<typeof readinessResponse>;
