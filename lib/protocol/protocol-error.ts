import { type ErrorCode, errors } from './errors.ts';

/** Values that say more about one occurrence of an error, as JSON holds them. */
export type ErrorFacts = Readonly<Record<string, string | number | boolean | readonly string[]>>;

export type ProtocolErrorOptions = {
  /** What a program can act on: the field, the limit, the wait. */
  readonly facts?: ErrorFacts;
  /** One more sentence for the person, about this occurrence. */
  readonly detail?: string;
  readonly cause?: unknown;
};

/** A failure that is told to whoever is on the other end of the wire, by its code. */
export class ProtocolError extends Error {
  override readonly name = 'ProtocolError';
  readonly code: ErrorCode;
  readonly facts: ErrorFacts | undefined;

  constructor(code: ErrorCode, { facts, detail, cause }: ProtocolErrorOptions = {}) {
    const { message } = errors[code];
    super(detail === undefined ? message : `${message} ${detail}`, { cause });
    this.code = code;
    this.facts = facts;
  }
}
