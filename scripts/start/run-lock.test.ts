import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { identifyProcess } from './process-identity.ts';
import { acquireRunLock } from './run-lock.ts';

const DEAD = { pid: process.pid, birth: 'a process of an earlier life' };

describe('the lock of a data folder', () => {
  let folder = '';
  let path = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'run-lock-'));
    path = join(folder, 'chain', 'run.lock');
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const hold = (holder: object) => {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, JSON.stringify(holder));
  };

  it('refuses a second start and names the process that holds it', () => {
    const lock = acquireRunLock(path);
    const second = () => acquireRunLock(path);
    expect(second).toThrow(expect.objectContaining({ code: 'start/already-running' }));
    expect(second).toThrow(`process ${process.pid}`);
    lock.release();
    expect(() => acquireRunLock(path)).not.toThrow();
  });

  it('is taken over from a process that is gone, with what it left running', () => {
    const left = { name: 'chain', process: { pid: 4_242, birth: 'then' } };
    hold({ token: 'old', supervisor: DEAD, children: [left] });
    expect(acquireRunLock(path).leftovers).toEqual([left]);
  });

  it('is not taken over from a living process', () => {
    const supervisor = identifyProcess(process.ppid);
    hold({ token: 'old', supervisor, children: [] });
    expect(() => acquireRunLock(path)).toThrow(`process ${process.ppid}`);
  });

  it.each(['', '{"token":', '{}'])('is taken over when its file was damaged (%j)', (text) => {
    acquireRunLock(path).release();
    writeFileSync(path, text);
    expect(acquireRunLock(path).leftovers).toEqual([]);
  });

  it('remembers which processes run', () => {
    const lock = acquireRunLock(path);
    lock.record([{ name: 'web', process: { pid: 7, birth: 'now' } }]);
    expect(JSON.parse(readFileSync(path, 'utf8'))).toMatchObject({
      supervisor: { pid: process.pid },
      children: [{ name: 'web', process: { pid: 7, birth: 'now' } }],
    });
  });

  it('leaves the lock of a successor alone', () => {
    const lock = acquireRunLock(path);
    hold({ token: 'somebody else', supervisor: identifyProcess(process.ppid), children: [] });
    expect(() => lock.record([])).toThrow(expect.objectContaining({ code: 'start/lock-lost' }));
    lock.release();
    expect(existsSync(path)).toBe(true);
  });

  it('leaves no other file behind', () => {
    hold({ token: 'old', supervisor: DEAD, children: [] });
    const lock = acquireRunLock(path);
    expect(() => acquireRunLock(path)).toThrow();
    lock.record([]);
    lock.release();
    expect(readdirSync(join(folder, 'chain'))).toEqual([]);
  });
});
