import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, vi } from 'vitest';
import { testDataDir } from './test-data.ts';

it('names the folder of recorded data when it is there', () => {
  expect(testDataDir({ TEST_DATA_DIR: tmpdir() })).toBe(tmpdir());
});

it('says so, and is null, when the variable is unset or names no folder', () => {
  const warn = vi.spyOn(console, 'warn').mockImplementation(() => undefined);
  expect(testDataDir({})).toBeNull();
  expect(testDataDir({ TEST_DATA_DIR: '' })).toBeNull();
  expect(testDataDir({ TEST_DATA_DIR: join(tmpdir(), 'no-such-folder') })).toBeNull();
  // Once at most: a run has many files, and every one of them asks.
  expect(warn.mock.calls.length).toBeLessThanOrEqual(1);
});
