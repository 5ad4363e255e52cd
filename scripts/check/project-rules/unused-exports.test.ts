import { describe, expect, it } from 'vitest';
import { createProject } from '../project.ts';
import { unusedExports } from './unused-exports.ts';

function unused(files: Readonly<Record<string, string>>) {
  const project = createProject({
    files: Object.entries(files).map(([path, text]) => ({ path, text })),
    manifest: {},
  });
  return unusedExports.check(project).map(({ path, line }) => `${path}:${line}`);
}

const USER = "import { fee } from '#lib/fee.ts';\nfee();";

describe('unused-exports', () => {
  it('objects to exported values that nobody imports', () => {
    const files = {
      'lib/fee.ts': 'export function fee() {}\nexport const LIMIT = 1;\nexport default LIMIT;',
      'app/page.tsx': USER,
    };
    expect(unused(files)).toEqual(['lib/fee.ts:2', 'lib/fee.ts:3']);
  });

  it('objects to an exported value which only its own file uses', () => {
    const files = {
      'lib/fee.ts': 'export const LIMIT = 1;\nexport function fee() { return LIMIT; }',
      'app/page.tsx': USER,
    };
    expect(unused(files)).toEqual(['lib/fee.ts:1']);
  });

  it('accepts a type that describes what the file exports, and not one that nothing mentions', () => {
    const files = {
      'lib/fee.ts':
        'export type Fee = number;\nexport type Old = 1;\nexport function fee(): Fee {}',
      'app/page.tsx': USER,
    };
    expect(unused(files)).toEqual(['lib/fee.ts:2']);
  });

  it('accepts an error class that the file throws', () => {
    const files = {
      'lib/fee.ts':
        'export function fee() { throw new FeeError(); }\nexport class FeeError extends Error {}',
      'app/page.tsx': USER,
    };
    expect(unused(files)).toEqual([]);
  });

  it('counts imports of a whole module as use of all of it', () => {
    const library = { 'lib/fee.ts': 'export const a = 1;\nexport const b = 2;' };
    expect(unused({ ...library, 'app/page.tsx': "import * as fee from '#lib/fee.ts';" })).toEqual(
      [],
    );
    expect(unused({ ...library, 'app/page.tsx': "await import('#lib/fee.ts');" })).toEqual([]);
  });

  it('leaves entry points and generated files alone', () => {
    const files = {
      'app/page.tsx': 'export const metadata = {};\nexport default function Page() {}',
      'contracts-abi/abis/erc20.ts': 'export const erc20Abi = [];',
      'lib/fee.test.ts': "import '#contracts-abi/abis/erc20.ts';",
    };
    expect(unused(files)).toEqual([]);
  });
});
