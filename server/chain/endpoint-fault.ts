import {
  BaseError,
  HttpRequestError,
  RpcRequestError,
  SocketClosedError,
  TimeoutError,
  UnknownRpcError,
  WebSocketRequestError,
} from 'viem';

/** A limit of some kind: of the range that was asked for, or of the rate. */
const LIMIT = -32_005;
/** Codes with which an endpoint says that it cannot, or will not, answer; another one may. */
const REFUSALS: ReadonlySet<number> = new Set([
  // Resource not found, unavailable; method not supported; limits; rates, as providers name them.
  -32_001,
  -32_002,
  -32_004,
  LIMIT,
  -32_007,
  -32_601,
  429,
]);

/** Of those: that it has had enough of us. */
const TOO_FAST: ReadonlySet<number> = new Set([-32_007, 429]);

/** What nodes say under the general code -32000 while they lack what others have. */
const BEHIND =
  /header not found|missing trie node|unknown block|not (?:yet )?(?:synced|available)/i;
const RATE = /rate|requests|per second|per minute|daily|quota|capacity|credits/i;
const SIZE = /range|limit|too many|too large|exceed|10000|response size/i;

/** Whether a request failed because of its endpoint, so that another one is worth asking. */
export function isEndpointFault(error: unknown): boolean {
  if (error instanceof EndpointBehindError || error instanceof ForeignChainError) return true;
  if (isConnectionFault(error)) return true;
  const answer = rpcAnswer(error);
  if (answer === null) return false;
  return REFUSALS.has(answer.code) || BEHIND.test(answer.details);
}

/** Whether it is better left alone for a while, and not only with this question. */
export function isOutage(error: unknown): boolean {
  if (error instanceof ForeignChainError || isConnectionFault(error)) return true;
  const answer = rpcAnswer(error);
  if (answer === null) return false;
  return TOO_FAST.has(answer.code) || (answer.code === LIMIT && RATE.test(answer.details));
}

/** Whether nobody knows what the endpoint did with the request: it may have arrived. */
export function isConnectionFault(error: unknown): boolean {
  return isOneOf(error, (each) => {
    return (
      each instanceof HttpRequestError ||
      each instanceof TimeoutError ||
      each instanceof WebSocketRequestError ||
      each instanceof SocketClosedError ||
      // What viem makes of anything that is no answer, as a socket's event.
      each instanceof UnknownRpcError ||
      // A body that is no JSON is a proxy's, not a node's.
      each instanceof SyntaxError
    );
  });
}

/** Whether the same question over fewer blocks may be answered: endpoints say so in their own words. */
export function asksForLess(error: unknown): boolean {
  if (isOneOf(error, (each) => each instanceof TimeoutError)) return true;
  const answer = rpcAnswer(error);
  const text = answer?.details ?? (error instanceof Error ? error.message : '');
  return SIZE.test(text) && !RATE.test(text);
}

/** What the node answered in place of a result; `null` when it did not answer. */
export function rpcAnswer(
  error: unknown,
): { readonly code: number; readonly details: string } | null {
  if (!(error instanceof BaseError)) return null;
  const answer = error.walk((each) => each instanceof RpcRequestError);
  return answer instanceof RpcRequestError ? { code: answer.code, details: answer.details } : null;
}

function isOneOf(error: unknown, matches: (error: unknown) => boolean): boolean {
  if (matches(error)) return true;
  return error instanceof BaseError && error.walk(matches) !== null;
}

/** The endpoint has not seen yet what another one has told already. */
export class EndpointBehindError extends Error {
  override readonly name = 'EndpointBehindError';

  constructor(block: number) {
    super(`the endpoint has not seen block ${block} yet`);
  }
}

/** The endpoint belongs to another chain. */
export class ForeignChainError extends Error {
  override readonly name = 'ForeignChainError';
  readonly found: number;

  constructor({ found, expected }: { readonly found: number; readonly expected: number }) {
    super(`the endpoint belongs to chain ${found}, not ${expected}`);
    this.found = found;
  }
}
