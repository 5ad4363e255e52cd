import * as z from 'zod/mini';
import type { TimeInForce } from '#lib/domain/order.ts';
import { invalidField } from './invalid-field.ts';

const TIMES = ['GTC', 'IOC', 'FOK', 'GTD', 'DAY'] as const;

const error = `expected one of ${TIMES.join(', ')}`;

/** How long an order stands; `DAY` is until the end of the day (UTC). Lower case is understood. */
export const timeInForceField = z.enum([...TIMES, 'gtc', 'ioc', 'fok', 'gtd', 'day'], { error });

const DAY_MS = 86_400_000;

/**
 * How long an order stands, and when it ends (milliseconds; 0 = never).
 *
 * @throws ProtocolError `gateway/invalid-message` for a date without GTD, or the other way round.
 */
export function decodeTimeInForce(
  wire: {
    readonly time_in_force?: z.output<typeof timeInForceField> | null | undefined;
    readonly expires_at?: number | null | undefined;
    readonly signature?: string | null | undefined;
  },
  { nowMs, prefix }: { nowMs: number; prefix: string },
): { readonly timeInForce: TimeInForce; readonly expiresMs: number } {
  const { expires_at: expiresAt, signature } = wire;
  const asked = TIMES.find((time) => time === wire.time_in_force?.toUpperCase()) ?? 'GTC';
  const hasDate = expiresAt !== null && expiresAt !== undefined && expiresAt !== 0;
  if (asked === 'DAY') return { timeInForce: 'GTD', expiresMs: nowMs - (nowMs % DAY_MS) + DAY_MS };
  if (asked === 'GTD') {
    if (!hasDate) throw invalidField(`${prefix}expires_at`, 'expected for GTD');
    return { timeInForce: 'GTD', expiresMs: expiresAt };
  }
  // Beside a signature it says how long that is good for.
  const isSigned = signature !== null && signature !== undefined;
  if (hasDate && !isSigned) {
    throw invalidField(`${prefix}expires_at`, 'expected with GTD or beside a signature only');
  }
  return { timeInForce: asked, expiresMs: 0 };
}
