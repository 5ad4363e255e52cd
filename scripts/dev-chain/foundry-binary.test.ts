import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FoundryBinaryMissingError, findFoundryBinary } from './foundry-binary.ts';

let root = '';

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'lux-binary-'));
});

afterEach(() => {
  rmSync(root, { recursive: true, force: true });
});

function folderWith(name: string, mode: number): string {
  const folder = join(root, name);
  mkdirSync(folder);
  writeFileSync(join(folder, 'anvil'), '');
  chmodSync(join(folder, 'anvil'), mode);
  return folder;
}

describe('findFoundryBinary', () => {
  it('takes the first that can be executed', () => {
    const notExecutable = folderWith('a', 0o644);
    const second = folderWith('b', 0o755);
    const third = folderWith('c', 0o755);
    const folders = [join(root, 'absent'), notExecutable, '', second, third];
    expect(findFoundryBinary('anvil', folders)).toBe(join(second, 'anvil'));
  });

  it('says how to install what is absent', () => {
    expect(() => findFoundryBinary('forge', [root])).toThrow(FoundryBinaryMissingError);
    expect(() => findFoundryBinary('forge', [root])).toThrow(/npm ci.*getfoundry\.sh/);
  });
});
