import type { Hash } from '#lib/domain/address.ts';
import type { AuthorityReader } from './authority-reader.ts';
import type { SettlementBook } from './settlement-book.ts';

/** Keys, and accounts, that are looked up at a time; the others are at the next block. */
const MOST_LOOKED_UP = 256;

/**
 * Looks which words of contracts a final block has made good: what the chain has itself hangs on them
 * no more.
 */
export async function lookAtWords(
  { book, reader }: { readonly book: SettlementBook; readonly reader: AuthorityReader },
  block: Hash,
): Promise<void> {
  const { words, exposure } = book;
  exposure.recheck();
  const keys = words.takeWanted(MOST_LOOKED_UP);
  const accounts = words.waitingEpochs().slice(0, MOST_LOOKED_UP);
  if (keys.length + accounts.length === 0) return;
  const onChain = keys.length === 0 ? [] : await reader.keys(keys, block);
  const addresses = accounts.map((account) => book.addressOf(account));
  const epochs = addresses.length === 0 ? [] : await reader.epochs(addresses, block);
  for (const [place, { key }] of keys.entries()) {
    const known = onChain[place];
    if (known !== undefined) words.learnKey(key, known);
  }
  for (const [place, account] of accounts.entries()) words.learnEpoch(account, epochs[place] ?? 0);
  exposure.recheck();
}
