import { randomUUID } from 'node:crypto';
import { linkSync, readFileSync, readlinkSync, rmSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { JournalError } from './journal-error.ts';
import type { FolderLock } from './journal-files.ts';
import { makeFolder } from './make-folder.ts';

const LOCK_NAME = 'journal.lock';
/** Behind the name of a lock: the right to remove it. */
const REMOVAL = '.removal';

/** Where a process runs. Numbers of processes have a meaning within it alone. */
export type ProcessPlace = {
  /** Changes when the machine starts. */
  readonly boot: string;
  /** A container has its own; in each of them the first process has number 1. */
  readonly pidNamespace: string;
  readonly host: string;
};

/**
 * Takes a folder for this process. The lock names its holder; one that no longer runs is set aside.
 *
 * @throws JournalError `journal/locked` naming the process that holds the folder, or a place whose
 * processes cannot be seen from here.
 */
export function lockFolder(folder: string, here: ProcessPlace = placeOfThis()): FolderLock {
  makeFolder(folder);
  const path = join(folder, LOCK_NAME);
  const birth = `${here.boot}:${startOf(process.pid)}`;
  const words = [process.pid, birth, randomUUID(), here.pidNamespace, here.host];
  const mine = `${words.join(' ')}\n`;
  const draft = join(folder, `${LOCK_NAME}.${randomUUID()}`);
  try {
    writeFileSync(draft, mine);
    takeLock({ path, draft, here });
  } finally {
    rmSync(draft, { force: true });
  }
  return {
    release() {
      if (readLock(path) === mine) rmSync(path, { force: true });
    },
  };
}

type Taking = { readonly path: string; readonly draft: string; readonly here: ProcessPlace };

function takeLock(taking: Taking): void {
  const { path, draft, here } = taking;
  while (!linkWhereNothingIs(draft, path)) {
    const holder = readLock(path);
    // It was released in this very moment.
    if (holder === null) continue;
    refuseLiving(holder, { path, here });
    removeDead(holder, taking);
  }
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

/**
 * Several may find the same dead lock. Who removes it holds a lock for doing so, so that nobody
 * removes the one that another has just put in its place; that lock may be a dead one, too.
 */
function removeDead(dead: string, { path, draft, here }: Taking): void {
  const removal = `${path}${REMOVAL}`;
  takeLock({ path: removal, draft, here });
  try {
    if (readLock(path) === dead) rmSync(path, { force: true });
  } finally {
    rmSync(removal, { force: true });
  }
}

function readLock(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null;
    throw error;
  }
}

/** Throws unless the holder that a lock names is known to run no longer. */
function refuseLiving(lock: string, { path, here }: Pick<Taking, 'path' | 'here'>): void {
  const [pidText = '', birth = '', , pidNamespace, host] = lock.trim().split(' ');
  const pid = Number(pidText);
  if (!Number.isSafeInteger(pid) || pid < 1) return;
  const boot = birth.slice(0, birth.indexOf(':'));
  if (pidNamespace !== undefined && host !== undefined) {
    if (boot !== here.boot && host === here.host) return;
    const isElsewhere = boot !== here.boot || pidNamespace !== here.pidNamespace;
    if (isElsewhere) throw lockedElsewhere(path, { pid, host });
  }
  if (isAlive(pid) && birth === `${here.boot}:${startOf(pid)}`) throw locked(path, pid);
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
function startOf(pid: number): string {
  const stat = told(() => readFileSync(`/proc/${pid}/stat`, 'utf8'));
  // The second field is a name in parentheses, in which anything may stand.
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? 'unknown';
}

function placeOfThis(): ProcessPlace {
  return {
    boot: told(() => readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()),
    pidNamespace: told(() => readlinkSync('/proc/self/ns/pid')),
    host: hostname(),
  };
}

/** What the system tells; not every one has such files. */
function told(ask: () => string): string {
  try {
    return ask();
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

function lockedElsewhere(
  path: string,
  { pid, host }: { readonly pid: number; readonly host: string },
): JournalError {
  return new JournalError('journal/locked', {
    message: `Process ${pid} of another machine or container (${host}) writes this journal, or did until it was killed (${path}): whether it still runs cannot be seen from here.`,
    fix: 'Make sure that it does not run, then delete that file. A container that shares the process numbers of its machine finds this out by itself.',
  });
}
