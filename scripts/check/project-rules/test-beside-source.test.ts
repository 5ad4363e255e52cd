import { describe, expect, it } from 'vitest';
import { createProject } from '../project.ts';
import { testBesideSource } from './test-beside-source.ts';

function lonely(...paths: readonly string[]) {
  const files = paths.map((path) => ({ path, text: '' }));
  return testBesideSource.check(createProject({ files, manifest: {} })).map(({ path }) => path);
}

describe('test-beside-source', () => {
  it('objects to a test without its source beside it', () => {
    expect(lonely('lib/fee.test.ts')).toEqual(['lib/fee.test.ts']);
    expect(lonely('lib/domain/fee.ts', 'lib/fee.test.ts')).toEqual(['lib/fee.test.ts']);
    expect(lonely('lib/fee.ts', 'lib/fees.test.ts')).toEqual(['lib/fees.test.ts']);
  });

  it('accepts tests of one file by aspect, and browser tests anywhere', () => {
    const paths = [
      'lib/fee.ts',
      'lib/fee.test.ts',
      'lib/fee.chain.test.ts',
      'lib/fee.vectors.test.ts',
      'components/card.tsx',
      'components/card.test.ts',
      'e2e/swap.test.ts',
      'vitest.config.ts',
    ];
    expect(lonely(...paths)).toEqual([]);
  });
});
