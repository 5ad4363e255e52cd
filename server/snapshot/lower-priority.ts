import { readlinkSync } from 'node:fs';
import { constants, setPriority } from 'node:os';
import { basename } from 'node:path';

/**
 * Lets the system prefer all other threads to the calling one, where it knows priorities of threads
 * (Linux): on few cores the engine would otherwise wait for its turn, a tick of the scheduler at a time.
 *
 * @returns Whether it did. Nothing depends on it: without it the thread only takes more from others.
 */
export function lowerPriority(): boolean {
  try {
    // "<process>/task/<thread>". Where there is no such link, a priority would be the whole process's.
    const thread = Number(basename(readlinkSync('/proc/thread-self')));
    setPriority(thread, constants.priority.PRIORITY_BELOW_NORMAL);
    return true;
  } catch {
    // Not Linux, or the process has a lower priority already, which it may not raise.
    return false;
  }
}
