import type { OrderRequest, OrderSignature } from '#lib/domain/order-request.ts';
import { ProtocolError } from '#lib/protocol/protocol-error.ts';

/** The present time, and how far a client's clock may differ from it. */
export type ClockBounds = { readonly nowMs: number; readonly skewMs: number };

/**
 * Tells a client whose clock is wrong by how much, before that shows as a used nonce or an expired
 * order: nonces of one-shot orders are its time in milliseconds.
 *
 * @throws ProtocolError `auth/clock-skew`.
 */
export function checkClock(request: OrderRequest, bounds: ClockBounds): void {
  const isOneShot = request.timeInForce === 'IOC' || request.timeInForce === 'FOK';
  if (request.signed !== null && isOneShot && isTime(request.signed)) {
    checkAhead(request.signed.nonce, bounds);
  }
}

/**
 * Holds a time that a client sent to the present one.
 *
 * @throws ProtocolError `auth/clock-skew`; `skew_ms` is positive for a clock that is fast.
 */
export function checkTimestamp(timestampMs: number | undefined, bounds: ClockBounds): void {
  if (timestampMs === undefined) return;
  if (timestampMs - bounds.nowMs < -bounds.skewMs) throw clockSkew(timestampMs, bounds);
  checkAhead(timestampMs, bounds);
}

function checkAhead(timestampMs: number, bounds: ClockBounds): void {
  if (timestampMs - bounds.nowMs > bounds.skewMs) throw clockSkew(timestampMs, bounds);
}

function clockSkew(timestampMs: number, { nowMs, skewMs }: ClockBounds): ProtocolError {
  const aheadMs = timestampMs - nowMs;
  return new ProtocolError('auth/clock-skew', {
    facts: { skew_ms: aheadMs, accepted_ms: skewMs, server_time: nowMs },
    detail: `It is ${Math.abs(aheadMs)} ms ${aheadMs > 0 ? 'ahead' : 'behind'}.`,
  });
}

/** Clients may as well count their nonces from 1. */
const EARLIEST_TIME_MS = 1_000_000_000_000;

function isTime({ nonce }: OrderSignature): boolean {
  return nonce >= EARLIEST_TIME_MS;
}
