import { afterEach, describe, expect, it, vi } from 'vitest';
import { type Part, PartRunner } from './part-runner.ts';
import { isRunning } from './process-identity.ts';
import { DEFAULT_RESTART_POLICY } from './restart-policy.ts';
import { StartError } from './start-error.ts';

const ENDLESS = 'setInterval(() => undefined, 1_000);';

const runners: PartRunner[] = [];

function runnerOf(program: string, part: Partial<Part> = {}) {
  const notices: string[] = [];
  const failures: StartError[] = [];
  const runner = new PartRunner(
    {
      name: 'web',
      spec: () => ({
        command: process.execPath,
        args: ['-e', program],
        cwd: process.cwd(),
        env: process.env,
        patienceMs: 5_000,
      }),
      probe: () => Promise.resolve({ ready: true, detail: 'at its place' }),
      readyTimeoutMs: 5_000,
      ...part,
    },
    {
      line: () => undefined,
      notice: (_, text) => notices.push(text),
      processesChanged: () => undefined,
      failed: (error) => failures.push(error),
    },
  );
  runners.push(runner);
  return { runner, notices, failures };
}

const pidOf = (runner: PartRunner) => runner.identities()[0]?.pid ?? 0;

afterEach(async () => {
  await Promise.all(runners.splice(0).map(async (runner) => await runner.stop()));
});

describe('a part of the exchange', () => {
  it('is started when it works, and not before', async () => {
    let looks = 0;
    const { runner } = runnerOf(ENDLESS, {
      probe: () => {
        looks += 1;
        return Promise.resolve({ ready: looks === 3, detail: `look ${looks}` });
      },
    });
    await expect(runner.start()).resolves.toBe('look 3');
  });

  it('that ends before it works fails with its last words', async () => {
    const { runner } = runnerOf('console.log("WEB_PORT is wrong"); process.exit(2)', {
      probe: () => Promise.resolve({ ready: false, detail: '' }),
    });
    await expect(runner.start()).rejects.toMatchObject({
      code: 'start/part-not-ready',
      message: expect.stringMatching(/exit code 2.*WEB_PORT is wrong/s),
    });
  });

  it('that never works fails with what is missing, and is ended', async () => {
    const { runner } = runnerOf(ENDLESS, {
      probe: () => Promise.resolve({ ready: false, detail: 'prices: stale' }),
      readyTimeoutMs: 300,
    });
    await expect(runner.start()).rejects.toThrow('prices: stale');
    const [identity] = runner.identities();
    await runner.stop();
    expect(identity !== undefined && isRunning(identity)).toBe(false);
  });

  it('that is killed is started again, and says so', async () => {
    const { runner, notices, failures } = runnerOf(ENDLESS);
    await runner.start();
    const first = pidOf(runner);
    process.kill(first, 'SIGKILL');
    await vi.waitFor(() => expect(notices).toHaveLength(2), { timeout: 5_000 });
    expect(notices).toEqual([
      'the web ended (killed by SIGKILL); starting it again',
      'the web works again: at its place',
    ]);
    expect(pidOf(runner)).not.toBe(first);
    expect(failures).toEqual([]);
  });

  it('that is restarted on purpose has not crashed', async () => {
    const { runner, notices } = runnerOf(ENDLESS);
    await runner.start();
    const first = pidOf(runner);
    await runner.restart();
    await vi.waitFor(() => expect(notices).toEqual(['the web works again: at its place']));
    expect(pidOf(runner)).not.toBe(first);
  });

  it('that keeps ending is given up after five times', async () => {
    const { runner, failures } = runnerOf(ENDLESS, {
      restartPolicy: { ...DEFAULT_RESTART_POLICY, firstDelayMs: 1 },
    });
    await runner.start();
    for (let crash = 1; crash <= 5; crash += 1) {
      const pid = pidOf(runner);
      process.kill(pid, 'SIGKILL');
      const isOver = () => expect(failures.length === 1 || pidOf(runner) !== pid).toBe(true);
      await vi.waitFor(isOver, { timeout: 10_000 });
    }
    expect(failures).toMatchObject([{ code: 'start/part-keeps-ending' }]);
    expect(failures[0]?.message).toContain('5 times within a minute');
  }, 30_000);

  it('is tried again at once when what stopped it was repaired', async () => {
    let repaired = false;
    const { runner, notices } = runnerOf('process.exit(1)', {
      spec: () => ({
        command: process.execPath,
        args: ['-e', repaired ? ENDLESS : 'console.log("damaged"); process.exit(1)'],
        cwd: process.cwd(),
        env: process.env,
        patienceMs: 5_000,
      }),
      probe: () => Promise.resolve({ ready: repaired, detail: 'repaired' }),
      repair: (lines) => {
        repaired = lines.includes('damaged');
        return repaired;
      },
    });
    await expect(runner.start()).resolves.toBe('repaired');
    expect(notices).toEqual([]);
  });

  it('that only a person can repair is given up at once', async () => {
    const lost = new StartError('start/chain-lost', { message: 'lost', fix: 'reset' });
    const { runner, failures } = runnerOf(ENDLESS, {
      repair: () => {
        throw lost;
      },
    });
    await runner.start();
    process.kill(pidOf(runner), 'SIGKILL');
    await vi.waitFor(() => expect(failures).toEqual([lost]));
  });

  it('stays ended when it is stopped while it waits for its restart', async () => {
    const { runner, notices } = runnerOf(ENDLESS);
    await runner.start();
    process.kill(pidOf(runner), 'SIGKILL');
    await vi.waitFor(() => expect(notices).toHaveLength(1));
    await runner.stop();
    const [identity] = runner.identities();
    expect(identity !== undefined && isRunning(identity)).toBe(false);
  });
});
