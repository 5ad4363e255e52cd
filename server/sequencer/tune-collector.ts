import { setFlagsFromString } from 'node:v8';

/**
 * What V8 is told of collecting garbage, each measured with `npm run bench:gateway -- 10 orders`: it
 * collects so that little of the time goes into it, and not so that nobody waits for it.
 *
 * - Short-lived garbage is collected in the thread that made it, and not with helpers. There is so little
 *   of it left to copy that helpers gain nothing, but on few cores a commit then waits until the system
 *   takes a core from them again: a tick of its scheduler, 4 ms.
 * - The memory of buffers that are gone is given back in that thread too, for the same reason: the next
 *   collection waits for a helper that has begun to.
 * - It is collected when a fifth of its space is used instead of four: what is left to copy, and so the
 *   pause, is a third as long.
 * - Old objects are collected when there are three times as many as were left the last time. While little
 *   is made that lasts, V8 would do so when there are a tenth more: with 2,000 orders a second each second
 *   and a half, and its helpers take the cores for 50 ms each time.
 */
const FLAGS = [
  '--no-parallel-scavenge',
  '--no-concurrent-array-buffer-sweeping',
  '--minor-gc-task-trigger=20',
  '--heap-growing-percent=200',
] as const;

/** Sets V8 up for a thread that others wait for. */
export function tuneCollector(): void {
  for (const flag of FLAGS) setFlagsFromString(flag);
}
