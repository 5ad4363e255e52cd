import { MAX_PAGE } from '#lib/protocol/rest/page.ts';
import { askSidecar } from './ask-sidecar.ts';
import { RequestError } from './request-error.ts';

/** Which list of an account is wanted as CSV, complete. */
export type CsvRequest = {
  readonly sidecarUrl: string;
  readonly token: string;
  readonly list: 'orders' | 'fills';
  /** `null` = of all markets. */
  readonly symbol: string | null;
  readonly signal?: AbortSignal;
};

const PATHS = { orders: '/v1/orders?status=closed&', fills: '/v1/fills?' } as const;
const RATE_LIMITED = 'gateway/rate-limited';
/** The exchange lets a page in again after at most this long. */
const PAUSE_MS = 1_000;

/**
 * Every row of a list as one CSV text (RFC 4180) with one header, the newest first: the exchange's own
 * pages, one after the other. What is asked too fast is asked again after a pause.
 *
 * @throws RequestError.
 */
export async function fetchHistoryCsv(
  request: CsvRequest,
  pause: (ms: number) => Promise<void> = wait,
): Promise<string> {
  const parts: string[] = [];
  let cursor: string | null = null;
  do {
    const { body, next } = await pageOf(request, { cursor, pause });
    parts.push(parts.length === 0 ? body : withoutHeader(body));
    cursor = next;
  } while (cursor !== null);
  return parts.join('');
}

async function pageOf(
  request: CsvRequest,
  { cursor, pause }: { cursor: string | null; pause: (ms: number) => Promise<void> },
): Promise<{ readonly body: string; readonly next: string | null }> {
  const { sidecarUrl, token, list, symbol, signal } = request;
  const query = new URLSearchParams({
    limit: String(MAX_PAGE),
    ...(symbol === null ? {} : { symbol }),
    ...(cursor === null ? {} : { cursor }),
  });
  try {
    const { body, headers } = await askSidecar(`${sidecarUrl}${PATHS[list]}${query}`, {
      token,
      accept: 'text/csv',
      ...(signal === undefined ? {} : { signal }),
    });
    return { body, next: headers.get('x-next-cursor') };
  } catch (error) {
    // Only a later page waits: whoever is refused the first is told at once.
    if (cursor === null || !(error instanceof RequestError) || error.code !== RATE_LIMITED) {
      throw error;
    }
    await pause(PAUSE_MS);
    return await pageOf(request, { cursor, pause });
  }
}

function withoutHeader(csv: string): string {
  return csv.slice(csv.indexOf('\r\n') + 2);
}

function wait(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
