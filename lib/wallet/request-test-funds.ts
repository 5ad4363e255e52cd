import type { Address, Hash } from '#lib/domain/address.ts';
import { parseJson } from '#lib/protocol/exact-json.ts';
import { errorResponse } from '#lib/protocol/rest/error-response.ts';
import { faucetResponse } from '#lib/protocol/rest/faucet.ts';

const TIMEOUT_MS = 20_000;

/** What the faucet said: a transaction is on its way, or why there is none. */
export type FaucetAnswer =
  | { readonly kind: 'sent'; readonly hash: Hash }
  | {
      readonly kind: 'refused';
      readonly code: string;
      readonly message: string;
      /** How long to wait before asking again; `null` where that is not known. */
      readonly retryAfterMs: number | null;
    };

/**
 * Asks the sidecar's faucet for test tokens. It never throws: a faucet that does not answer is a
 * refusal like any other.
 */
export async function requestTestFunds(
  sidecarUrl: string,
  address: Address,
): Promise<FaucetAnswer> {
  try {
    const response = await fetch(`${sidecarUrl}/v1/faucet`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/json' },
      body: JSON.stringify({ address }),
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    const body = parseJson(await response.text());
    if (response.ok) return { kind: 'sent', hash: faucetResponse.parse(body).tx_hash };
    const { error, message, data } = errorResponse.parse(body);
    const wait = data?.retry_after_ms;
    const retryAfterMs = typeof wait === 'number' ? wait : null;
    return { kind: 'refused', code: error, message, retryAfterMs };
  } catch {
    const message = 'The faucet does not answer. Check that the sidecar is running.';
    return { kind: 'refused', code: 'faucet/unreachable', message, retryAfterMs: null };
  }
}
