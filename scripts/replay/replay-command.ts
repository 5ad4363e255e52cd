import { areEqual, compareJournals } from './compare-journals.ts';
import { renderDiff } from './render-diff.ts';
import { renderReport } from './render-report.ts';
import { DIFFERS, ReplayError } from './replay-error.ts';
import { type ReplayOptions, replayOptions, USAGE } from './replay-options.ts';
import { runReplay } from './run-replay.ts';

/** What a program prints, and how it ends. */
export type CommandAnswer = {
  readonly output: string;
  readonly errors: string;
  /** 0 equal and verified, 1 something differs or is damaged, 2 asked for what cannot be. */
  readonly exitCode: number;
};

/** Answers a command line of `npm run replay`. */
export function replayCommand(argv: readonly string[]): CommandAnswer {
  try {
    const options = replayOptions(argv);
    if (options === null) return { output: `${USAGE}\n`, errors: '', exitCode: 0 };
    return options.diff === null ? replayAnswer(options) : diffAnswer(options, options.diff);
  } catch (error) {
    return failedAnswer(error, argv.includes('--json'));
  }
}

function replayAnswer(options: ReplayOptions): CommandAnswer {
  const { texts, ...report } = runReplay(options);
  const output = options.json ? jsonText(report) : renderReport({ ...report, texts });
  return { output, errors: '', exitCode: report.snapshot?.fits === false ? DIFFERS : 0 };
}

function diffAnswer(options: ReplayOptions, diff: string): CommandAnswer {
  const report = compareJournals({ ...options, diff });
  const equal = areEqual(report);
  const output = options.json ? jsonText({ equal, ...report }) : renderDiff(report);
  return { output, errors: '', exitCode: equal ? 0 : DIFFERS };
}

/** Errors of the machine's files are told as such; any other one is a defect and thrown. */
export function failedAnswer(error: unknown, json: boolean): CommandAnswer {
  const known = error instanceof ReplayError ? error : fileError(error);
  const { code, message, fix, exitCode } = known;
  if (json) return { output: jsonText({ error: { code, message, fix } }), errors: '', exitCode };
  return { output: '', errors: `${message}\n${fix}\n(${code})\n`, exitCode };
}

function fileError(error: unknown): ReplayError {
  const isOfSystem = error instanceof Error && 'syscall' in error && 'code' in error;
  if (!isOfSystem) throw error;
  return new ReplayError('replay/unreadable', {
    message: `A file cannot be read: ${error.message}.`,
    fix: 'Check that it may be read by you, and that the disk is sound.',
    exitCode: DIFFERS,
    cause: error,
  });
}

/** Bytes are written as hexadecimal text. */
function jsonText(value: object): string {
  const replacer = (_: string, field: unknown) =>
    field instanceof Uint8Array ? `0x${Buffer.from(field).toString('hex')}` : field;
  return `${JSON.stringify(value, replacer, 2)}\n`;
}
