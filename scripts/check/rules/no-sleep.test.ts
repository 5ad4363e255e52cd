import { describe, expect, it } from 'vitest';
import { sourceFindingLines } from '../finding-lines.ts';
import { noSleep } from './no-sleep.ts';

const lines = (text: string, path = 'lib/a.test.ts') => sourceFindingLines(noSleep, { path, text });

describe('no-sleep', () => {
  it.each([
    'await new Promise((resolve) => setTimeout(resolve, 100));',
    "import { setTimeout as sleep } from 'node:timers/promises';",
    'const pause = () => new Promise((done) => { setTimeout(done, 5); });',
  ])('objects to %s in a test', (text) => {
    expect(lines(text)).toEqual([1]);
    expect(lines(text, 'e2e/swap.spec.ts')).toEqual([1]);
  });

  it('accepts timers that a test does not wait for, and waiting outside tests', () => {
    expect(lines('const timer = setTimeout(fail, 1_000);\nclearTimeout(timer);')).toEqual([]);
    const text = 'await new Promise((resolve) => setTimeout(resolve, 100));';
    expect(lines(text, 'scripts/start/backoff.ts')).toEqual([]);
  });
});
