import { describe, expect, it } from 'vitest';
import { sourceFindingLines } from '../finding-lines.ts';
import { mainExport } from './main-export.ts';

const lines = (path: string, text: string) => sourceFindingLines(mainExport, { path, text });

describe('main-export', () => {
  it('objects to a file none of whose exports is called after it', () => {
    expect(lines('lib/domain/order-book.ts', 'export function matchTrades() {}')).toEqual([1]);
    expect(
      lines('lib/domain/stuff.ts', 'export const fee = 1;\nexport type Margin = number;'),
    ).toEqual([1]);
  });

  it.each([
    ['lib/domain/market.ts', 'export const markets = [];'],
    ['lib/domain/currency.ts', 'export type Currency = string;'],
    ['lib/domain/tick-math.ts', 'export const MIN_TICK = 1;'],
    ['lib/domain/uint-limits.ts', 'export const MAX_UINT256 = 1n;'],
    ['components/swap-card.tsx', 'export function SwapCard() { return null; }'],
    ['lib/format/format-percent.ts', 'export function formatBps() {}'],
    ['contracts-abi/abis/uniswap-v3-pool.ts', 'export const uniswapV3PoolAbi = [] as const;'],
  ])('accepts %s with %s', (path, text) => {
    expect(lines(path, text)).toEqual([]);
  });

  it('leaves out files which are found by their role, and programs that export nothing', () => {
    expect(lines('app/page.tsx', 'export default function Markets() { return null; }')).toEqual([]);
    expect(lines('vitest.config.ts', 'export default {};')).toEqual([]);
    expect(lines('server/main.ts', 'export const limits = 1;')).toEqual([]);
    expect(lines('scripts/start/run.ts', 'console.log(1);')).toEqual([]);
  });
});
