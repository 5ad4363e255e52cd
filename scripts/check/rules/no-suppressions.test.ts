import { describe, expect, it } from 'vitest';
import { sourceFindingLines } from '../finding-lines.ts';
import { noSuppressions } from './no-suppressions.ts';

const lines = (text: string) => sourceFindingLines(noSuppressions, { path: 'lib/a.ts', text });

describe('no-suppressions', () => {
  it.each([
    '// biome-ignore lint/style/noNonNullAssertion: it is there',
    '// @ts-expect-error',
    '/* @ts-ignore */',
    '// @ts-nocheck',
    '/* eslint-disable */',
    '// prettier-ignore',
    '/* v8 ignore next */',
  ])('objects to %s', (text) => {
    expect(lines(`export const a = 1;\n${text}\nexport const b = a;`)).toEqual([2]);
  });

  it('accepts prose about them, and strings that name them', () => {
    expect(
      lines("// Why no rule is ignored here.\nexport const words = ['biome-ignore'];"),
    ).toEqual([]);
  });
});
