import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { inputHash } from './input-hash.ts';

describe('the hash of what a build is made from', () => {
  let root = '';
  const hash = () => inputHash(root, ['app', 'lib', 'package.json', 'absent.ts']);
  const write = (path: string, text: string) => writeFileSync(join(root, path), text);

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'input-hash-'));
    mkdirSync(join(root, 'app', 'swap'), { recursive: true });
    mkdirSync(join(root, 'lib'));
    write('app/swap/page.tsx', 'page');
    write('lib/a.ts', 'one');
    write('package.json', '{}');
  });
  afterEach(() => rmSync(root, { recursive: true }));

  it('stays the same while names and contents do, whatever the times', () => {
    const before = hash();
    utimesSync(join(root, 'lib/a.ts'), 1, 1);
    write('outside.ts', 'not an input');
    expect(hash()).toBe(before);
  });

  it.each([
    ['a changed file', () => write('app/swap/page.tsx', 'pagf')],
    ['a new file', () => write('lib/b.ts', '')],
    ['a file that becomes present', () => write('absent.ts', '')],
    ['a removed file', () => rmSync(join(root, 'lib/a.ts'))],
    [
      'a moved file',
      () => {
        rmSync(join(root, 'lib/a.ts'));
        write('app/a.ts', 'one');
      },
    ],
    [
      'text that moves from one file to the next',
      () => {
        write('app/swap/page.tsx', 'pageo');
        write('lib/a.ts', 'ne');
      },
    ],
  ])('changes with %s', (_, change) => {
    const before = hash();
    change();
    expect(hash()).not.toBe(before);
  });

  it('does not see tests', () => {
    const before = hash();
    write('lib/a.test.ts', 'test');
    expect(hash()).toBe(before);
  });
});
