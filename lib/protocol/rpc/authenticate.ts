import * as z from 'zod/mini';
import { addressField, flagField, timestampField } from '../fields.ts';
import { authFrame } from '../frames/auth.ts';
import { AUTH_KINDS } from '../frames/auth-success.ts';

/** Parameters of `authenticate`: the members of the native `auth`. */
export const authenticateParams = z.omit(authFrame, {
  type: true,
  request_id: true,
  timestamp: true,
});

/** Result of `authenticate`: the connection has this identity until then. */
export const authenticateResult = z.object({
  success: flagField,
  userId: addressField,
  kind: z.enum(AUTH_KINDS),
  agent: z.nullable(addressField),
  expiresAt: timestampField,
});
