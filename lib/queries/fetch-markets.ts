import {
  decodeMarketsResponse,
  type MarketsResponse,
} from '#lib/protocol/rest/markets-response.ts';
import { type FetchOptions, fetchAnswer } from './fetch-answer.ts';

/**
 * All markets with their trailing 24 hours.
 *
 * @throws RequestError
 */
export function fetchMarkets(sidecarUrl: string, options?: FetchOptions): Promise<MarketsResponse> {
  return fetchAnswer(`${sidecarUrl}/v1/markets`, { ...options, decode: decodeMarketsResponse });
}
