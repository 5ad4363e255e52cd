/**
 * A read from the sidecar failed. It may be tried again: market data is only ever read here.
 * `code` is the sidecar's own where it answered, else `client/unreachable` or `client/bad-answer`.
 */
export class RequestError extends Error {
  override readonly name = 'RequestError';
  readonly code: string;

  constructor(
    message: string,
    { code, cause }: { readonly code: string; readonly cause?: unknown },
  ) {
    super(message, { cause });
    this.code = code;
  }
}
