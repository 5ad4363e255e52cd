import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { joinedFiles } from './joined-files.ts';

let root: string;
let folder: string;
let archive: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'lux-joined-'));
  folder = join(root, 'journal');
  archive = join(root, 'archive');
  mkdirSync(folder);
});

afterEach(() => rmSync(root, { recursive: true }));

test('lists what is in either folder once, also without an archive', () => {
  writeFileSync(join(folder, 'b'), '');
  expect(joinedFiles(folder, archive).list(folder)).toEqual(['b']);
  mkdirSync(archive);
  writeFileSync(join(archive, 'a'), '');
  writeFileSync(join(archive, 'b'), '');
  expect(joinedFiles(folder, archive).list(folder).toSorted()).toEqual(['a', 'b']);
});

test('opens a file wherever it is by then, and keeps it open when it moves', () => {
  mkdirSync(archive);
  writeFileSync(join(folder, 'a'), 'text');
  const files = joinedFiles(folder, archive);
  const before = files.openForReading(join(folder, 'a'));
  renameSync(join(folder, 'a'), join(archive, 'a'));
  const after = files.openForReading(join(folder, 'a'));
  expect([before.size(), after.size()]).toEqual([4, 4]);
  before.close();
  after.close();
  expect(() => files.openForReading(join(folder, 'b'))).toThrow('ENOENT');
});
