import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';

const MODULE = new URL('./idle-class.ts', import.meta.url).href;

/** What a process of its own prints: classes of threads must not outlive a test. */
function printed(program: string): string {
  return execFileSync(process.execPath, ['--input-type=module', '-e', program], {
    encoding: 'utf8',
  }).trim();
}

const waitFor = `const until = async (done) => {
  for (let turn = 0; turn < 500 && !done(); turn += 1) await new Promise(setImmediate);
};`;

/** The scheduler's class of a thread: field 41 of its status; 5 is the idle one. */
const classOf = `const { readFileSync, readdirSync } = await import('node:fs');
const classOf = (thread) =>
  readFileSync('/proc/self/task/' + thread + '/stat', 'utf8').split(') ')[1].split(' ')[38];
const named = (name) => readdirSync('/proc/self/task').filter(
  (thread) => readFileSync('/proc/self/task/' + thread + '/comm', 'utf8').trim() === name);`;

describe('the idle class', () => {
  it('takes V8’s helpers, and not the thread that asks', ({ skip }) => {
    skip(process.platform !== 'linux', 'threads have classes on Linux only');
    skip(process.getuid?.() !== 0, 'only who may raise priorities steps aside');
    const program = `${waitFor} ${classOf}
      const { idleHelpers } = await import('${MODULE}');
      idleHelpers();
      const idle = () => named('V8Worker').every((thread) => classOf(thread) === '5');
      for (let round = 0; round < 200 && !idle(); round += 1) await until(idle);
      console.log(named('V8Worker').length > 0, idle(), classOf(process.pid));`;
    expect(printed(program)).toBe('true true 0');
  });

  it('is taken by a thread that has little to do, and left when work piles up', ({ skip }) => {
    skip(process.platform !== 'linux', 'threads have classes on Linux only');
    skip(process.getuid?.() !== 0, 'only who may raise priorities steps aside');
    const program = `${waitFor} ${classOf}
      const { IdleWhenAhead } = await import('${MODULE}');
      const turns = new IdleWhenAhead(100);
      const seen = [];
      const own = () => classOf(process.pid);
      for (const [work, expected] of [[10, '5'], [90, '5'], [100, '0'], [30, '0'], [20, '5']]) {
        turns.has(work);
        for (let round = 0; round < 200 && own() !== expected; round += 1) await until(() => own() === expected);
        seen.push(own());
      }
      console.log(seen.join(' '));`;
    expect(printed(program)).toBe('5 5 0 0 5');
  });
});
