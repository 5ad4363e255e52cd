import type { AuthFrame } from '#lib/protocol/frames/auth.ts';
import type { AuthSuccessFrame } from '#lib/protocol/frames/auth-success.ts';
import { wireChallenge } from '#lib/protocol/frames/challenge.ts';
import type { ConnectedFrame } from '#lib/protocol/frames/connected.ts';
import type { ErrorFrame } from '#lib/protocol/frames/error.ts';
import type { ServerFrame } from '#lib/protocol/frames/server-frame.ts';
import { RequestFailedError } from './pending-requests.ts';

/** What proves who the client is: one of the three forms of `auth`. */
export type AuthProof = Omit<AuthFrame, 'type' | 'request_id'>;

/** What the exchange wants signed. */
export type Challenge = NonNullable<ConnectedFrame['data']['challenge']>;

/**
 * Makes a proof for a connection.
 *
 * @param challenge what may be signed for it; `null` when the exchange offers none
 */
export type Prove = (challenge: Challenge | null) => Promise<AuthProof>;

/** Whom the exchange takes the client for. A state object is never changed, only replaced. */
export type IdentityState =
  | { readonly status: 'anonymous' }
  /** A proof is being made or looked at, or there is no connection to send it on. */
  | { readonly status: 'proving' }
  | { readonly status: 'known'; readonly who: AuthSuccessFrame['data'] }
  /** The proof was not accepted, or is not valid any more. */
  | { readonly status: 'refused'; readonly code: string; readonly message: string };

export type IdentityOptions = {
  /** Sends a request and waits for its answer; rejects with a RequestFailedError. */
  readonly request: (frame: AuthFrame) => Promise<ServerFrame>;
  /** Calls after a pause. */
  readonly later: (call: () => void) => void;
  /** Called after each change of the state. */
  readonly onChange: (state: IdentityState) => void;
};

const ANONYMOUS: IdentityState = { status: 'anonymous' };
const PROVING: IdentityState = { status: 'proving' };

const SESSION_ENDED = 'auth/session-expired';

/** Refusals that say nothing about the proof: an exchange that has just started, or has much to do. */
const NOT_NOW = /^(?:sequencer\/.+|auth\/busy|gateway\/rate-limited)$/;

/** Says on every new connection who the client is, until it is told not to. */
export class Identity {
  readonly #options: IdentityOptions;
  #state: IdentityState = ANONYMOUS;
  #prove: Prove | null = null;
  /** Of the open connection; `undefined` = there is none. */
  #challenge: Challenge | null | undefined = undefined;
  /** Counts attempts, so that the answer to an older one changes nothing. */
  #attempt = 0;

  constructor(options: IdentityOptions) {
    this.#options = options;
  }

  state(): IdentityState {
    return this.#state;
  }

  /** Is somebody else from now on; `null` = nobody. */
  become(prove: Prove | null): void {
    this.#prove = prove;
    this.#attempt += 1;
    this.#set(prove === null ? ANONYMOUS : PROVING);
    this.#begin();
  }

  /** A connection was greeted. */
  greeted({ data }: ConnectedFrame): void {
    this.#challenge = data.challenge;
    this.#begin();
  }

  /** The connection is lost: the next one has to be told again. */
  lost(): void {
    this.#challenge = undefined;
    this.#attempt += 1;
    if (this.#prove !== null && this.#state.status === 'known') this.#set(PROVING);
  }

  /** The exchange does not accept the identity any more. A session that only ended is begun anew. */
  ended({ error, message }: ErrorFrame): void {
    if (this.#state.status !== 'known') return;
    this.#attempt += 1;
    if (error === SESSION_ENDED) {
      this.#set(PROVING);
      this.#beginLater(this.#attempt);
    } else {
      this.#set({ status: 'refused', code: error, message });
    }
  }

  #begin(): void {
    if (this.#prove === null || this.#challenge === undefined) return;
    this.#attempt += 1;
    void this.#tryToProve(this.#prove, this.#challenge, this.#attempt);
  }

  async #tryToProve(prove: Prove, challenge: Challenge | null, attempt: number): Promise<void> {
    const state = await this.#outcomeOf(prove, { challenge, mayRetry: true });
    if (attempt !== this.#attempt) return;
    if (state !== null && (state.status !== 'refused' || !NOT_NOW.test(state.code))) {
      this.#set(state);
      return;
    }
    this.#beginLater(attempt);
  }

  #beginLater(attempt: number): void {
    this.#options.later(() => {
      if (attempt === this.#attempt) this.#begin();
    });
  }

  /**
   * `null` without an answer: the next connection brings another attempt, and this one, where it is
   * still there, does too.
   */
  async #outcomeOf(
    prove: Prove,
    { challenge, mayRetry }: { challenge: Challenge | null; mayRetry: boolean },
  ): Promise<IdentityState | null> {
    try {
      const frame = await this.#options.request({ type: 'auth', ...(await prove(challenge)) });
      if (frame.type === 'auth_success') return { status: 'known', who: frame.data };
      return { status: 'refused', code: 'gateway/internal', message: 'No proof was accepted.' };
    } catch (error) {
      if (!(error instanceof RequestFailedError)) {
        const message = error instanceof Error ? error.message : String(error);
        return { status: 'refused', code: 'auth/not-signed', message };
      }
      if (error.failure.kind !== 'refused') return null;
      const { error: code, message, data } = error.failure.error;
      const fresh = challengeOf(data?.challenge);
      // The connection may be older than its challenge is good.
      if (code === 'auth/invalid-challenge' && fresh !== null && mayRetry) {
        this.#challenge = fresh;
        return await this.#outcomeOf(prove, { challenge: fresh, mayRetry: false });
      }
      return { status: 'refused', code, message };
    }
  }

  #set(state: IdentityState): void {
    if (state === this.#state) return;
    this.#state = state;
    this.#options.onChange(state);
  }
}

function challengeOf(value: unknown): Challenge | null {
  const parsed = wireChallenge.safeParse(value);
  return parsed.success ? parsed.data : null;
}
