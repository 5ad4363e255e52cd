import * as z from 'zod/mini';
import type { Address } from '#lib/domain/address.ts';
import { networkResponse } from '#lib/protocol/rest/network-response.ts';
import { validate } from '#lib/protocol/validate.ts';
import { type FetchOptions, fetchAnswer } from './fetch-answer.ts';

const answer = z.pick(networkResponse, { operator: true });

/** Who the exchange says signs its receipts; `null` = nobody does. @throws RequestError. */
export async function fetchOperator(
  sidecarUrl: string,
  options?: FetchOptions,
): Promise<Address | null> {
  return await fetchAnswer(`${sidecarUrl}/v1/network`, {
    ...options,
    decode: (value) => validate(answer, value).operator,
  });
}
