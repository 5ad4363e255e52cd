import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { delimiter, join, resolve } from 'node:path';
import type { TestCounts } from './test-counts.ts';

/** One program of a run: a check or a runner of tests. */
export type Step = {
  readonly name: string;
  readonly command: readonly [string, ...string[]];
  /** More environment for the program; `{report}` in a value becomes {@link StepReport}'s file. */
  readonly env?: Readonly<Record<string, string>>;
  /** For a runner of tests: where its counts are. */
  readonly counts?: StepCounts;
};

/** Counts come from a report file that the program writes, or from what it prints. */
export type StepCounts =
  | { readonly from: 'report'; readonly read: (text: string) => TestCounts }
  | { readonly from: 'output'; readonly read: (text: string) => TestCounts | null };

export type StepResult = {
  readonly name: string;
  readonly ok: boolean;
  readonly seconds: number;
  /** `null` for a check, and for a runner which ended before it could count. */
  readonly counts: TestCounts | null;
  /** Why the step failed where its own output does not say so. */
  readonly reason: string | null;
};

/** Stands in a step's arguments and environment for the path of its report. */
export const REPORT = '{report}';

/** Runs a step, handing what it prints to `write` as it comes. It never throws: a failure is a result. */
export async function runStep(
  step: Step,
  context: { readonly reportFile: string; readonly write: (text: string) => void },
): Promise<StepResult> {
  const { reportFile, write } = context;
  const started = performance.now();
  let output = '';
  const exitCode = await runProgram(fillIn(step, reportFile), (text) => {
    output += text;
    write(text);
  });
  const seconds = (performance.now() - started) / 1000;
  return { name: step.name, seconds, ...judge({ step, exitCode, output, reportFile }) };
}

type Outcome = Pick<StepResult, 'ok' | 'counts' | 'reason'>;

function judge(ended: {
  readonly step: Step;
  readonly exitCode: number | string;
  readonly output: string;
  readonly reportFile: string;
}): Outcome {
  const { step, exitCode, output, reportFile } = ended;
  const exit = exitCode === 0 ? null : `ended with ${exitCode}`;
  if (step.counts === undefined) return { ok: exit === null, counts: null, reason: exit };
  const counts = readCounts({ counts: step.counts, output, reportFile });
  if (counts === null) return { ok: false, counts: null, reason: exit ?? 'reported no tests' };
  if (counts.passed + counts.failed === 0) {
    return { ok: false, counts, reason: exit ?? 'ran no tests' };
  }
  const reason = counts.failed > 0 ? `${counts.failed} tests failed` : exit;
  return { ok: reason === null, counts, reason };
}

function readCounts(source: {
  readonly counts: StepCounts;
  readonly output: string;
  readonly reportFile: string;
}): TestCounts | null {
  const { counts, output, reportFile } = source;
  if (counts.from === 'output') return counts.read(output);
  if (!existsSync(reportFile)) return null;
  try {
    return counts.read(readFileSync(reportFile, 'utf8'));
  } catch {
    // A runner that was interrupted leaves half a report, which counts as none.
    return null;
  }
}

function fillIn(step: Step, reportFile: string): Step {
  const fill = (text: string): string => text.replaceAll(REPORT, reportFile);
  const [program, ...args] = step.command;
  const env = Object.entries(step.env ?? {}).map(([name, value]) => [name, fill(value)]);
  return { ...step, command: [program, ...args.map(fill)], env: Object.fromEntries(env) };
}

/** Resolves with the exit code, or with a word on why there is none. */
function runProgram(step: Step, write: (text: string) => void): Promise<number | string> {
  const [program, ...args] = step.command;
  const path = [resolve('node_modules/.bin'), process.env.PATH ?? ''].join(delimiter);
  const env = {
    ...process.env,
    ...(wantsColors() ? {} : { NO_COLOR: '1' }),
    NEXT_TELEMETRY_DISABLED: '1',
    ...step.env,
    PATH: path,
  };
  const { promise, resolve: settle } = Promise.withResolvers<number | string>();
  const child = spawn(program, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
  child.stdout.setEncoding('utf8').on('data', write);
  child.stderr.setEncoding('utf8').on('data', write);
  child.on('error', (error) => settle(error.message));
  child.on('close', (code, signal) => settle(code ?? signal ?? 'no exit code'));
  return promise;
}

/** What is read by a person at a terminal is coloured, a log is not. */
function wantsColors(): boolean {
  return process.stdout.isTTY === true || process.env.FORCE_COLOR !== undefined;
}

/** The report file of a step inside a folder. */
export function reportFileOf(folder: string, step: Step): string {
  return join(folder, `${step.name.replaceAll(' ', '-')}.json`);
}
