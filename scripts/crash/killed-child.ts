import { spawn } from 'node:child_process';
import { existsSync, watch } from 'node:fs';
import { join } from 'node:path';
import type { ChildOptions } from './child-options.ts';

/** What a child acknowledged: the command's number, what it did, and the intent it was sent for. */
export type Acknowledgement = {
  readonly seq: number;
  readonly digest: number;
  /** 0 = none. */
  readonly intent: number;
};

/** What a child said before it was killed. */
export type LastWords = {
  readonly acknowledged: readonly Acknowledgement[];
  /** Where it stood when it began to take commands; `null` when it did not come so far. */
  readonly openedAt: number | null;
  readonly snapshots: number;
  /** Why it had stopped to take commands. */
  readonly stopped: string | null;
  /** Standard error, and what it exited with if it was not killed. */
  readonly complaint: string;
};

/** At which instant the child is killed, unless it kills itself. */
export type Moment =
  | { readonly kind: 'recovery'; readonly afterMs: number }
  | { readonly kind: 'load'; readonly afterMs: number }
  /** While a snapshot is being written. */
  | { readonly kind: 'snapshot' }
  /** After a snapshot was written. */
  | { readonly kind: 'written'; readonly afterMs: number }
  | { readonly kind: 'stopped' };

/** Longer than this a child does not live, whatever it is waited for. */
const PATIENCE_MS = 120_000;

const UNFINISHED = /\.tmp$/;

/** Starts a child, kills it with SIGKILL at the given moment, and gives what it had said. */
export async function killedChild(options: ChildOptions, moment: Moment): Promise<LastWords> {
  const child = spawn(process.execPath, ['scripts/crash/child.ts', JSON.stringify(options)], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  let complaint = '';
  const killIn = (afterMs: number) => setTimeout(() => child.kill('SIGKILL'), afterMs);
  const folder = join(options.folder, 'snapshots');
  const watcher = watch(folder, (_event, name) => {
    // A start removes what is unfinished, which is an event too.
    const isBeingWritten = name !== null && UNFINISHED.test(name) && existsSync(join(folder, name));
    if (moment.kind === 'snapshot' && isBeingWritten) killIn(0);
  });
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text;
    const due = delayAfter(text, moment);
    if (due !== null) killIn(due);
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    complaint += text;
  });
  const end = AbortSignal.timeout(PATIENCE_MS);
  end.addEventListener('abort', () => child.kill('SIGKILL'));
  const [code] = await new Promise<[number | null]>((resolve) => {
    child.once('close', (exitCode) => resolve([exitCode]));
  });
  watcher.close();
  if (code !== null) complaint += `exit code ${code}`;
  return lastWords(output, complaint);
}

/** How long after this part of the output the child has to die; `null` = it is not the moment. */
function delayAfter(text: string, moment: Moment): number | null {
  switch (moment.kind) {
    case 'recovery':
      return text.includes('recovering\n') ? moment.afterMs : null;
    case 'load':
      return text.includes('open ') ? moment.afterMs : null;
    case 'written':
      return text.includes('snapshot ') ? moment.afterMs : null;
    case 'stopped':
      return text.includes('stopped ') ? 0 : null;
    default:
      return null;
  }
}

function lastWords(output: string, complaint: string): LastWords {
  const acknowledged: Acknowledgement[] = [];
  let openedAt: number | null = null;
  let snapshots = 0;
  let stopped: string | null = null;
  // A line without end may be cut short: it has not been said.
  for (const line of output.split('\n').slice(0, -1)) {
    const [word, ...values] = line.split(' ');
    if (word === 'ack') {
      const [seq = 0, digest = 0, intent = 0] = values.map(Number);
      acknowledged.push({ seq, digest, intent });
    } else if (word === 'open') openedAt = Number(values[0]);
    else if (word === 'snapshot') snapshots += 1;
    else if (word === 'stopped') stopped = values[0] ?? '';
  }
  return { acknowledged, openedAt, snapshots, stopped, complaint };
}
