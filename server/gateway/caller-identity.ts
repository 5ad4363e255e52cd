import type { Credentials } from '#lib/protocol/frames/auth.ts';
import type { Principal } from '#server/auth/index.ts';
import type { AuthPort } from './auth-port.ts';

/** Who is on the other end of a connection or request, as far as that has been shown. */
export type CallerIdentity = {
  /** @throws ProtocolError `auth/required`, or why what was shown is not accepted. */
  principal(): Principal;
  /**
   * Takes on another identity, for the connection or the rest of the request.
   *
   * @throws ProtocolError `auth/…`; the identity of before stays.
   */
  authenticate(credentials: Credentials): Promise<Principal>;
};

/** Whose credentials these are. @throws ProtocolError `auth/…`. */
export async function principalBy(auth: AuthPort, credentials: Credentials): Promise<Principal> {
  switch (credentials.kind) {
    case 'token':
      return await auth.byToken(credentials.token);
    case 'api-key':
      return await auth.byApiKey(credentials);
    case 'challenge':
      return await auth.byChallenge(credentials);
  }
}
