import { type Currency, currencyKey, LUX, type Token } from '#lib/domain/currency.ts';

/** A token as lists show it, and whether it may be mistaken for another. */
export type TokenEntry = {
  readonly key: string;
  readonly currency: Currency;
  /** Part of the exchange's own list, as opposed to imported by its address. */
  readonly listed: boolean;
  /** Another entry goes by the same symbol, so the address has to be shown. */
  readonly ambiguous: boolean;
};

/** Every token that can be chosen: LUX, the listed ones, then the imported ones, each once. */
export function tokenEntries(
  listed: readonly Token[],
  imported: readonly Token[],
): readonly TokenEntry[] {
  const known = new Set<string>();
  const entries: TokenEntry[] = [];
  const symbols = new Map<string, number>();
  const add = (currency: Currency, isListed: boolean) => {
    const key = currencyKey(currency);
    if (known.has(key)) return;
    known.add(key);
    const look = lookOf(currency.symbol);
    symbols.set(look, (symbols.get(look) ?? 0) + 1);
    entries.push({ key, currency, listed: isListed, ambiguous: false });
  };
  add(LUX, true);
  for (const token of listed) add(token, true);
  for (const token of imported) add(token, false);
  return entries.map((entry) =>
    (symbols.get(lookOf(entry.currency.symbol)) ?? 0) > 1 ? { ...entry, ambiguous: true } : entry,
  );
}

/** Letters that look like Latin ones in most fonts; enough to tell `LUЅD` from `LUSD`. */
const LOOKALIKES: Readonly<Record<string, string>> = {
  а: 'a',
  в: 'b',
  с: 'c',
  ԁ: 'd',
  е: 'e',
  н: 'h',
  і: 'i',
  ј: 'j',
  к: 'k',
  ӏ: 'l',
  м: 'm',
  о: 'o',
  р: 'p',
  ѕ: 's',
  т: 't',
  ѵ: 'v',
  х: 'x',
  у: 'y',
  α: 'a',
  β: 'b',
  ε: 'e',
  η: 'h',
  ι: 'i',
  κ: 'k',
  μ: 'm',
  ν: 'n',
  ο: 'o',
  ρ: 'p',
  τ: 't',
  υ: 'u',
  χ: 'x',
  0: 'o',
  1: 'l',
  5: 's',
};

/** What a symbol looks like at a glance: two symbols of one look may be mistaken for each other. */
export function lookOf(symbol: string): string {
  const folded = symbol
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[\p{M}\p{Cf}]/gu, '');
  return [...folded].map((letter) => LOOKALIKES[letter] ?? letter).join('');
}
