import { hkdfSync } from 'node:crypto';

const KEY_BYTES = 32;

/** A key of its own for each purpose, so that what one gives away says nothing about another. */
export function derivedKey(
  secret: Uint8Array,
  purpose: 'session-tokens' | 'pseudonyms',
): Uint8Array {
  return new Uint8Array(hkdfSync('sha256', secret, '', `lux-exchange/${purpose}`, KEY_BYTES));
}
