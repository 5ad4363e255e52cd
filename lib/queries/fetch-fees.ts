import { decodeFeesResponse, type FeeSchedule } from '#lib/protocol/rest/fees.ts';
import { type FetchOptions, fetchAnswer } from './fetch-answer.ts';

/** What fills cost, by tier. @throws RequestError. */
export async function fetchFees(sidecarUrl: string, options?: FetchOptions): Promise<FeeSchedule> {
  return await fetchAnswer(`${sidecarUrl}/v1/fees`, { ...options, decode: decodeFeesResponse });
}
