import { describe, expect, it } from 'vitest';
import { sourceFindingLines } from '../finding-lines.ts';
import { functionLength } from './function-length.ts';

/** A block of `count` lines between braces. */
const block = (head: string, count: number, tail = '}') =>
  [`${head} {`, ...Array.from({ length: count - 2 }, (_, n) => `  use(${n});`), tail].join('\n');

const lines = (path: string, text: string) => sourceFindingLines(functionLength, { path, text });

describe('function-length', () => {
  it('allows a function of 70 lines and no more', () => {
    expect(lines('lib/a.ts', block('export function a()', 70))).toEqual([]);
    expect(lines('lib/a.ts', block('export function a()', 71))).toEqual([1]);
    expect(lines('lib/a.ts', block('export const a = () =>', 71))).toEqual([1]);
    expect(lines('lib/a.ts', block('list.map(() =>', 71, '});'))).toEqual([1]);
  });

  it('allows a component of 100 lines and no more', () => {
    expect(lines('components/card.tsx', block('export function Card()', 100))).toEqual([]);
    expect(lines('components/card.tsx', block('export function Card()', 101))).toEqual([1]);
    expect(lines('components/card.tsx', block('function layOut()', 71))).toEqual([1]);
  });

  it('allows a hook of 40 lines and no more', () => {
    expect(lines('hooks/use-card.ts', block('export function useCard()', 40))).toEqual([]);
    expect(lines('hooks/use-card.ts', block('export function useCard()', 41))).toEqual([1]);
  });

  it('holds methods and functions inside functions to the limit', () => {
    const method = ['class A {', block('  run()', 71), '}'].join('\n');
    expect(lines('lib/a.ts', method)).toEqual([2]);
  });

  it('takes blocks of tests for tables, but not the functions in them', () => {
    expect(lines('lib/a.test.ts', block("describe('a', () =>", 200, '});'))).toEqual([]);
    expect(lines('lib/a.test.ts', block("describe.each(rows)('a', () =>", 200, '});'))).toEqual([]);
    expect(lines('lib/a.test.ts', block('function prepare()', 71))).toEqual([1]);
    expect(lines('lib/a.ts', block("describe('a', () =>", 71, '});'))).toEqual([1]);
  });
});
