import { createHash } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import type { FastifyRequest } from 'fastify';
import { ProtocolError } from '#lib/protocol/protocol-error.ts';
import type { Principal } from '#server/auth/index.ts';
import type { RequestClass } from '../account-limiter.ts';
import type { AuthPort } from '../auth-port.ts';
import { type CallerIdentity, principalBy } from '../caller-identity.ts';
import type { RequestThrottle } from '../request-throttle.ts';

export type HttpIdentitiesOptions = {
  readonly auth: AuthPort;
  readonly throttle: RequestThrottle;
  readonly now: () => number;
  /** Credentials remembered as good, so that their next request is not counted for its address. */
  readonly maxKnown: number;
};

type Shown = { readonly principal: Principal } | { readonly error: ProtocolError } | null;

/** Who sends HTTP requests, by `Authorization: Bearer …` or `X-API-Key`. */
export class HttpIdentities {
  readonly #options: HttpIdentitiesOptions;
  readonly #shown = new WeakMap<FastifyRequest, Shown>();
  /** Digests of credentials that were accepted, and until when they are. */
  readonly #known = new Map<string, number>();

  constructor(options: HttpIdentitiesOptions) {
    this.#options = options;
  }

  /**
   * Finds out who sends a request, and counts it: for the account of whoever showed an identity, else
   * for the client's address. Credentials that are not accepted are told where one is needed.
   *
   * @param kind - `null` = the request is counted later, by what it holds
   * @returns The milliseconds to wait, 0 = go on.
   */
  admit(
    request: FastifyRequest,
    { client, kind }: { client: string; kind: RequestClass | null },
  ): number | Promise<number> {
    const credentials = credentialsOf(request.headers);
    // Who shows nothing is the most frequent guest, and need not wait for anything.
    return credentials === null
      ? this.#options.throttle.takeClient(client, 1)
      : this.#admitShown(request, { credentials, client, kind });
  }

  async #admitShown(
    request: FastifyRequest,
    {
      credentials,
      client,
      kind,
    }: { credentials: string; client: string; kind: RequestClass | null },
  ): Promise<number> {
    const { throttle } = this.#options;
    const digest = digestOf(credentials);
    if (!this.#isKnown(digest)) {
      const waitMs = throttle.takeClient(client, 1);
      if (waitMs > 0) return waitMs;
    }
    const shown = await this.#look(credentials);
    this.#shown.set(request, shown);
    if (shown === null || 'error' in shown) {
      this.#known.delete(digest);
      return 0;
    }
    this.#remember(digest, shown.principal.expiresMs);
    const { address } = shown.principal;
    return kind === null ? 0 : throttle.takeAccount({ address, client }, new Map([[kind, 1]]));
  }

  /** Who sends a request; `null` = it did not say, or is not believed. */
  find(request: FastifyRequest): Principal | null {
    const shown = this.#shown.get(request) ?? null;
    return shown !== null && 'principal' in shown ? shown.principal : null;
  }

  /** @throws ProtocolError `auth/required`, or why the credentials are not accepted. */
  principal(request: FastifyRequest): Principal {
    const shown = this.#shown.get(request) ?? null;
    if (shown === null) throw new ProtocolError('auth/required');
    if ('error' in shown) throw shown.error;
    return shown.principal;
  }

  /** The same for JSON-RPC, where the requests of a batch may change it. */
  caller(request: FastifyRequest): CallerIdentity {
    let authenticated: Principal | null = null;
    return {
      principal: () => authenticated ?? this.principal(request),
      authenticate: async (credentials) => {
        authenticated = await principalBy(this.#options.auth, credentials);
        return authenticated;
      },
    };
  }

  async #look(credentials: string): Promise<Shown> {
    try {
      return { principal: await this.#options.auth.byBearer(credentials) };
    } catch (error) {
      if (error instanceof ProtocolError) return { error };
      throw error;
    }
  }

  #isKnown(digest: string): boolean {
    return (this.#known.get(digest) ?? 0) > this.#options.now();
  }

  #remember(digest: string, expiresMs: number): void {
    // Re-inserting keeps the map in the order of last use.
    this.#known.delete(digest);
    this.#known.set(digest, expiresMs);
    if (this.#known.size <= this.#options.maxKnown) return;
    const oldest = this.#known.keys().next();
    if (oldest.done !== true) this.#known.delete(oldest.value);
  }
}

function credentialsOf(headers: IncomingHttpHeaders): string | null {
  const { authorization } = headers;
  if (authorization !== undefined) {
    const [, bearer] = /^Bearer +(\S+)$/i.exec(authorization) ?? [];
    if (bearer !== undefined) return bearer;
  }
  const { 'x-api-key': key } = headers;
  return typeof key === 'string' && key !== '' ? key : null;
}

/** The credentials themselves are not kept. */
function digestOf(credentials: string): string {
  return createHash('sha256').update(credentials).digest('base64');
}
