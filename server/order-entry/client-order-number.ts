import { createHash } from 'node:crypto';

/** Names that are numbers stand for themselves below this; all others are at or above it. */
const FIRST_OF_TEXTS = 2 ** 52;

/**
 * The number by which the engine knows a client order id, 1 … 2^53 − 1: decimal digits for a number
 * below 2^52 stand for themselves, any other text for 2^52 and the first 52 bits of its SHA-256. The
 * same text is always the same number, so that an order which is sent twice is taken once.
 */
export function clientOrderNumber(text: string): number {
  if (/^[1-9]\d{0,15}$/.test(text) && Number(text) < FIRST_OF_TEXTS) return Number(text);
  const hash = createHash('sha256').update(text, 'utf8').digest();
  return FIRST_OF_TEXTS + hash.readUIntBE(0, 6) * 16 + ((hash[6] as number) >>> 4);
}
