import type { JournalErrorCode } from '#server/journal/index.ts';

/** Ends with the program: something differs or is damaged, or it was asked for what cannot be. */
export const DIFFERS = 1;
export const USAGE_FAULT = 2;

export type ReplayErrorCode = `replay/${string}` | JournalErrorCode;

type ReplayErrorDetail = {
  /** What happened, as sentences. */
  readonly message: string;
  /** What to do, as sentences. */
  readonly fix: string;
  readonly exitCode: typeof DIFFERS | typeof USAGE_FAULT;
  readonly cause?: unknown;
};

/** Why there is no answer; `code` is stable, `fix` says what to do. */
export class ReplayError extends Error {
  override readonly name = 'ReplayError';
  readonly code: ReplayErrorCode;
  readonly fix: string;
  readonly exitCode: typeof DIFFERS | typeof USAGE_FAULT;

  constructor(code: ReplayErrorCode, { message, fix, exitCode, cause }: ReplayErrorDetail) {
    super(message, { cause });
    this.code = code;
    this.fix = fix;
    this.exitCode = exitCode;
  }
}
