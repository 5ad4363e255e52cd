import { setFlagsFromString } from 'node:v8';

/**
 * Lets V8 collect short-lived garbage in the thread that made it, and not with helpers. There is so
 * little of it left to copy that helpers gain nothing, but on few cores a commit then waits until the
 * system takes a core from them again: a tick of its scheduler, 4 ms.
 */
export function tuneCollector(): void {
  setFlagsFromString('--no-parallel-scavenge');
}
