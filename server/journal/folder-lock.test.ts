import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  copyFileSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
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

describe('processes that cannot be seen from here', () => {
  const here = { boot: 'boot-1', pidNamespace: 'pid:[1]', host: 'one' };

  test.each([
    ['of another container', { ...here, pidNamespace: 'pid:[2]', host: 'two' }],
    ['of another container that shares the name', { ...here, pidNamespace: 'pid:[2]' }],
    ['of another machine', { boot: 'boot-2', pidNamespace: 'pid:[1]', host: 'two' }],
  ])('the lock %s is refused with what to do, even though it may be dead', (_, elsewhere) => {
    const lock = lockFolder(folder, elsewhere);
    expect(() => lockFolder(folder, here)).toThrowError(locked);
    expect(() => lockFolder(folder, here)).toThrowError(
      new RegExp(`another machine or container \\(${elsewhere.host}\\).*delete that file`),
    );
    expect(readdirSync(folder)).toEqual(['journal.lock']);
    lock.release();
    lockFolder(folder, here).release();
  });

  test('the lock of this machine from before it started is taken over', () => {
    lockFolder(folder, { ...here, boot: 'boot-0', pidNamespace: 'pid:[9]' });
    lockFolder(folder, here).release();
    expect(readdirSync(folder)).toEqual([]);
  });

  test('a container that sees the processes of its machine is asked as ever', () => {
    lockFolder(folder, { ...here, host: 'another' });
    expect(() => lockFolder(folder, here)).toThrowError(`Process ${process.pid} writes`);
  });
});

describe('removing a dead lock', () => {
  const dead = `${process.pid} another-birth token\n`;
  const removal = () => join(folder, 'journal.lock.removal');

  test('is left to the process that is about to, so that no newer lock is removed', () => {
    writeFileSync(join(folder, 'journal.lock'), dead);
    const other = lockFolder(join(folder, 'other'));
    copyFileSync(join(folder, 'other', 'journal.lock'), removal());
    expect(() => lockFolder(folder)).toThrowError(locked);
    expect(readFileSync(join(folder, 'journal.lock'), 'utf8')).toBe(dead);
    other.release();
    rmSync(removal());
    lockFolder(folder).release();
  });

  test('goes on where a process was killed amidst', () => {
    writeFileSync(join(folder, 'journal.lock'), dead);
    writeFileSync(removal(), `${process.pid} yet-another-birth token\n`);
    lockFolder(folder).release();
    expect(readdirSync(folder)).toEqual([]);
  });
});
