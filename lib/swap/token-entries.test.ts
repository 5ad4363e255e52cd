import { describe, expect, it } from 'vitest';
import type { Token } from '#lib/domain/currency.ts';
import { lookOf, tokenEntries } from './token-entries.ts';

function token(digit: string, symbol: string, name = symbol): Token {
  const address = `0x${digit.repeat(40)}` as const;
  return { kind: 'token', address, symbol, name, decimals: 18, permit: false };
}

describe('tokenEntries', () => {
  it('puts LUX first, then the listed tokens, then the imported ones', () => {
    const entries = tokenEntries([token('1', 'WLUX'), token('2', 'LUSD')], [token('3', 'NEW')]);
    expect(entries.map(({ currency, listed }) => [currency.symbol, listed])).toEqual([
      ['LUX', true],
      ['WLUX', true],
      ['LUSD', true],
      ['NEW', false],
    ]);
    expect(entries.every(({ ambiguous }) => !ambiguous)).toBe(true);
  });

  it('shows a token once, as listed, although it was imported too', () => {
    const listed = token('a', 'LUSD');
    const again: Token = { ...listed, address: `0x${'A'.repeat(40)}` };
    const entries = tokenEntries([listed], [again]);
    expect(entries.map(({ key, listed }) => [key, listed])).toEqual([
      ['native', true],
      [`0x${'a'.repeat(40)}`, true],
    ]);
  });

  it.each([
    ['the same letters', 'LUSD'],
    ['another case', 'lusd'],
    ['Cyrillic letters', 'LUЅD'],
    ['full-width letters', 'ＬＵＳＤ'],
    ['an accent', 'LÚSD'],
    ['a hidden character', 'LU\u200bSD'],
    ['a digit for a letter', 'LU5D'],
  ])('marks both when a symbol looks the same: %s', (_, symbol) => {
    const entries = tokenEntries([token('1', 'LUSD'), token('2', 'LETH')], [token('3', symbol)]);
    expect(entries.filter(({ ambiguous }) => ambiguous).map(({ key }) => key)).toEqual([
      `0x${'1'.repeat(40)}`,
      `0x${'3'.repeat(40)}`,
    ]);
  });

  it('marks a token that calls itself LUX', () => {
    const entries = tokenEntries([], [token('3', 'LUX')]);
    expect(entries.map(({ ambiguous }) => ambiguous)).toEqual([true, true]);
  });
});

describe('lookOf', () => {
  it('tells different symbols apart', () => {
    const looks = ['LUX', 'WLUX', 'LUSD', 'LETH', 'LBTC'].map(lookOf);
    expect(new Set(looks).size).toBe(5);
  });
});
