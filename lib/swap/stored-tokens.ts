import type { Token } from '#lib/domain/currency.ts';
import { storedToken } from './stored-currency.ts';
import { type StoredList, storedList } from './stored-list.ts';

const MAX_TOKENS = 100;

/** The tokens that were imported by their address on a chain, newest first. */
export function storedTokens(chainId: number): StoredList<Token> {
  return storedList<Token>({
    key: `lux.imported-tokens.${chainId}`,
    item: storedToken,
    encode: (token) => token,
    maxItems: MAX_TOKENS,
  });
}
