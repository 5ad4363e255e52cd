import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { lockFolder } from './folder-lock.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'journal-lock-'));
});

afterEach(() => rmSync(folder, { recursive: true }));

const locked = expect.objectContaining({ code: 'journal/locked' });

test('a folder has one holder at a time, and leaves nothing behind', () => {
  const inner = join(folder, 'made', 'on', 'demand');
  const lock = lockFolder(inner);
  expect(() => lockFolder(inner)).toThrowError(locked);
  expect(() => lockFolder(inner)).toThrowError(`Process ${process.pid} writes this journal`);
  lock.release();
  const again = lockFolder(inner);
  lock.release();
  expect(() => lockFolder(inner)).toThrowError(locked);
  again.release();
  expect(readdirSync(inner)).toEqual([]);
});

test('a lock whose process was killed is taken over', async () => {
  const script = `
    const { lockFolder } = await import(process.argv[1]);
    lockFolder(process.argv[2]);
    process.send('locked');
    setInterval(() => null, 1_000);
  `;
  const source = join(import.meta.dirname, 'folder-lock.ts');
  const child = spawn(process.execPath, ['--input-type=module', '-e', script, source, folder], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  try {
    await once(child, 'message');
    expect(() => lockFolder(folder)).toThrowError(`Process ${child.pid} writes this journal`);
  } finally {
    child.kill('SIGKILL');
  }
  await once(child, 'exit');
  lockFolder(folder).release();
});

test.each([
  ['of a process number that was given again', `${process.pid} another-birth token\n`],
  ['that is empty', ''],
  ['that is no lock', 'what is this?'],
])('a lock file %s is taken over', (_, content) => {
  writeFileSync(join(folder, 'journal.lock'), content);
  lockFolder(folder).release();
  expect(readdirSync(folder)).toEqual([]);
});
