import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { makeFolder } from './make-folder.ts';

let base: string;

beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), 'make-folder-'));
});

afterEach(() => rmSync(base, { recursive: true }));

test('what lists a new folder is made durable, up to a folder that was there', () => {
  const synced: string[] = [];
  makeFolder(join(base, 'one', 'two'), (folder) => void synced.push(folder));
  expect(synced).toEqual([join(base, 'one'), base]);
  makeFolder(join(base, 'one', 'two', 'three'), (folder) => void synced.push(folder));
  expect(synced.slice(2)).toEqual([join(base, 'one', 'two')]);
});

test('a folder that was there needs nothing', () => {
  const synced: string[] = [];
  makeFolder(base, (folder) => void synced.push(folder));
  expect(synced).toEqual([]);
});

test('by default the folders of this machine are synchronised', () => {
  makeFolder(join(base, 'one', 'two'));
  expect(existsSync(join(base, 'one', 'two'))).toBe(true);
});
