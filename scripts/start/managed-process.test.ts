import { describe, expect, it, vi } from 'vitest';
import { guarded } from './guarded.ts';
import { type ManagedProcess, startProcess } from './managed-process.ts';
import { isRunning } from './process-identity.ts';

/** A program that says that it runs and goes on until it is ended. */
const ENDLESS = 'console.log("here"); setInterval(() => undefined, 1_000);';
/** The same, and it takes no notice of being asked to end. */
const STUBBORN = `process.on('SIGTERM', () => console.log('no')); ${ENDLESS}`;

type Run = { readonly process: ManagedProcess; readonly lines: string[] };

function run(args: readonly string[], patienceMs = 10_000): Run {
  const lines: string[] = [];
  const spec = {
    command: process.execPath,
    args,
    cwd: process.cwd(),
    env: process.env,
    patienceMs,
    onLine: (line: string) => lines.push(line),
  };
  return { process: startProcess(spec, () => undefined), lines };
}

const guard = (program: string) => [...guarded('SIGTERM'), process.execPath, '-e', program];

describe('a process that the supervisor starts', () => {
  it('has its output read line by line, from both streams', async () => {
    const { process, lines } = run(['-e', 'console.log("a\\n\\nb"); console.error("c")']);
    await expect(process.ended).resolves.toEqual({ how: 'exit code 0', code: 0 });
    await vi.waitFor(() => expect(lines.toSorted()).toEqual(['a', 'b', 'c']));
  });

  it('tells how it ended', async () => {
    await expect(run(['-e', 'process.exit(3)']).process.ended).resolves.toMatchObject({
      how: 'exit code 3',
    });
    const killed = run(['-e', ENDLESS]).process;
    killed.kill();
    await expect(killed.ended).resolves.toMatchObject({ how: 'killed by SIGKILL' });
  });

  it('that cannot be started ends at once, and says why', async () => {
    const spec = { args: [], cwd: process.cwd(), env: process.env, patienceMs: 1, onLine: vi.fn() };
    const missing = startProcess({ ...spec, command: 'no-such-program' }, () => undefined);
    await expect(missing.ended).resolves.toMatchObject({ how: expect.stringContaining('ENOENT') });
    await expect(missing.stop()).resolves.toMatchObject({ code: null });
  });

  it('is killed when it does not end in the time it is given', async () => {
    const { process, lines } = run(['-e', STUBBORN], 300);
    await vi.waitFor(() => expect(lines).toHaveLength(1));
    await expect(process.stop()).resolves.toMatchObject({ how: 'killed by SIGKILL' });
    expect(lines).toContain('no');
  });
});

describe('a guarded program', () => {
  const guardedRun = async (program: string) => {
    const { process, lines } = run(guard(program));
    await vi.waitFor(() => expect(process.identities()).toHaveLength(2));
    await vi.waitFor(() => expect(lines).toHaveLength(1));
    return { process, lines, program: process.identities()[1] ?? { pid: 0, birth: '' } };
  };

  it('ends with its guardian in order', async () => {
    const { process, program } = await guardedRun(
      `process.on('SIGTERM', () => process.exit(5)); ${ENDLESS}`,
    );
    expect(isRunning(program)).toBe(true);
    await expect(process.stop()).resolves.toMatchObject({ how: 'exit code 5' });
    expect(isRunning(program)).toBe(false);
  });

  it('does not outlive a guardian that is killed', async () => {
    const { process: guardian, program } = await guardedRun(ENDLESS);
    process.kill(guardian.identities()[0]?.pid ?? 0, 'SIGKILL');
    await guardian.ended;
    await vi.waitFor(() => expect(isRunning(program)).toBe(false));
  });

  it('that is killed is reported as killed', async () => {
    const { process: guardian, program } = await guardedRun(ENDLESS);
    process.kill(program.pid, 'SIGKILL');
    await expect(guardian.ended).resolves.toMatchObject({ how: 'killed by SIGKILL' });
  });

  it('ends when the starter of its guardian is killed', async () => {
    // A starter between us and the guardian, which we can kill.
    const starter = `
      const { spawn } = require('node:child_process');
      const guardian = spawn(process.execPath, ${JSON.stringify(guard(ENDLESS))},
        { stdio: ['pipe', 'inherit', 'inherit', 'ipc'], detached: true });
      guardian.on('message', ({ pid }) => process.send({ pid }));
      setInterval(() => undefined, 1_000);`;
    const { process: outer } = run(['-e', starter]);
    await vi.waitFor(() => expect(outer.identities()).toHaveLength(2));
    const [first, program] = outer.identities();
    process.kill(first?.pid ?? 0, 'SIGKILL');
    await outer.ended;
    await vi.waitFor(() => expect(program !== undefined && isRunning(program)).toBe(false));
  });
});
