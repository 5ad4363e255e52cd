import type { Credentials } from '#lib/protocol/frames/auth.ts';
import { ProtocolError } from '#lib/protocol/protocol-error.ts';
import type { Principal } from '#server/auth/index.ts';
import type { AuthPort } from '../auth-port.ts';
import { type CallerIdentity, principalBy } from '../caller-identity.ts';
import type { AccountReads } from '../trading/account-reads.ts';

export type SocketIdentityOptions = {
  readonly auth: AuthPort;
  readonly reads: AccountReads;
  readonly now: () => number;
  /** The identity is not valid any more, for this reason; or another one took its place (`null`). */
  readonly onEnded: (reason: ProtocolError | null) => void;
};

/** Longest wait that a timer can count; what ends later is looked at again then. */
const LONGEST_TIMER_MS = 2_147_483_647;

/** Whose connection it is, until that ends by itself or by force. */
export class SocketIdentity implements CallerIdentity {
  readonly #options: SocketIdentityOptions;
  #principal: Principal | null = null;
  #timer: NodeJS.Timeout | undefined;
  #isOver = false;

  constructor(options: SocketIdentityOptions) {
    this.#options = options;
  }

  /** Who it is; `null` = nobody has shown it. */
  get known(): Principal | null {
    return this.#principal;
  }

  principal(): Principal {
    if (this.#principal === null) throw new ProtocolError('auth/required');
    return this.#principal;
  }

  /**
   * The account that the connection is about now.
   *
   * @throws ProtocolError `auth/…`, or `account/unknown` before it is open.
   */
  async account(): Promise<number> {
    const principal = this.principal();
    const { value: account } = await this.#options.reads.accountOf(principal);
    if (account !== null) return account;
    throw new ProtocolError('account/unknown', { facts: { address: principal.address } });
  }

  async authenticate(credentials: Credentials): Promise<Principal> {
    const principal = await principalBy(this.#options.auth, credentials);
    // The connection may have ended meanwhile.
    if (this.#isOver) return principal;
    if (this.#principal !== null) this.#options.onEnded(null);
    this.#principal = principal;
    this.#watch(principal);
    return principal;
  }

  /** Looks whether the identity still holds: agents are revoked at any time. */
  async check(): Promise<void> {
    const principal = this.#principal;
    if (principal === null) return;
    try {
      await this.#options.reads.accountOf(principal);
    } catch (error) {
      if (!(error instanceof ProtocolError)) throw error;
      // While the engine does not serve, nothing is known against anybody.
      if (this.#principal === principal && error.code.startsWith('auth/')) this.#ended(error);
    }
  }

  /** The connection is over, and nobody's for good. */
  close(): void {
    this.#isOver = true;
    this.#forget();
  }

  #watch(principal: Principal): void {
    clearTimeout(this.#timer);
    const leftMs = principal.expiresMs - this.#options.now();
    this.#timer = setTimeout(
      () => {
        if (this.#options.now() < principal.expiresMs) this.#watch(principal);
        else this.#ended(new ProtocolError('auth/session-expired'));
      },
      Math.min(Math.max(0, leftMs), LONGEST_TIMER_MS),
    );
    this.#timer.unref();
  }

  #forget(): void {
    clearTimeout(this.#timer);
    this.#principal = null;
  }

  #ended(reason: ProtocolError): void {
    this.#forget();
    this.#options.onEnded(reason);
  }
}
