import { execFile } from 'node:child_process';
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { basename } from 'node:path';
import process from 'node:process';

/** Bit of the right to take back what was given up (CAP_SYS_NICE). */
const MAY_RAISE = 1n << 23n;
/** How V8's helper threads are called. */
const HELPER = 'V8Worker';

/**
 * Has V8's helpers (compiling, collecting) run only on cores that nobody else wants, where the system
 * has such a class (Linux, `chrt` of util-linux). A thread that wakes up behind one of them otherwise
 * waits until the scheduler's next tick, 4 ms: with 2,000 orders a second on two cores that is one in
 * fifty. Nothing depends on it.
 */
export function idleHelpers(): void {
  for (const thread of threadsNamed(HELPER)) setClass(thread, '--idle');
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

function setClass(thread: number, policy: '--idle' | '--other'): void {
  // Where there is no such program, threads stay as they are.
  execFile('chrt', [policy, '--pid', '0', String(thread)], () => undefined).unref();
}

function threadsNamed(name: string): number[] {
  try {
    const threads = readdirSync('/proc/self/task');
    return threads.filter((thread) => nameOf(thread) === name).map(Number);
  } catch {
    return [];
  }
}

/** A thread that has ended meanwhile has no name. */
function nameOf(thread: string): string | null {
  try {
    return readFileSync(`/proc/self/task/${thread}/comm`, 'utf8').trim();
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
