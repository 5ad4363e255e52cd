import type { ChainKey } from './read-trading-keys.ts';

/**
 * What a key can do on the chain: `active` (its orders are settled), `ending` (it was narrowed or
 * revoked less than a minute ago), `over` (its approval is over), `revoked`, `unknown` (never approved on
 * the chain; an approval may have been signed all the same).
 */
export type KeyStage = 'active' | 'ending' | 'over' | 'revoked' | 'unknown';

/**
 * What a key can do now.
 *
 * @param now - the chain's time, Unix seconds (`chainNow`)
 */
export function deriveKey({ expiry, nonce, formerUntil }: ChainKey, now: number): KeyStage {
  if (expiry >= now) return 'active';
  if (expiry === 0 && now < formerUntil) return 'ending';
  if (expiry === 0) return nonce === 0 ? 'unknown' : 'revoked';
  return 'over';
}

/**
 * Up to which nonce a key's approvals are revoked now: all that were signed until this moment.
 *
 * @param nowMs - milliseconds since the epoch, by this device
 */
export function revocationNonce({ nonce }: ChainKey, nowMs: number): number {
  return Math.max(nowMs, nonce);
}
