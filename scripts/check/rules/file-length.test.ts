import { describe, expect, it } from 'vitest';
import { textFindingLines } from '../finding-lines.ts';
import { fileLength } from './file-length.ts';

const lines = (path: string, count: number) =>
  textFindingLines(fileLength, { path, text: 'x;\n'.repeat(count) });

describe('file-length', () => {
  it.each([
    'lib/a.ts',
    'components/a.tsx',
    'app/globals.css',
    'contracts/src/A.sol',
    'lib/a.test.ts',
  ])('allows %s 500 lines and no more', (path) => {
    expect(lines(path, 500)).toEqual([]);
    expect(lines(path, 501)).toEqual([1]);
  });

  it('does not measure what is generated, nor documents', () => {
    expect(lines('contracts-abi/abis/erc20.ts', 900)).toEqual([]);
    expect(lines('docs/architecture.md', 900)).toEqual([]);
  });
});
