import { ProtocolError } from './protocol-error.ts';

/** The error that names a field and says what it should be. */
export function invalidField(field: string, expected: string): ProtocolError {
  return new ProtocolError('gateway/invalid-message', {
    facts: { field, expected },
    detail: `${field}: ${expected}.`,
  });
}
