import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { REPORT, runStep, type Step } from './run-step.ts';

const folder = mkdtempSync(join(tmpdir(), 'lux-run-step-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let reports = 0;

async function run(step: Omit<Step, 'name'>) {
  let output = '';
  reports += 1;
  const result = await runStep(
    { name: 'step', ...step },
    {
      reportFile: join(folder, `${reports}.json`),
      write: (text) => {
        output += text;
      },
    },
  );
  return { ...result, output };
}

const program = (source: string): Step['command'] => [process.execPath, '-e', source];
const writesReport = (text: string) =>
  program(`require('node:fs').writeFileSync(process.env.OUT, ${JSON.stringify(text)})`);
const counting = {
  env: { OUT: REPORT },
  counts: { from: 'report', read: (text: string) => JSON.parse(text) },
} as const;

describe('runStep', () => {
  it('succeeds with a program that does, and hands on what it prints', async () => {
    const result = await run({ command: program("console.log('out'); console.error('err')") });
    expect(result).toMatchObject({ ok: true, counts: null, reason: null });
    expect(result.output).toContain('out');
    expect(result.output).toContain('err');
  });

  it('fails with a program that fails, is killed or does not exist', async () => {
    const failed = await run({ command: program('process.exit(3)') });
    expect(failed).toMatchObject({ ok: false, reason: 'ended with 3' });
    const killed = await run({ command: program("process.kill(process.pid, 'SIGKILL')") });
    expect(killed).toMatchObject({ ok: false, reason: 'ended with SIGKILL' });
    const absent = await run({ command: ['no-such-program-anywhere'] });
    expect(absent).toMatchObject({ ok: false, reason: expect.stringContaining('ENOENT') });
  });

  it('reads the counts of a runner from its report', async () => {
    const command = writesReport('{"passed":5,"failed":0,"skipped":1}');
    const result = await run({ command, ...counting });
    expect(result).toMatchObject({ ok: true, counts: { passed: 5, failed: 0, skipped: 1 } });
  });

  it('fails when a test failed, though the program ended well', async () => {
    const command = writesReport('{"passed":5,"failed":2,"skipped":0}');
    const result = await run({ command, ...counting });
    expect(result).toMatchObject({ ok: false, reason: '2 tests failed' });
  });

  it('fails when no test ran', async () => {
    const command = writesReport('{"passed":0,"failed":0,"skipped":7}');
    expect(await run({ command, ...counting })).toMatchObject({
      ok: false,
      reason: 'ran no tests',
    });
    const silent = await run({ command: program(''), ...counting });
    expect(silent).toMatchObject({ ok: false, reason: 'reported no tests' });
    const garbled = await run({ command: writesReport('{"passed":'), ...counting });
    expect(garbled).toMatchObject({ ok: false, reason: 'reported no tests' });
  });

  it('reads the counts of a runner from what it prints', async () => {
    const read = (text: string) =>
      text.includes('3 fine') ? { passed: 3, failed: 0, skipped: 0 } : null;
    const counts = { from: 'output', read } as const;
    const result = await run({ command: program("console.log('3 fine')"), counts });
    expect(result).toMatchObject({ ok: true, counts: { passed: 3 } });
  });
});
