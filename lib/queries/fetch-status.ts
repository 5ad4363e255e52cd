import type * as z from 'zod/mini';
import { statusResponse } from '#lib/protocol/rest/status.ts';
import { validate } from '#lib/protocol/validate.ts';
import { type FetchOptions, fetchAnswer } from './fetch-answer.ts';

/** How the exchange says that it does. */
export type StatusReport = z.output<typeof statusResponse>;

/** How the exchange does, as an operator would look at it. @throws RequestError. */
export async function fetchStatus(
  sidecarUrl: string,
  options?: FetchOptions,
): Promise<StatusReport> {
  return await fetchAnswer(`${sidecarUrl}/v1/status`, {
    ...options,
    decode: (value) => validate(statusResponse, value),
  });
}
