/** Why the journal cannot be opened, read or written. */
export type JournalErrorCode =
  /** The bounded buffer is full, because the disk is slow; passes. */
  | 'journal/back-pressure'
  /** The log does not hold what the caller believes that it holds. */
  | 'journal/sequence-conflict'
  | 'journal/closed'
  | 'journal/disk-full'
  | 'journal/io-error'
  /** Another process has the folder. */
  | 'journal/locked'
  /** The records asked for were archived. */
  | 'journal/record-gone'
  /** Something in a file is not as it was written. */
  | 'journal/damaged'
  /** Written by another version of this software. */
  | 'journal/unsupported-version'
  /** Written on another network. */
  | 'journal/wrong-network'
  /** A command holds a value that a record has no room for. */
  | 'journal/not-encodable';

type JournalErrorDetail = {
  /** What happened, as a sentence. */
  readonly message: string;
  /** What to do about it, as sentences; empty when nothing can be done by a person. */
  readonly fix?: string;
  readonly cause?: unknown;
};

/** An operational error: the machine or its files, not a user's command. */
export class JournalError extends Error {
  override readonly name = 'JournalError';
  readonly code: JournalErrorCode;
  /** What to do about it, as sentences. */
  readonly fix: string;
  /** Whether the same call may succeed later in this process. */
  readonly retryable: boolean;
  readonly #what: string;

  constructor(code: JournalErrorCode, { message, fix = '', cause }: JournalErrorDetail) {
    super(fix === '' ? message : `${message} ${fix}`, { cause });
    this.#what = message;
    this.code = code;
    this.fix = fix;
    this.retryable = code === 'journal/back-pressure';
  }

  /** The same error, saying where it was met. */
  at(place: string): JournalError {
    const { code, fix, cause } = this;
    return new JournalError(code, { message: `${place}: ${this.#what}`, fix, cause });
  }
}
