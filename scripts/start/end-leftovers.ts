import { setTimeout as delay } from 'node:timers/promises';
import { isRunning, type ProcessIdentity } from './process-identity.ts';
import type { LockedChild } from './run-lock.ts';

const PATIENCE_MS = 20_000;
const POLL_MS = 50;

/**
 * Ends processes that a killed start left behind, and resolves to those that were still there. Only
 * a process whose time of birth was written down by its starter is touched: a number alone may belong
 * to anybody by now.
 */
export async function endLeftovers(
  children: readonly LockedChild[],
): Promise<readonly LockedChild[]> {
  // They notice the end of their starter by themselves; a moment later none may be left.
  const found = children.filter(({ process }) => isRunning(process));
  for (const { process } of found) signalProcess(process, 'SIGTERM');
  const deadline = performance.now() + PATIENCE_MS;
  while (found.some(({ process }) => isRunning(process)) && performance.now() < deadline) {
    await delay(POLL_MS);
  }
  for (const { process } of found) signalProcess(process, 'SIGKILL');
  return found;
}

function signalProcess(identity: ProcessIdentity, signal: NodeJS.Signals): void {
  if (!isRunning(identity)) return;
  try {
    process.kill(identity.pid, signal);
  } catch {
    // It ended between the two lines.
  }
}
