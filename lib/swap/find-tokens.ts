import type { TokenEntry } from './token-entries.ts';

/** What an account holds of a token; `null` where it is not known. */
export type TokenHolding = {
  readonly balance: bigint | null;
  /** Value in micro-dollars (1e-6 USD). */
  readonly value: bigint | null;
};

/**
 * The entries that match a query, best first: the whole symbol, its beginning, the name, then any
 * part; an address finds exactly its token. Entries that match equally well are ordered by value
 * held, then as listed.
 */
export function findTokens({
  entries,
  query,
  holdings,
}: {
  readonly entries: readonly TokenEntry[];
  readonly query: string;
  readonly holdings: ReadonlyMap<string, TokenHolding>;
}): readonly TokenEntry[] {
  const wanted = query.trim().toLowerCase();
  return entries
    .map((entry, position) => ({ entry, position, rank: rankOf(entry, wanted) }))
    .filter(({ rank }) => rank < NO_MATCH)
    .sort(
      (a, b) => a.rank - b.rank || byHolding(a.entry, b.entry, holdings) || a.position - b.position,
    )
    .map(({ entry }) => entry);
}

const NO_MATCH = 9;

function rankOf(entry: TokenEntry, wanted: string): number {
  if (wanted === '') return 0;
  if (wanted.startsWith('0x')) return entry.key.startsWith(wanted) ? 0 : NO_MATCH;
  const symbol = entry.currency.symbol.toLowerCase();
  const name = entry.currency.name.toLowerCase();
  if (symbol === wanted) return 0;
  if (symbol.startsWith(wanted)) return 1;
  if (name.startsWith(wanted)) return 2;
  return symbol.includes(wanted) || name.includes(wanted) ? 3 : NO_MATCH;
}

function byHolding(
  a: TokenEntry,
  b: TokenEntry,
  holdings: ReadonlyMap<string, TokenHolding>,
): number {
  const left = holdings.get(a.key);
  const right = holdings.get(b.key);
  return descending(left?.value ?? 0n, right?.value ?? 0n) || descending(held(left), held(right));
}

/** Tokens without a price still come before those that the account does not hold. */
function held(holding: TokenHolding | undefined): bigint {
  return (holding?.balance ?? 0n) > 0n ? 1n : 0n;
}

function descending(a: bigint, b: bigint): number {
  if (a === b) return 0;
  return a > b ? -1 : 1;
}
