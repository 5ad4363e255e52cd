import { type ChildProcess, spawn } from 'node:child_process';
import { constants } from 'node:os';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import * as z from 'zod/mini';
import { identifyProcess, type ProcessIdentity } from './process-identity.ts';

export type ProcessSpec = {
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  /** How long an asked process may take to end before it is killed. */
  readonly patienceMs: number;
  readonly onLine: (line: string) => void;
};

export type ProcessEnd = {
  /** For a person: `exit code 1`, `killed by SIGKILL`. */
  readonly how: string;
  readonly code: number | null;
};

export type ManagedProcess = {
  /** The process and, once known, the program that it guards. */
  identities(): readonly ProcessIdentity[];
  readonly ended: Promise<ProcessEnd>;
  /** Asks it to end, insists when it does not, and resolves when it and all its children are gone. */
  stop(): Promise<ProcessEnd>;
  /** Ends it and all its children at once. */
  kill(): void;
};

const guardianMessage = z.object({ pid: z.int() });

/**
 * Starts a process in a group of its own (a Ctrl-C in the terminal reaches the supervisor alone, which
 * ends the parts in order) with a channel that closes when the supervisor dies.
 *
 * @param onIdentity is called when a guardian tells the number of its program.
 */
export function startProcess(spec: ProcessSpec, onIdentity: () => void): ManagedProcess {
  const child = spawn(spec.command, spec.args, {
    cwd: spec.cwd,
    env: spec.env,
    detached: true,
    // Standard input is the lifeline of those that have no channel: it closes with the supervisor.
    stdio: ['pipe', 'pipe', 'pipe', 'ipc'],
  });
  child.stdin?.on('error', () => undefined);
  const identities: ProcessIdentity[] = [];
  const remember = (pid: number | undefined) => {
    const identity = pid === undefined ? null : identifyProcess(pid);
    if (identity !== null) identities.push(identity);
  };
  remember(child.pid);
  child.on('message', (message) => {
    const parsed = guardianMessage.safeParse(message);
    if (!parsed.success) return;
    remember(parsed.data.pid);
    onIdentity();
  });
  for (const stream of [child.stdout, child.stderr]) readLines(stream, spec.onLine);
  const ended = endOf(child);
  return {
    identities: () => identities,
    ended,
    stop: async () => await stopChild(child, ended, spec.patienceMs),
    kill: () => {
      if (!hasEnded(child)) killGroup(child);
    },
  };
}

function readLines(stream: Readable | null, onLine: (line: string) => void): void {
  if (stream === null) return;
  createInterface({ input: stream, crlfDelay: Number.POSITIVE_INFINITY }).on('line', (line) => {
    if (line.trim() !== '') onLine(line);
  });
}

async function endOf(child: ChildProcess): Promise<ProcessEnd> {
  return await new Promise((resolve) => {
    child.once('error', (error) => {
      if (child.pid === undefined) resolve({ how: error.message, code: null });
    });
    child.once('exit', (code, signal) => {
      // What it left behind in its group must not outlive it; the group's number is still its own.
      killGroup(child);
      resolve({ how: howItEnded(code, signal), code });
    });
  });
}

function howItEnded(code: number | null, signal: NodeJS.Signals | null): string {
  const name = signal ?? signalOfCode(code);
  return name === null ? `exit code ${code}` : `killed by ${name}`;
}

/** A guardian reports a signal that ended its program as shells do: 128 and its number. */
function signalOfCode(code: number | null): string | null {
  if (code === null || code <= 128) return null;
  const found = Object.entries(constants.signals).find(([, number]) => number === code - 128);
  return found?.[0] ?? null;
}

async function stopChild(
  child: ChildProcess,
  ended: Promise<ProcessEnd>,
  patienceMs: number,
): Promise<ProcessEnd> {
  if (!hasEnded(child)) child.kill('SIGTERM');
  const insist = setTimeout(() => killGroup(child), patienceMs);
  const end = await ended;
  clearTimeout(insist);
  return end;
}

/** From then on its number may be somebody else's. */
function hasEnded({ exitCode, signalCode }: ChildProcess): boolean {
  return exitCode !== null || signalCode !== null;
}

function killGroup({ pid }: ChildProcess): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // The group is gone already.
  }
}
