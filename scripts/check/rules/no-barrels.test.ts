import { describe, expect, it } from 'vitest';
import { sourceFindingLines } from '../finding-lines.ts';
import { noBarrels } from './no-barrels.ts';

const lines = (path: string, text: string) => sourceFindingLines(noBarrels, { path, text });

describe('no-barrels', () => {
  it.each([
    "export { a } from './a.ts';",
    "export * from './a.ts';",
    "export type { A } from './a.ts';",
    "import { a } from './a.ts';\nexport { a };",
  ])('objects to %s outside a door', (text) => {
    expect(lines('lib/swap/all.ts', text)).toHaveLength(1);
  });

  it('objects to a file called index', () => {
    expect(lines('components/swap/index.tsx', 'export const Card = () => null;')).toEqual([1]);
    expect(lines('server/gateway/push/index.ts', 'export const push = 1;')).toEqual([1]);
  });

  it('lets the door of a server module be a door', () => {
    expect(lines('server/gateway/index.ts', "export { start } from './start.ts';")).toEqual([]);
  });

  it('lets the fixtures of the browser tests hand on expect', () => {
    const text = "import { expect } from '@playwright/test';\nexport { expect };";
    expect(lines('e2e/test.ts', text)).toEqual([]);
    expect(lines('e2e/pages/swap-page.ts', text)).toHaveLength(1);
  });

  it('lets a file export what it declares', () => {
    const text = "import { a } from './a.ts';\nconst b = a;\nexport { b };\nexport const c = a;";
    expect(lines('lib/swap/b.ts', text)).toEqual([]);
  });
});
