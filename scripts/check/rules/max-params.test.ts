import { describe, expect, it } from 'vitest';
import { sourceFindingLines } from '../finding-lines.ts';
import { maxParams } from './max-params.ts';

const lines = (text: string, path = 'lib/a.ts') => sourceFindingLines(maxParams, { path, text });

describe('max-params', () => {
  it('objects to three positional parameters of what others call', () => {
    expect(lines('export function place(a: Order, b: Account, c: string) {}')).toEqual([1]);
    expect(lines('export const place = (a: Order, b: Account, c: string) => a;')).toEqual([1]);
    expect(lines('class Book {\n  place(a: Order, b: Account, c: string) {}\n}')).toEqual([2]);
    expect(lines('function place(a: A, b: B, c: C) {}\nexport { place };')).toEqual([1]);
  });

  it('objects to four of what only the file itself calls', () => {
    expect(lines('function place(a: Order, b: Account, c: string) {}')).toEqual([]);
    expect(lines('function place(a: Order, b: Account, c: string, d: string) {}')).toEqual([1]);
  });

  it('objects to four of a constructor', () => {
    const errorClass = (params: string) =>
      `class FeeError extends Error {\n  constructor(${params}) {}\n}`;
    expect(lines(errorClass('code: string, message: string, options: object'))).toEqual([]);
    expect(lines(errorClass('a: A, b: B, c: C, d: D'))).toEqual([2]);
  });

  it('leaves mathematics its arguments', () => {
    expect(
      lines('export function mulDiv(a: bigint, b: bigint, c: bigint): bigint { return a; }'),
    ).toEqual([]);
    expect(lines('export const fee = (ticks: Ticks, lots: Lots, k: number) => 1;')).toEqual([]);
  });

  it('does not count the state that a function of the core works on', () => {
    const place = (params: string) => lines(`export function place(${params}) {}`);
    expect(place('state: EngineState, market: Market, terms: Terms')).toEqual([]);
    expect(place('state: EngineState, a: A, b: B, c: C')).toEqual([1]);
    expect(place('a: A, state: EngineState, b: B')).toEqual([1]);
  });

  it('leaves callbacks to whoever calls them', () => {
    expect(lines('list.reduce((sum, item, index, all) => sum, 0);')).toEqual([]);
    expect(lines('on({ close: (code, reason, clean) => reason });')).toEqual([]);
  });

  it('leaves tests alone', () => {
    expect(lines('export function take(a: A, b: B, c: C) {}', 'lib/a.test.ts')).toEqual([]);
  });
});
