import { describe, expect, it } from 'vitest';
import type { Token } from '#lib/domain/currency.ts';
import type { ContractName } from '#lib/domain/network.ts';
import { swapAvailability } from './swap-contracts.ts';

const A = '0x00000000000000000000000000000000000000A1';
const wlux: Token = {
  kind: 'token',
  address: A,
  symbol: 'WLUX',
  name: 'Wrapped LUX',
  decimals: 18,
  permit: false,
};
const all = { multicall3: A, swapRouter02: A, wlux: A, v2Factory: A, v3Factory: A } as const;

function without(...names: ContractName[]) {
  const kept = Object.entries(all).filter(([name]) => !names.some((missing) => missing === name));
  return { contracts: Object.fromEntries(kept), tokens: [wlux] };
}

describe('swapAvailability', () => {
  it.each<[string, ContractName[]]>([
    ['everything', []],
    ['V2 alone', ['v3Factory']],
    ['V3 alone', ['v2Factory']],
  ])('is there with %s', (_, names) => {
    expect(swapAvailability(without(...names)).kind).toBe('available');
  });

  it.each<[ContractName[], ContractName[]]>([
    [['swapRouter02'], ['swapRouter02']],
    [
      ['multicall3', 'wlux'],
      ['multicall3', 'wlux'],
    ],
    [
      ['v2Factory', 'v3Factory'],
      ['v2Factory', 'v3Factory'],
    ],
  ])('without %s lacks %s', (names, missing) => {
    expect(swapAvailability(without(...names))).toEqual({ kind: 'unavailable', missing });
  });

  it('lacks WLUX where it is not listed', () => {
    expect(swapAvailability({ contracts: all, tokens: [] })).toEqual({
      kind: 'unavailable',
      missing: ['wlux'],
    });
  });
});
