import type { FinalBlock } from '#server/chain/index.ts';
import type { AuthorityReader } from './authority-reader.ts';
import type { SettlementBook } from './settlement-book.ts';

/** Keys, and twice as many accounts, that are looked up at a time; the others are at the next blocks. */
const MOST_LOOKED_UP = 256;

/**
 * Looks what a final block has of what was signed here: words of contracts that it has made good, and
 * epochs that it has begun, so that the next ones can be.
 */
export async function lookAtWords(
  { book, reader }: { readonly book: SettlementBook; readonly reader: AuthorityReader },
  { hash, timestampMs }: Pick<FinalBlock, 'hash' | 'timestampMs'>,
): Promise<void> {
  const { words, exposure, epochs } = book;
  const atSeconds = Math.floor(timestampMs / 1_000);
  exposure.recheck();
  epochs.reached(atSeconds, (owner) => book.accountOf(owner));
  const keys = words.takeWanted(MOST_LOOKED_UP);
  const waiting = [...words.takeWaiting(MOST_LOOKED_UP), ...epochs.takeUntold(MOST_LOOKED_UP)];
  const accounts = [...new Set(waiting)];
  if (keys.length + accounts.length === 0) return;
  const onChain = keys.length === 0 ? [] : await reader.keys(keys, hash);
  const addresses = accounts.map((account) => book.addressOf(account));
  const begun = addresses.length === 0 ? [] : await reader.epochs(addresses, hash);
  for (const [place, { key }] of keys.entries()) {
    const known = onChain[place];
    if (known !== undefined) words.learnKey(key, known);
  }
  for (const [place, account] of accounts.entries()) {
    const known = begun[place];
    if (known === undefined) continue;
    words.learnEpoch(account, known.epoch);
    epochs.learn(account, known, atSeconds);
  }
  exposure.recheck();
}
