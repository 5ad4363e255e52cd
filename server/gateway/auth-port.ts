import type { Auth } from '#server/auth/index.ts';

/** Finds out who is on the other end. */
export type AuthPort = Pick<
  Auth,
  | 'loginNonce'
  | 'login'
  | 'challenge'
  | 'byToken'
  | 'byApiKey'
  | 'byChallenge'
  | 'byBearer'
  | 'tokenFor'
>;
