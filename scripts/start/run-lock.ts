import { randomUUID } from 'node:crypto';
import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import * as z from 'zod/mini';
import { identifyProcess, isRunning } from './process-identity.ts';
import { StartError } from './start-error.ts';

const identity = z.object({ pid: z.int(), birth: z.string() });

const holderSchema = z.object({
  token: z.string(),
  supervisor: identity,
  /** Everything the holder started, so that a later start can end what outlived it. */
  children: z.array(z.object({ name: z.string(), process: identity })),
});

export type LockHolder = z.infer<typeof holderSchema>;
export type LockedChild = LockHolder['children'][number];

export type RunLock = {
  /** What a holder that was killed left behind; empty after a clean end. */
  readonly leftovers: readonly LockedChild[];
  /** Writes down which processes run now. */
  record(children: readonly LockedChild[]): void;
  release(): void;
};

/**
 * Takes the lock file, which belongs to a process and not to a moment: one whose process is gone is
 * taken over.
 *
 * @throws StartError `start/already-running` naming the process that holds it.
 */
export function acquireRunLock(path: string): RunLock {
  mkdirSync(dirname(path), { recursive: true });
  const supervisor = identifyProcess(process.pid);
  if (supervisor === null) throw new Error('this process cannot see itself');
  const mine: LockHolder = { token: randomUUID(), supervisor, children: [] };
  const leftovers = take(path, mine);
  return {
    leftovers,
    record: (children) => {
      assertMine(path, mine);
      writeWhole(path, { ...mine, children: [...children] });
    },
    release: () => {
      if (readHolder(path)?.token === mine.token) rmSync(path, { force: true });
    },
  };
}

function take(path: string, mine: LockHolder): readonly LockedChild[] {
  const draft = `${path}.${mine.token}`;
  writeFileSync(draft, JSON.stringify(mine));
  try {
    let leftovers: readonly LockedChild[] = [];
    // Each round either takes the lock or removes a dead one; somebody else may win in between.
    for (;;) {
      if (linkIfFree(draft, path)) return leftovers;
      const holder = readHolder(path);
      if (holder !== null && isRunning(holder.supervisor)) throw alreadyRunning(path, holder);
      leftovers = holder?.children ?? leftovers;
      setAside(path, holder);
    }
  } finally {
    rmSync(draft, { force: true });
  }
}

/** A link is made at once and only where nothing is: the one operation of a lock. */
function linkIfFree(draft: string, path: string): boolean {
  try {
    linkSync(draft, path);
    return true;
  } catch (error) {
    if (hasCode(error, 'EEXIST')) return false;
    throw error;
  }
}

/** Removes a dead holder's file. If another start was quicker and this is its file, gives it back. */
function setAside(path: string, dead: LockHolder | null): void {
  const aside = `${path}.${randomUUID()}`;
  try {
    renameSync(path, aside);
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return;
    throw error;
  }
  if (readHolder(aside)?.token !== dead?.token) linkIfFree(aside, path);
  rmSync(aside, { force: true });
}

function assertMine(path: string, mine: LockHolder): void {
  const holder = readHolder(path);
  if (holder?.token === mine.token) return;
  throw new StartError('start/lock-lost', {
    message: `The lock file ${path} was removed or taken while the exchange was running.`,
    fix: 'Leave the data folder alone while it runs. Start again.',
  });
}

function writeWhole(path: string, holder: LockHolder): void {
  const draft = `${path}.${holder.token}`;
  writeFileSync(draft, JSON.stringify(holder));
  renameSync(draft, path);
}

/** `null` when there is no lock file or it cannot be read, which a crash of the machine may cause. */
function readHolder(path: string): LockHolder | null {
  try {
    const parsed = holderSchema.safeParse(JSON.parse(readFileSync(path, 'utf8')));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}

function alreadyRunning(path: string, { supervisor }: LockHolder): StartError {
  return new StartError('start/already-running', {
    message: `The exchange already runs on this data folder (process ${supervisor.pid}, ${path}).`,
    fix: 'Use the running one, end it with Ctrl-C in its window, or set DATA_DIR and other ports.',
  });
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
