import { fileURLToPath } from 'node:url';

const GUARDIAN = fileURLToPath(new URL('./guardian.ts', import.meta.url));

/**
 * Node's arguments that put a guardian before a program: `[...guarded('SIGINT'), program, …]`. The
 * program is ended with that signal when its guardian is asked to end, or when the starter is gone.
 */
export function guarded(endSignal: 'SIGINT' | 'SIGTERM'): readonly string[] {
  return [GUARDIAN, endSignal];
}
