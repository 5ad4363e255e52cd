import { parseJson } from '#lib/protocol/exact-json.ts';
import { errorResponse } from '#lib/protocol/rest/error-response.ts';
import { RequestError } from './request-error.ts';

export type AskOptions = {
  /** Ends the request when the caller no longer wants the answer; the signal's reason is thrown. */
  readonly signal?: AbortSignal;
  /** Milliseconds after which the sidecar counts as unreachable. Default 10 s. */
  readonly timeoutMs?: number;
  /** Who asks: the token of a session. */
  readonly token?: string;
  /** Posted as JSON instead of reading. */
  readonly body?: unknown;
  /** Removes what is at the address instead of reading it. */
  readonly method?: 'DELETE';
  /** The form of the answer. Default JSON. */
  readonly accept?: 'application/json' | 'text/csv';
};

/** What was answered, as it was written. */
export type SidecarAnswer = { readonly body: string; readonly headers: Headers };

const DEFAULT_TIMEOUT_MS = 10_000;

/** Said of an answer that this page cannot read. */
export const UNKNOWN_FORM = 'The exchange answered in an unknown form.';

/**
 * Asks one address of the sidecar's REST interface.
 *
 * @throws RequestError when there is no answer, or an error is answered.
 */
export async function askSidecar(url: string, options: AskOptions = {}): Promise<SidecarAnswer> {
  const { signal: caller, timeoutMs = DEFAULT_TIMEOUT_MS } = options;
  const timeout = AbortSignal.timeout(timeoutMs);
  const signal = caller === undefined ? timeout : AbortSignal.any([caller, timeout]);
  try {
    const response = await fetch(url, { signal, ...requestOf(options) });
    const body = await response.text();
    if (!response.ok) throw answeredError(body);
    return { body, headers: response.headers };
  } catch (cause) {
    if (cause instanceof RequestError) throw cause;
    caller?.throwIfAborted();
    throw new RequestError('The exchange is not reachable.', { code: 'client/unreachable', cause });
  }
}

function requestOf({ token, body, method, accept = 'application/json' }: AskOptions): RequestInit {
  const headers = {
    accept,
    ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    ...(body === undefined ? {} : { 'content-type': 'application/json' }),
  };
  if (body !== undefined) return { headers, method: 'POST', body: JSON.stringify(body) };
  return method === undefined ? { headers } : { headers, method };
}

function answeredError(body: string): RequestError {
  try {
    const { error, message } = errorResponse.parse(parseJson(body));
    return new RequestError(message, { code: error });
  } catch (cause) {
    return new RequestError(UNKNOWN_FORM, { code: 'client/bad-answer', cause });
  }
}
