/** Why the exchange could not be started or kept running; `code` is stable, `fix` says what to do. */
export class StartError extends Error {
  override readonly name = 'StartError';
  readonly code: `start/${string}`;
  readonly fix: string;

  constructor(code: `start/${string}`, { message, fix, cause }: StartErrorDetail) {
    super(message, { cause });
    this.code = code;
    this.fix = fix;
  }
}

type StartErrorDetail = {
  readonly message: string;
  /** What to do, as sentences. */
  readonly fix: string;
  readonly cause?: unknown;
};
