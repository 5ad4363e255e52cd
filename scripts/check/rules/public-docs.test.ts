import { describe, expect, it } from 'vitest';
import { sourceFindingLines } from '../finding-lines.ts';
import { publicDocs } from './public-docs.ts';

const lines = (text: string, path = 'lib/domain/a.ts') =>
  sourceFindingLines(publicDocs, { path, text });

describe('public-docs', () => {
  it('objects to exported functions that nobody described', () => {
    expect(lines('export function fee() {}')).toEqual([1]);
    expect(lines('export const fee = () => 1;')).toEqual([1]);
    expect(lines('// Not TSDoc.\nexport function fee() {}')).toEqual([2]);
    expect(lines('/** Of something else. */\nconst a = 1;\nexport function fee() {}')).toEqual([3]);
  });

  it('accepts described ones, and what is private, a value or a type', () => {
    const text = [
      '/** The fee in base units, rounded up. */',
      'export function fee() {}',
      'function inner() {}',
      'export const LIMIT = 1;',
      'export type Fee = number;',
    ].join('\n');
    expect(lines(text)).toEqual([]);
  });

  it('asks it of lib and server, and not of their tests', () => {
    expect(lines('export function fee() {}', 'server/engine/fee.ts')).toEqual([1]);
    expect(lines('export function fee() {}', 'components/fee.tsx')).toEqual([]);
    expect(lines('export function fee() {}', 'lib/domain/fee.test.ts')).toEqual([]);
  });
});
