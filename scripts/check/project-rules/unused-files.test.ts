import { describe, expect, it } from 'vitest';
import { createProject } from '../project.ts';
import { unusedFiles } from './unused-files.ts';

function unused(files: Readonly<Record<string, string>>, scripts: Record<string, string> = {}) {
  const project = createProject({
    files: Object.entries(files).map(([path, text]) => ({ path, text })),
    manifest: { scripts },
  });
  return unusedFiles.check(project).map(({ path }) => path);
}

describe('unused-files', () => {
  it('objects to a file that nothing imports', () => {
    expect(unused({ 'lib/fee.ts': 'export const fee = 1;' })).toEqual(['lib/fee.ts']);
    expect(unused({ 'components/card.css': '' })).toEqual(['components/card.css']);
  });

  it('objects to files which only use each other', () => {
    const files = {
      'lib/a.ts': "import { b } from './b.ts';\nexport const a = b;",
      'lib/b.ts': "import { a } from './a.ts';\nexport const b = a;",
    };
    expect(unused(files)).toEqual(['lib/a.ts', 'lib/b.ts']);
  });

  it('objects to product code that only its test uses, but not to tools of tests', () => {
    const files = {
      'lib/fee.ts': 'export const fee = 1;',
      'lib/fee.test.ts': "import { fee } from './fee.ts';\nimport '#scripts/testing/chain.ts';",
      'scripts/testing/chain.ts': 'export const chain = 1;',
    };
    expect(unused(files)).toEqual(['lib/fee.ts']);
  });

  it('follows imports of every form from what Next, npm and tools start', () => {
    const files = {
      'app/page.tsx': "import { Card } from '#components/card.tsx';\nimport './globals.css';",
      'app/globals.css': "@import './tokens.css';",
      'app/tokens.css': '',
      'components/card.tsx': "const Chart = lazy(() => import('./chart.tsx'));",
      'components/chart.tsx': 'export const Chart = 1;',
      'server/main.ts': "export * from './engine/index.ts';",
      'server/engine/index.ts': "new Worker(new URL('./loop.ts', import.meta.url));",
      'server/engine/loop.ts': 'run();',
      'scripts/start/start.ts': "spawn('node', ['server/main.ts']);",
      'vitest.config.ts': 'export default {};',
      'proxy.ts': 'export function proxy() {}',
    };
    expect(unused(files, { start: 'node scripts/start/start.ts' })).toEqual([]);
  });

  it('leaves generated files alone', () => {
    expect(unused({ 'contracts-abi/abis/erc20.ts': 'export const erc20Abi = [];' })).toEqual([]);
  });
});
