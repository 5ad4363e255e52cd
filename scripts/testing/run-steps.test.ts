import { describe, expect, it } from 'vitest';
import type { Step } from './run-step.ts';
import { runSteps } from './run-steps.ts';

const step = (name: string, source: string): Step => ({
  name,
  command: [process.execPath, '-e', source],
});

async function run(groups: readonly (readonly Step[])[]) {
  let output = '';
  const ok = await runSteps(groups, (text) => {
    output += text;
  });
  return { ok, output };
}

describe('runSteps', () => {
  it('runs everything, whatever failed before', async () => {
    const groups = [[step('one', 'process.exit(1)')], [step('two', "console.log('reached')")]];
    const { ok, output } = await run(groups);
    expect(ok).toBe(false);
    expect(output).toContain('reached');
    expect(output.trimEnd().split('\n').at(-1)).toBe('0 passed, 1 failed');
  });

  it('keeps the output of steps that run side by side apart', async () => {
    const chatter = (word: string) => `console.log('${word}'); console.log('${word}');`;
    const { ok, output } = await run([[step('one', chatter('a')), step('two', chatter('b'))]]);
    expect(ok).toBe(true);
    expect(output).toMatch(/one\na\na\n/);
    expect(output).toMatch(/two\nb\nb\n/);
  });
});
