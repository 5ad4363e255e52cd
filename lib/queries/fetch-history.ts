import type { Fill } from '#lib/domain/fill.ts';
import type { Order } from '#lib/domain/order.ts';
import { decodeFillsResponse } from '#lib/protocol/rest/fills.ts';
import { decodeOrdersResponse } from '#lib/protocol/rest/orders.ts';
import type { Page } from '#lib/protocol/rest/page.ts';
import { fetchAnswer } from './fetch-answer.ts';

/** Which page of an account's history is asked for. */
export type HistoryRequest = {
  readonly sidecarUrl: string;
  /** Of the session whose account it is. */
  readonly token: string;
  /** `null` = of all markets. */
  readonly symbol: string | null;
  /** Where the page before ended; `null` = the newest. */
  readonly cursor: string | null;
  readonly limit: number;
  readonly signal?: AbortSignal;
};

/** Orders that have ended, the newest first. @throws RequestError. */
export async function fetchOrderHistory(request: HistoryRequest): Promise<Page<Order>> {
  return await fetchAnswer(addressOf(request, '/v1/orders', { status: 'closed' }), {
    ...optionsOf(request),
    decode: decodeOrdersResponse,
  });
}

/** Fills, the newest first. @throws RequestError. */
export async function fetchFills(request: HistoryRequest): Promise<Page<Fill>> {
  return await fetchAnswer(addressOf(request, '/v1/fills', {}), {
    ...optionsOf(request),
    decode: decodeFillsResponse,
  });
}

function addressOf(
  { sidecarUrl, symbol, cursor, limit }: HistoryRequest,
  path: string,
  more: Readonly<Record<string, string>>,
): string {
  const query = new URLSearchParams({
    ...more,
    limit: String(limit),
    ...(symbol === null ? {} : { symbol }),
    ...(cursor === null ? {} : { cursor }),
  });
  return `${sidecarUrl}${path}?${query}`;
}

function optionsOf({ token, signal }: HistoryRequest) {
  return { token, ...(signal === undefined ? {} : { signal }) };
}
