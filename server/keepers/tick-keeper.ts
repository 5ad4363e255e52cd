import { type SubmitCommand, submitIfAccepted } from './submit-command.ts';

/** Tells the engine the time, by which orders expire and dead-man switches fire. */
export class TickKeeper {
  readonly #submit: SubmitCommand;

  constructor(submit: SubmitCommand) {
    this.#submit = submit;
  }

  /** One round; to be called every second. */
  round(): void {
    submitIfAccepted(this.#submit, { kind: 'tick', seq: 0, time: 0 });
  }
}
