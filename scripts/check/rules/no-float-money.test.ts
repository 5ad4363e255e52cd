import { describe, expect, it } from 'vitest';
import { sourceFindingLines } from '../finding-lines.ts';
import { noFloatMoney } from './no-float-money.ts';

const lines = (text: string, path = 'lib/swap/a.ts') =>
  sourceFindingLines(noFloatMoney, { path, text });

describe('no-float-money', () => {
  it.each([
    'export const a = parseFloat(text);',
    'export const a = Number.parseFloat(text);',
    'export const a = ratio.toFixed(2);',
    'export const a = ratio.toPrecision(6);',
    'export const a = Number(priceText);',
    'export const a = Number(order.amount);',
    'export const a = Number(balanceOf(user));',
  ])('objects to %s', (text) => {
    expect(lines(text)).toEqual([1]);
    expect(lines(text, 'server/gateway/a.ts')).toEqual([1]);
    expect(lines(text, 'components/a.tsx')).toEqual([1]);
  });

  it('lets lib/format, scripts and tests lose digits', () => {
    const text = 'export const a = Number(price).toFixed(2);';
    expect(lines(text, 'lib/format/a.ts')).toEqual([]);
    expect(lines(text, 'scripts/a.ts')).toEqual([]);
    expect(lines(text, 'lib/swap/a.test.ts')).toEqual([]);
  });

  it('accepts numbers that are no money', () => {
    expect(lines('export const ppm = Number((amount * 1_000_000n) / total);')).toEqual([]);
    expect(
      lines('export const a = Number(blockNumber);\nexport const b = Math.trunc(1.5);'),
    ).toEqual([]);
  });
});
