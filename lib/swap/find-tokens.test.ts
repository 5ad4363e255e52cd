import { describe, expect, it } from 'vitest';
import type { Token } from '#lib/domain/currency.ts';
import { findTokens, type TokenHolding } from './find-tokens.ts';
import { tokenEntries } from './token-entries.ts';

function token(digit: string, symbol: string, name: string): Token {
  const address = `0x${digit.repeat(40)}` as const;
  return { kind: 'token', address, symbol, name, decimals: 18, permit: false };
}

const entries = tokenEntries(
  [
    token('1', 'WLUX', 'Wrapped LUX'),
    token('2', 'LUSD', 'Lux Dollar'),
    token('3', 'LETH', 'Lux Ether'),
    token('4', 'LBTC', 'Lux Bitcoin'),
  ],
  [token('5', 'EUX', 'Luxury')],
);

const NOTHING = new Map<string, TokenHolding>();

function symbols(query: string, holdings: ReadonlyMap<string, TokenHolding> = NOTHING): string[] {
  return findTokens({ entries, query, holdings }).map(({ currency }) => currency.symbol);
}

describe('findTokens', () => {
  it.each([
    ['everything for an empty query', '  ', ['LUX', 'WLUX', 'LUSD', 'LETH', 'LBTC', 'EUX']],
    ['the exact symbol first', 'lux', ['LUX', 'LUSD', 'LETH', 'LBTC', 'EUX', 'WLUX']],
    ['a beginning before a part', 'eth', ['LETH']],
    ['by name', 'dollar', ['LUSD']],
    ['an address', `0x${'4'.repeat(40)}`, ['LBTC']],
    ['an address in capitals', `0X${'4'.repeat(40)}`.toUpperCase(), ['LBTC']],
    ['the beginning of an address', '0x33', ['LETH']],
    ['nothing', 'doge', []],
  ])('finds %s', (_, query, expected) => {
    expect(symbols(query)).toEqual(expected);
  });

  it('orders equal matches by the value held, then by holding anything', () => {
    const holdings = new Map<string, TokenHolding>([
      [`0x${'3'.repeat(40)}`, { balance: 1n, value: 500n }],
      [`0x${'4'.repeat(40)}`, { balance: 1n, value: 900n }],
      [`0x${'5'.repeat(40)}`, { balance: 7n, value: null }],
    ]);
    expect(symbols('', holdings)).toEqual(['LBTC', 'LETH', 'EUX', 'LUX', 'WLUX', 'LUSD']);
  });

  it('keeps a better match above a richer one', () => {
    const holdings = new Map<string, TokenHolding>([
      [`0x${'1'.repeat(40)}`, { balance: 1n, value: 10n ** 12n }],
    ]);
    expect(symbols('lux', holdings)[0]).toBe('LUX');
  });
});
