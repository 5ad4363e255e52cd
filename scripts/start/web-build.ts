import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
} from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { endLeftovers } from './end-leftovers.ts';
import { guarded } from './guarded.ts';
import { webInputHash } from './input-hash.ts';
import { type ManagedProcess, startProcess } from './managed-process.ts';
import { acquireRunLock, type RunLock } from './run-lock.ts';
import { StartError } from './start-error.ts';

export type WebBuildOptions = {
  /** The project's root. */
  readonly root: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly onLine: (line: string) => void;
  readonly onNotice: (text: string) => void;
  readonly signal: AbortSignal;
};

export type WebBuild = {
  /** The build's folder, relative to the project's root. */
  readonly distDir: string;
  /** False when one made earlier from the same contents was there. */
  readonly built: boolean;
};

/** Next's command line, from the project's root. */
export const NEXT = join('node_modules', 'next', 'dist', 'bin', 'next');

/** Where finished builds are kept, each under the hash of what it was made from. */
const BUILDS = join('.data', 'web-builds');
const KEPT_BUILDS = 5;
const LOCK_POLL_MS = 250;
const MAX_ATTEMPTS = 3;
const BUILD_PATIENCE_MS = 5_000;

/**
 * The production build of the web application as the sources are now: an earlier one when there is
 * one of the same contents, else a new one. A build that is being served is never written to, and of
 * several starts at the same time one builds while the others wait.
 *
 * @throws StartError `start/build-failed` with the end of the build's output.
 */
export async function ensureWebBuild(options: WebBuildOptions): Promise<WebBuild> {
  const { root, signal, onNotice } = options;
  const present = findBuild(root, webInputHash(root));
  if (present !== null) return { distDir: present, built: false };
  const lock = await buildLock(options);
  try {
    for (let attempt = 1; ; attempt += 1) {
      const before = webInputHash(root);
      const meanwhile = findBuild(root, before);
      if (meanwhile !== null) return { distDir: meanwhile, built: attempt > 1 };
      if (attempt === 1)
        onNotice(
          'building the web application takes about a minute; it is kept for the next starts',
        );
      await runBuild(options, lock);
      signal.throwIfAborted();
      const unchanged = webInputHash(root) === before;
      if (unchanged || attempt === MAX_ATTEMPTS) {
        return { distDir: keepBuild(root, unchanged ? before : `${before}-mixed`), built: true };
      }
      onNotice('the sources changed while they were built; building again');
    }
  } finally {
    lock.release();
  }
}

function findBuild(root: string, hash: string): string | null {
  const distDir = join(BUILDS, hash);
  if (!existsSync(join(root, distDir, 'BUILD_ID'))) return null;
  // Its time says when it was last wanted, so that the ones nobody wants are removed first.
  const now = new Date();
  utimesSync(join(root, distDir), now, now);
  return distDir;
}

async function buildLock({ root, onNotice, signal }: WebBuildOptions): Promise<RunLock> {
  let told = false;
  for (;;) {
    signal.throwIfAborted();
    try {
      const lock = acquireRunLock(join(root, BUILDS, 'build.lock'));
      await endLeftovers(lock.leftovers);
      return lock;
    } catch (error) {
      if (!(error instanceof StartError) || error.code !== 'start/already-running') throw error;
      if (!told) onNotice('another start is building; waiting for it');
      told = true;
      await delay(LOCK_POLL_MS, undefined, { signal });
    }
  }
}

async function runBuild(
  { root, env, onLine, signal }: WebBuildOptions,
  lock: RunLock,
): Promise<void> {
  const lines: string[] = [];
  const record = () => {
    lock.record(build.identities().map((identity) => ({ name: 'build', process: identity })));
  };
  const build: ManagedProcess = startProcess(
    {
      command: process.execPath,
      args: [...guarded('SIGTERM'), process.execPath, NEXT, 'build'],
      cwd: root,
      env: { ...env, NODE_ENV: 'production', NEXT_DIST_DIR: '.next' },
      patienceMs: BUILD_PATIENCE_MS,
      onLine: (line) => {
        lines.push(line);
        onLine(line);
      },
    },
    () => record(),
  );
  record();
  const stop = () => void build.stop();
  signal.addEventListener('abort', stop);
  const { code, how } = await build.ended;
  signal.removeEventListener('abort', stop);
  signal.throwIfAborted();
  if (code === 0) return;
  throw new StartError('start/build-failed', {
    message: [`The web application could not be built (${how}):`, ...lines.slice(-30)].join('\n'),
    fix: 'Repair what the build names and start again; "npm run check" finds most of it sooner.',
  });
}

/** Copies the fresh build to its place, at once from everybody else's point of view. */
function keepBuild(root: string, hash: string): string {
  const distDir = join(BUILDS, hash);
  const draft = join(root, BUILDS, `draft-${process.pid}`);
  rmSync(draft, { recursive: true, force: true });
  mkdirSync(draft, { recursive: true });
  const unneeded = new Set(
    ['cache', 'dev', 'types', 'trace', 'lock', 'diagnostics'].map((name) =>
      join(root, '.next', name),
    ),
  );
  cpSync(join(root, '.next'), draft, {
    recursive: true,
    filter: (source) => !unneeded.has(source),
  });
  rmSync(join(root, distDir), { recursive: true, force: true });
  renameSync(draft, join(root, distDir));
  removeOldBuilds(root, hash);
  return distDir;
}

function removeOldBuilds(root: string, current: string): void {
  const folder = join(root, BUILDS);
  const others = readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && entry.name !== current)
    .map(({ name }) => ({ name, wanted: statSync(join(folder, name)).mtimeMs }))
    .sort((a, b) => b.wanted - a.wanted);
  for (const { name } of others.slice(KEPT_BUILDS - 1)) {
    rmSync(join(folder, name), { recursive: true, force: true });
  }
}
