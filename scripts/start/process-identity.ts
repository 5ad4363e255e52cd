import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** A process that cannot be mistaken for a later one with the same number. */
export type ProcessIdentity = {
  readonly pid: number;
  /** When the process began, in a form that only this operating system run understands. */
  readonly birth: string;
};

/**
 * The identity of a running process, or `null` when there is none of that number. Process numbers
 * are given again after a while, so a number alone proves nothing: its time of birth does.
 */
export function identifyProcess(pid: number): ProcessIdentity | null {
  const birth = process.platform === 'linux' ? birthFromProc(pid) : birthFromPs(pid);
  return birth === null ? null : { pid, birth };
}

/** Whether that very process still runs. */
export function isRunning({ pid, birth }: ProcessIdentity): boolean {
  return identifyProcess(pid)?.birth === birth;
}

function birthFromProc(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name in parentheses may hold anything; what follows the last one is regular.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const [state] = fields;
    const startTicks = fields[19];
    // A zombie has ended; only its parent has not looked yet.
    if (startTicks === undefined || state === 'Z' || state === 'X') return null;
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    return `${boot}:${startTicks}`;
  } catch {
    return null;
  }
}

function birthFromPs(pid: number): string | null {
  try {
    const output = execFileSync('ps', ['-o', 'lstart=', '-p', `${pid}`], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
      env: { ...process.env, LC_ALL: 'C' },
    });
    return output.trim() === '' ? null : output.trim();
  } catch {
    return null;
  }
}
