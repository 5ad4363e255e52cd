import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { differences, presentFiles } from './generated-files.ts';

let root = '';

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'lux-generated-'));
});

afterEach(() => {
  rmSync(root, { recursive: true, force: true });
});

function write(path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}

describe('differences', () => {
  it('finds none when every file says what it should', () => {
    write('contracts-abi/abis/wlux.ts', 'a');
    write('contracts-abi/artifacts/testing/bomb.json', 'b');
    write('contracts-abi/deployments.ts', 'not generated');
    const expected = new Map([
      ['contracts-abi/abis/wlux.ts', 'a'],
      ['contracts-abi/artifacts/testing/bomb.json', 'b'],
    ]);
    expect(differences(root, expected)).toEqual([]);
    expect(presentFiles(root)).toEqual([...expected.keys()]);
  });

  it('names what is missing, out of date, or of a contract that is gone', () => {
    write('contracts-abi/abis/wlux.ts', 'edited by hand');
    write('contracts-abi/artifacts/old.json', '{}');
    const expected = new Map([
      ['contracts-abi/abis/wlux.ts', 'a'],
      ['contracts-abi/abis/faucet.ts', 'b'],
    ]);
    expect(differences(root, expected)).toEqual([
      'contracts-abi/abis/wlux.ts is out of date',
      'contracts-abi/abis/faucet.ts is missing',
      'contracts-abi/artifacts/old.json belongs to no contract',
    ]);
  });

  it('finds everything missing in an empty project', () => {
    expect(differences(root, new Map([['contracts-abi/abis/a.ts', '']]))).toHaveLength(1);
  });
});
