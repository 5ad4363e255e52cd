import type { Fill } from '#lib/domain/fill.ts';
import type { Order } from '#lib/domain/order.ts';
import type { ForcedExit, Withdrawal } from '#lib/domain/settlement.ts';
import { decodeDepositsResponse } from '#lib/protocol/rest/deposits.ts';
import { decodeExitsResponse } from '#lib/protocol/rest/exits.ts';
import { decodeFillsResponse } from '#lib/protocol/rest/fills.ts';
import { decodeOrdersResponse } from '#lib/protocol/rest/orders.ts';
import type { Page } from '#lib/protocol/rest/page.ts';
import { decodeWithdrawalsResponse } from '#lib/protocol/rest/withdrawals.ts';
import type { Transfer } from '#lib/protocol/wire-transfer.ts';
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

/** Deposits that are credited, the newest first. @throws RequestError. */
export async function fetchDeposits(request: HistoryRequest): Promise<Page<Transfer>> {
  return await fetchAnswer(addressOf(request, '/v1/deposits', {}), {
    ...optionsOf(request),
    // Those that are on their way come over the stream.
    decode: (value) => decodeDepositsResponse(value, '0x'),
  });
}

/** Withdrawals, the newest first. @throws RequestError. */
export async function fetchWithdrawalHistory(request: HistoryRequest): Promise<Page<Withdrawal>> {
  return await fetchAnswer(addressOf(request, '/v1/withdrawals', {}), {
    ...optionsOf(request),
    decode: decodeWithdrawalsResponse,
  });
}

/** Forced exits, the newest first. @throws RequestError. */
export async function fetchExits(request: HistoryRequest): Promise<Page<ForcedExit>> {
  return await fetchAnswer(addressOf(request, '/v1/exits', {}), {
    ...optionsOf(request),
    decode: decodeExitsResponse,
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
