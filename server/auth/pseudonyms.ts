import { createHmac } from 'node:crypto';
import { derivedKey } from './derived-key.ts';

const DIGITS = 12;
/** Names that are kept, since the same accounts trade over and over. */
const KEPT = 65_536;

/**
 * Makes the names under which accounts appear on public channels: always the same one for the same
 * account of this installation, and nobody else can tell which.
 *
 * @returns 12 hexadecimal digits for an account's number.
 */
export function createPseudonyms(secret: Uint8Array): (account: number) => string {
  const key = derivedKey(secret, 'pseudonyms');
  const kept = new Map<number, string>();
  return (account) => {
    const known = kept.get(account);
    if (known !== undefined) return known;
    const name = createHmac('sha256', key)
      .update(`account ${account}`)
      .digest('hex')
      .slice(0, DIGITS);
    if (kept.size >= KEPT) kept.clear();
    kept.set(account, name);
    return name;
  };
}
