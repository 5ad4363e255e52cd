import type { Ticker } from '#lib/domain/ticker.ts';
import type { MarketsResponse } from '#lib/protocol/rest/markets-response.ts';

/** The tickers of those markets that have one. */
export function tickersOf({ markets }: Pick<MarketsResponse, 'markets'>): readonly Ticker[] {
  return markets.flatMap(({ ticker }) => (ticker === null ? [] : [ticker]));
}
