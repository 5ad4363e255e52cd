import { parseJson } from '#lib/protocol/exact-json.ts';
import { errorResponse } from '#lib/protocol/rest/error-response.ts';
import { RequestError } from './request-error.ts';

export type FetchOptions = {
  /** Ends the request when the caller no longer wants the answer; the signal's reason is thrown. */
  readonly signal?: AbortSignal;
  /** Milliseconds after which the sidecar counts as unreachable. Default 10 s. */
  readonly timeoutMs?: number;
};

export type AnswerOptions<Answer> = FetchOptions & {
  /** Reads the answer's JSON, numbers as their exact texts; throws on another form. */
  readonly decode: (value: unknown) => Answer;
};

const DEFAULT_TIMEOUT_MS = 10_000;
const UNKNOWN_FORM = 'The market data has an unknown form.';

/**
 * Reads one address of the sidecar's REST interface.
 *
 * @throws RequestError when there is no answer, an error is answered, or the answer has another form.
 */
export async function fetchAnswer<Answer>(
  url: string,
  { decode, signal, timeoutMs = DEFAULT_TIMEOUT_MS }: AnswerOptions<Answer>,
): Promise<Answer> {
  const { ok, body } = await read(url, { timeoutMs, caller: signal });
  if (!ok) throw answeredError(body);
  try {
    return decode(parseJson(body));
  } catch (cause) {
    throw new RequestError(UNKNOWN_FORM, { code: 'client/bad-answer', cause });
  }
}

type ReadOptions = { readonly timeoutMs: number; readonly caller: AbortSignal | undefined };

async function read(
  url: string,
  { timeoutMs, caller }: ReadOptions,
): Promise<{ readonly ok: boolean; readonly body: string }> {
  const timeout = AbortSignal.timeout(timeoutMs);
  const signal = caller === undefined ? timeout : AbortSignal.any([caller, timeout]);
  try {
    const response = await fetch(url, { signal, headers: { accept: 'application/json' } });
    return { ok: response.ok, body: await response.text() };
  } catch (cause) {
    caller?.throwIfAborted();
    throw new RequestError('Market data is not reachable.', { code: 'client/unreachable', cause });
  }
}

function answeredError(body: string): RequestError {
  try {
    const { error, message } = errorResponse.parse(parseJson(body));
    return new RequestError(message, { code: error });
  } catch (cause) {
    return new RequestError(UNKNOWN_FORM, { code: 'client/bad-answer', cause });
  }
}
