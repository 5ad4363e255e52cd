import type { CandleInterval } from '#lib/domain/interval.ts';
import { type CandlesResponse, decodeCandlesResponse } from '#lib/protocol/rest/candles.ts';
import { fetchAnswer } from './fetch-answer.ts';

/** Which candles: the newest `limit` of those that start before `toMs`, or the newest of all. */
export type CandlePage = {
  readonly symbol: string;
  readonly interval: CandleInterval;
  readonly toMs?: number;
  readonly limit: number;
  readonly signal: AbortSignal;
};

/**
 * One page of a market's candles, oldest first.
 *
 * @throws RequestError
 */
export function fetchCandles(
  sidecarUrl: string,
  { symbol, interval, toMs, limit, signal }: CandlePage,
): Promise<CandlesResponse> {
  const query = new URLSearchParams({ interval, limit: String(limit) });
  if (toMs !== undefined) query.set('to', String(toMs));
  const path = `/v1/markets/${encodeURIComponent(symbol)}/candles?${query}`;
  return fetchAnswer(`${sidecarUrl}${path}`, { decode: decodeCandlesResponse, signal });
}
