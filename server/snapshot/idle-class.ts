import { spawn } from 'node:child_process';
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { Socket } from 'node:net';
import { basename } from 'node:path';
import process from 'node:process';
import type { Writable } from 'node:stream';
import { Starvation } from './starvation.ts';

/** Bit of the right to take back what was given up (CAP_SYS_NICE). */
const MAY_RAISE = 1n << 23n;
/** How V8's helper threads are called. */
const HELPER = 'V8Worker';

/** How often it is looked whether the helpers starve, ms. */
const LOOK_MS = 1_000;

/**
 * Has V8's helpers (compiling, collecting) run only on cores that nobody else wants, where the system
 * has such a class (Linux, `chrt` of util-linux) and lets the process leave it again. A thread that
 * wakes up behind one of them otherwise waits until the scheduler's next tick, 4 ms: with 2,000 orders a
 * second on two cores that is one in fifty. On a machine that is always busy they would starve, and
 * with them whoever waits for what they compile or collect: there they take their share. Nothing
 * depends on it.
 */
export function idleHelpers(): void {
  if (!mayRaise()) return;
  const helpers = threadsNamed(HELPER);
  for (const thread of helpers) setClass(thread, '--idle');
  const starvation = new Starvation(waitOf(helpers), LOOK_MS);
  let sharing = false;
  const look = () => {
    const before = sharing;
    sharing = starvation.look(waitOf(helpers));
    if (sharing === before) return;
    for (const thread of helpers) setClass(thread, sharing ? '--other' : '--idle');
  };
  setInterval(look, LOOK_MS).unref();
}

/**
 * Lets the calling thread step aside for all others while it has little to do, and take its share when
 * work piles up: it must neither be in the way nor starve. Does nothing where the process could not
 * take the share back.
 */
export class IdleWhenAhead {
  readonly #thread: number | null = mayRaise() ? ownThread() : null;
  readonly #behind: number;
  #isIdle = false;

  /** @param behind - amount of work from which on it takes its share; it steps aside at a quarter of it */
  constructor(behind: number) {
    this.#behind = behind;
  }

  /** To be told how much there is to do. */
  has(work: number): void {
    if (this.#thread === null) return;
    const isAhead = work < (this.#isIdle ? this.#behind : this.#behind / 4);
    if (isAhead === this.#isIdle) return;
    this.#isIdle = isAhead;
    setClass(this.#thread, isAhead ? '--idle' : '--other');
  }
}

/**
 * Sets classes as it is told on its input, and ends with it. There is one such process for each thread that
 * asks, because to begin one stops that thread, for tens of milliseconds where the cores are busy: which
 * is when helpers are given their share back.
 */
const SETTER = `trap '' INT TERM; while read -r policy thread; do chrt "$policy" --pid 0 "$thread"; done`;
let setter: Writable | null = null;

function setClass(thread: number, policy: '--idle' | '--other'): void {
  setter ??= beginSetter();
  setter.write(`${policy} ${thread}\n`);
}

function beginSetter(): Writable {
  const child = spawn('sh', ['-c', SETTER], { stdio: ['pipe', 'ignore', 'ignore'] });
  // Where there is no such program, threads stay as they are.
  child.on('error', () => undefined);
  child.on('exit', () => {
    setter = null;
  });
  child.stdin.on('error', () => undefined);
  child.unref();
  if (child.stdin instanceof Socket) child.stdin.unref();
  return child.stdin;
}

function threadsNamed(name: string): number[] {
  try {
    const threads = readdirSync('/proc/self/task');
    return threads.filter((thread) => readThread(thread, 'comm') === name).map(Number);
  } catch {
    return [];
  }
}

/** How long threads that wanted a core have waited for one so far, ms; 0 where the system does not tell. */
function waitOf(threads: readonly number[]): number[] {
  return threads.map((thread) => {
    const [, waitedNs = '0'] = (readThread(String(thread), 'schedstat') ?? '').split(' ');
    return Number(waitedNs) / 1e6;
  });
}

/** A thread that has ended meanwhile tells nothing. */
function readThread(thread: string, file: 'comm' | 'schedstat'): string | null {
  try {
    return readFileSync(`/proc/self/task/${thread}/${file}`, 'utf8').trim();
  } catch {
    return null;
  }
}

function ownThread(): number | null {
  try {
    // "<process>/task/<thread>"
    return Number(basename(readlinkSync('/proc/thread-self')));
  } catch {
    return null;
  }
}

function mayRaise(): boolean {
  if (process.platform !== 'linux') return false;
  try {
    const [, rights = '0'] =
      /^CapEff:\s*([0-9a-f]+)$/m.exec(readFileSync('/proc/self/status', 'utf8')) ?? [];
    return (BigInt(`0x${rights}`) & MAY_RAISE) !== 0n;
  } catch {
    return false;
  }
}
