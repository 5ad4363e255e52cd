import type { JournalErrorCode } from '#server/journal/index.ts';

export type BackupErrorCode =
  /** The command line asks for what cannot be. */
  | 'backup/invalid-option'
  /** There is no journal to copy. */
  | 'backup/nothing-there'
  /** The folder to write into holds something. */
  | 'backup/not-empty'
  /** What is copied was moved or pruned meanwhile. */
  | 'backup/changed-meanwhile'
  /** The journal lacks its beginning, and what stands in for it cannot be copied while it is used. */
  | 'backup/history-in-use'
  /** It was never finished, or is no back-up. */
  | 'backup/unfinished'
  /** Made by another version of this program. */
  | 'backup/unsupported-version'
  /** Something in it is not as it was written. */
  | 'backup/damaged'
  /** It is of another network than the one that is configured. */
  | 'backup/wrong-network'
  | JournalErrorCode;

type BackupErrorDetail = {
  /** What happened, as sentences. */
  readonly message: string;
  /** What to do, as sentences. */
  readonly fix: string;
  readonly cause?: unknown;
};

/** Why nothing was backed up or restored; `code` is stable, `fix` says what to do. */
export class BackupError extends Error {
  override readonly name = 'BackupError';
  readonly code: BackupErrorCode;
  readonly fix: string;

  constructor(code: BackupErrorCode, { message, fix, cause }: BackupErrorDetail) {
    super(message, { cause });
    this.code = code;
    this.fix = fix;
  }
}
