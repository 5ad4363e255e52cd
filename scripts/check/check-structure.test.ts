import { describe, expect, it } from 'vitest';
import { checkStructure } from './check-structure.ts';
import { createProject } from './project.ts';
import { projectRules, sourceRules, textRules } from './rules.ts';

describe('checkStructure', () => {
  it('applies rules about names, syntax and the whole project', () => {
    const files = [
      { path: 'app/page.tsx', text: "import { fee } from '#lib/domain/fee.ts';\nfee;\n" },
      { path: 'lib/domain/fee.ts', text: '\nexport const fee = Date.now();\n' },
      { path: 'lib/utils/Sum.ts', text: 'export const sum = 1;\n' },
    ];
    const violations = checkStructure(createProject({ files, manifest: {} }));
    expect(violations.map(({ path, line, rule }) => `${path}:${line} ${rule}`)).toEqual([
      'lib/utils/Sum.ts:1 file-name',
      'lib/utils/Sum.ts:1 file-name',
      'lib/domain/fee.ts:2 pure-layers',
      'lib/utils/Sum.ts:1 unused-files',
    ]);
  });

  it('asks of generated files only what concerns every file', () => {
    const files = [
      { path: 'contracts-abi/abis/x.ts', text: `export const erc20Abi = ${'\n'.repeat(900)} 1;` },
    ];
    expect(checkStructure(createProject({ files, manifest: {} }))).toEqual([]);
  });

  it('reports a file that does not parse, and checks the others all the same', () => {
    const files = [
      { path: 'scripts/half.ts', text: 'export const a = {' },
      { path: 'scripts/Other.ts', text: '' },
    ];
    const violations = checkStructure(createProject({ files, manifest: {} }));
    expect(violations.map(({ path, rule }) => `${path} ${rule}`)).toEqual([
      'scripts/half.ts syntax',
      'scripts/Other.ts file-name',
      'scripts/half.ts unused-files',
      'scripts/Other.ts unused-files',
    ]);
  });

  it('knows every rule by a name of its own', () => {
    const names = [...textRules, ...sourceRules, ...projectRules].map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
  });
});
