import { BaseError } from 'viem';
import { ChainError } from './chain-error.ts';

/** Names of viem's errors for a node that does not answer, or answers with no JSON-RPC. */
const TRANSPORT_ERRORS: ReadonlySet<string> = new Set([
  'HttpRequestError',
  'TimeoutError',
  'WebSocketRequestError',
  'SocketClosedError',
  'LimitExceededRpcError',
  'ChainDisconnectedError',
  'ProviderDisconnectedError',
]);

/** How nodes say that a block asked for by its hash is not (any more) in the chain. */
const UNKNOWN_BLOCK =
  /resource not found|could not be found|header (?:for hash )?not found|not currently canonical|unknown block|block not found|missing trie node/i;

/**
 * What a failed read means: the node is away, the block is gone, or the node said no. Everything else
 * that is thrown, such as a `ChainError`, is passed on as it is.
 */
export function chainFailure(cause: unknown): Error {
  if (!(cause instanceof BaseError)) {
    return cause instanceof Error ? cause : new Error('Reading the chain failed.', { cause });
  }
  if (cause.walk((error) => error instanceof Error && TRANSPORT_ERRORS.has(error.name)) !== null) {
    return new ChainError('chain/unreachable', 'The chain does not answer.', { cause });
  }
  if (UNKNOWN_BLOCK.test(`${cause.shortMessage} ${cause.details}`)) {
    return new ChainError('chain/reorganized', 'The block read from is not in the chain.', {
      cause,
    });
  }
  return new ChainError('chain/unexpected-answer', cause.shortMessage, { cause });
}
