import { BaseError, HttpRequestError, TimeoutError } from 'viem';

/** Whether an error of a viem client means that the node did not answer. */
export function isUnreachable(error: unknown): boolean {
  return (
    error instanceof BaseError &&
    error.walk((cause) => cause instanceof HttpRequestError || cause instanceof TimeoutError) !==
      null
  );
}
