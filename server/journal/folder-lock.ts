import { randomUUID } from 'node:crypto';
import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { JournalError } from './journal-error.ts';
import type { FolderLock } from './journal-files.ts';

const LOCK_NAME = 'journal.lock';

/**
 * Takes a folder for this process. The lock names its holder; one that no longer runs is set aside.
 *
 * @throws JournalError `journal/locked` naming the process that holds the folder.
 */
export function lockFolder(folder: string): FolderLock {
  mkdirSync(folder, { recursive: true });
  const path = join(folder, LOCK_NAME);
  const mine = `${process.pid} ${birthOf(process.pid)} ${randomUUID()}\n`;
  const draft = join(folder, `${LOCK_NAME}.${randomUUID()}`);
  writeFileSync(draft, mine);
  try {
    while (!linkWhereNothingIs(draft, path)) {
      const holder = readLock(path);
      const pid = runningHolder(holder);
      if (pid !== null) throw locked(path, pid);
      removeDead(path, holder);
    }
  } finally {
    rmSync(draft, { force: true });
  }
  return {
    release() {
      if (readLock(path) === mine) rmSync(path, { force: true });
    },
  };
}

/** A hard link appears at once and with its content, and only where no file is. */
function linkWhereNothingIs(from: string, to: string): boolean {
  try {
    linkSync(from, to);
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  }
}

/** Two may find the same dead lock; who moves away a lock that is newer by then gives it back. */
function removeDead(path: string, dead: string | null): void {
  const aside = `${path}.${randomUUID()}`;
  try {
    renameSync(path, aside);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return;
    throw error;
  }
  if (readLock(aside) !== dead) linkWhereNothingIs(aside, path);
  rmSync(aside, { force: true });
}

function readLock(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null;
    throw error;
  }
}

/** The process number in a lock, as long as that very process runs. */
function runningHolder(lock: string | null): number | null {
  const [pidText = '', birth = ''] = (lock ?? '').split(' ');
  const pid = Number(pidText);
  if (!Number.isSafeInteger(pid) || pid < 1) return null;
  return isAlive(pid) && birthOf(pid) === birth ? pid : null;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // A process of another user runs, although it may not be signalled.
    return codeOf(error) === 'EPERM';
  }
}

/**
 * Numbers of processes are given again, so that the time of birth belongs to them. Where the system
 * does not tell it in a file, the number alone must do.
 */
function birthOf(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    // The second field is a name in parentheses, in which anything may stand.
    const afterName = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return `${boot}:${afterName[19] ?? ''}`;
  } catch {
    return 'unknown';
  }
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : null;
}

function locked(path: string, pid: number): JournalError {
  return new JournalError('journal/locked', {
    message: `Process ${pid} writes this journal (${path}).`,
    fix: 'Only one process may write a journal: stop that one first, or name another data folder.',
  });
}
