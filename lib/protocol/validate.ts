import type * as z from 'zod/mini';
import { ProtocolError } from './protocol-error.ts';

/**
 * Holds a value to a schema.
 *
 * @throws ProtocolError `gateway/invalid-message`, naming the first wrong field and what it should be.
 */
export function validate<Schema extends z.ZodMiniType>(
  schema: Schema,
  value: unknown,
): z.output<Schema> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  const isWhole = issue === undefined || issue.path.length === 0;
  const field = isWhole ? 'message' : issue.path.join('.');
  const expected = isWhole ? 'expected an object' : issue.message;
  throw new ProtocolError('gateway/invalid-message', {
    facts: { field, expected },
    detail: `${field}: ${expected}.`,
    cause: result.error,
  });
}
