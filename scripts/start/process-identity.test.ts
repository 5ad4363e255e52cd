import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { identifyProcess, isRunning } from './process-identity.ts';

describe('the identity of a process', () => {
  it('is the same each time it is asked for', () => {
    const me = identifyProcess(process.pid);
    expect(me).not.toBeNull();
    expect(identifyProcess(process.pid)).toEqual(me);
  });

  it('is not that of another process with its number', () => {
    expect(isRunning({ pid: process.pid, birth: 'another life' })).toBe(false);
  });

  it('ends with the process', async () => {
    const child = spawn(process.execPath, ['-e', 'process.stdin.resume()']);
    const identity = identifyProcess(child.pid ?? 0);
    expect(identity).not.toBeNull();
    expect(identity !== null && isRunning(identity)).toBe(true);
    child.kill('SIGKILL');
    await once(child, 'close');
    expect(identity !== null && isRunning(identity)).toBe(false);
  });

  it('is null where there is no process', () => {
    expect(identifyProcess(2 ** 22 + 1)).toBeNull();
  });
});
