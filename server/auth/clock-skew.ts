import { ProtocolError } from '#lib/protocol/protocol-error.ts';

/** The refusal of a time that differs too much from the present one, saying by how much. */
export function clockSkew({
  field,
  clientMs,
  nowMs,
  skewMs,
}: {
  readonly field: string;
  /** Milliseconds since the epoch, as the client has them … */
  readonly clientMs: number;
  /** … and as they are. */
  readonly nowMs: number;
  /** How far they may differ. */
  readonly skewMs: number;
}): ProtocolError {
  const aheadMs = clientMs - nowMs;
  const facts = { field, skew_ms: aheadMs, accepted_ms: skewMs, server_time: nowMs };
  const detail = `It is ${Math.abs(aheadMs)} ms ${aheadMs > 0 ? 'ahead' : 'behind'}.`;
  return new ProtocolError('auth/clock-skew', { facts, detail });
}
