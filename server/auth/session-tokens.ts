import { errors, jwtVerify, SignJWT } from 'jose';
import { type Address, isAddress } from '#lib/domain/address.ts';
import { ProtocolError } from '#lib/protocol/protocol-error.ts';
import { derivedKey } from './derived-key.ts';

const ALGORITHM = 'HS256';
const ISSUER = 'lux-exchange';
const AGENT_CLAIM = 'agent';

export type SessionTokensOptions = {
  readonly secret: Uint8Array;
  readonly chainId: number;
  readonly validMs: number;
  readonly now: () => number;
};

/** What a session token says: whose it is, who holds it, and until when. */
export type Session = {
  /** The owner's, lower case. */
  readonly address: Address;
  /** The agent's that holds it, lower case; `null` = the owner does. */
  readonly agent: Address | null;
  /** Milliseconds since the epoch. */
  readonly expiresMs: number;
};

/** Session tokens (JWT) of one chain: nobody else can make or change one. */
export class SessionTokens {
  readonly #options: SessionTokensOptions;
  readonly #key: Uint8Array;
  readonly #audience: string;

  constructor(options: SessionTokensOptions) {
    this.#options = options;
    this.#key = derivedKey(options.secret, 'session-tokens');
    this.#audience = `${ISSUER}:${options.chainId}`;
  }

  /** @param holder Whose session it is; `expiresMs` = when it ends at the latest. */
  async issue(holder: Session): Promise<Session & { readonly token: string }> {
    const { address, agent } = holder;
    const issuedMs = this.#options.now();
    const issuedSeconds = Math.floor(issuedMs / 1_000);
    const endMs = Math.min(issuedMs + this.#options.validMs, holder.expiresMs);
    const expiresSeconds = Math.floor(endMs / 1_000);
    const token = await new SignJWT(agent === null ? {} : { [AGENT_CLAIM]: agent })
      .setProtectedHeader({ alg: ALGORITHM, typ: 'JWT' })
      .setIssuer(ISSUER)
      .setAudience(this.#audience)
      .setSubject(address)
      .setIssuedAt(issuedSeconds)
      .setExpirationTime(expiresSeconds)
      .sign(this.#key);
    return { token, address, agent, expiresMs: expiresSeconds * 1_000 };
  }

  /** @throws ProtocolError `auth/session-expired`, `auth/invalid-token`. */
  async verify(token: string): Promise<Session> {
    try {
      const { payload } = await jwtVerify(token, this.#key, {
        algorithms: [ALGORITHM],
        typ: 'JWT',
        issuer: ISSUER,
        audience: this.#audience,
        requiredClaims: ['sub', 'iat', 'exp'],
        currentDate: new Date(this.#options.now()),
      });
      const { sub: address = '', exp = 0, [AGENT_CLAIM]: agent = null } = payload;
      const isOwners = agent === null;
      if (!isAddress(address) || !(isOwners || (typeof agent === 'string' && isAddress(agent)))) {
        throw new ProtocolError('auth/invalid-token');
      }
      return { address, agent: isOwners ? null : (agent as Address), expiresMs: exp * 1_000 };
    } catch (cause) {
      if (cause instanceof errors.JWTExpired) {
        throw new ProtocolError('auth/session-expired', { cause });
      }
      throw new ProtocolError('auth/invalid-token', { cause });
    }
  }
}
