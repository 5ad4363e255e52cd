import { describe, expect, it } from 'vitest';
import { isSourcePath, isTestPath, lineAt, parseSource } from './source-file.ts';

describe('source files', () => {
  it('names the file whose text does not parse', () => {
    expect(() => parseSource('lib/a.ts', 'const = 1;')).toThrow(/^lib\/a\.ts: /);
  });

  it('counts offsets as JavaScript does, beyond letters of one byte', () => {
    const text = "const flag = '🇱🇺é';\nconst b = 1;\n";
    const [, second] = parseSource('lib/a.ts', text).program.body;
    expect(text.slice(second?.start, second?.end)).toBe('const b = 1;');
  });

  it('counts lines from one', () => {
    const text = 'a\nb\n\nc';
    expect([0, 1, 2, 4, 5].map((offset) => lineAt(text, offset))).toEqual([1, 1, 2, 3, 4]);
  });

  it('tells sources and tests from other files', () => {
    expect(['a.ts', 'a.tsx', 'a.mjs', 'a.d.ts', 'a.css', 'a.json'].map(isSourcePath)).toEqual([
      true,
      true,
      true,
      false,
      false,
      false,
    ]);
    const paths = ['lib/a.test.ts', 'lib/a.chain.test.tsx', 'e2e/swap.spec.ts', 'lib/test.ts'];
    expect(paths.map(isTestPath)).toEqual([true, true, true, false]);
  });
});
