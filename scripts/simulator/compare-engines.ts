import { isDeepStrictEqual } from 'node:util';
import type { Command, EngineEvent, StateView } from '#server/engine/index.ts';
import {
  checkState,
  decodeEvents,
  decodeState,
  EngineState,
  EngineView,
  encodeState,
  execute,
} from '#server/engine/index.ts';
import { brokenInvariant } from './check-invariants.ts';
import { ReferenceEngine } from './reference-engine.ts';
import { firstDifference } from './state-difference.ts';

/** What went wrong with one command. */
export type Difference = {
  readonly command: Command;
  /** In words. */
  readonly what: string;
  readonly expected: readonly unknown[];
  readonly actual: readonly unknown[];
};

/** Both engines side by side: every command goes to both, and everything that they show must agree. */
export class EngineComparison {
  readonly reference = new ReferenceEngine();
  #state = new EngineState({ capacity: 64 });
  /** The state as it was last seen, as long as nothing but refusals came since. */
  #lastBytes: Uint8Array | null = null;

  /** Executes the command on both and compares what they tell; `null` when they agree. */
  execute(command: Command): {
    readonly events: readonly EngineEvent[];
    readonly difference: Difference | null;
  } {
    const expected = attempt(() => this.reference.execute(command));
    if (expected instanceof Error) {
      return { events: [], difference: thrown(command, 'The reference', expected) };
    }
    const actual = attempt(() => this.#executeReal(command));
    if (actual instanceof Error) {
      return { events: expected, difference: thrown(command, 'The engine', actual) };
    }
    if (!isRefusal(expected)) this.#lastBytes = null;
    const same = isDeepStrictEqual(actual, expected);
    const difference = same ? null : { command, what: 'The events differ.', expected, actual };
    return { events: expected, difference };
  }

  /** Compares the two states byte by byte and looks at the invariants. */
  compareStates(command: Command): Difference | null {
    const view = new EngineView(this.#state);
    const expected = encodeState(this.reference);
    const actual = encodeState(view);
    if (isSame(expected, actual)) return this.#checkAlone(command, view, actual);
    const difference = firstDifference(this.reference, view);
    return {
      command,
      what: 'The states differ.',
      expected: [difference?.expected ?? 'other bytes'],
      actual: [difference?.actual ?? 'other bytes'],
    };
  }

  /** What is wrong although both engines agree. */
  #checkAlone(command: Command, view: StateView, bytes: Uint8Array): Difference | null {
    const changed = this.#lastBytes !== null && !isSame(this.#lastBytes, bytes);
    this.#lastBytes = bytes;
    const wrong = changed ? 'What was refused changed the state.' : brokenInvariant(view);
    if (wrong !== null) {
      return { command, what: `Both are wrong: ${wrong}`, expected: [], actual: [] };
    }
    const checked = attempt(() => checkState(this.#state));
    return checked instanceof Error ? thrown(command, 'The engine’s own check', checked) : null;
  }

  /** Goes on with an engine restored from its own bytes, as after a start from a snapshot. */
  restore(command: Command): Difference | null {
    const { seq, time } = this.#state;
    const bytes = encodeState(new EngineView(this.#state));
    const restored = attempt(() => decodeState(bytes, { seq, time }));
    if (restored instanceof Error) return thrown(command, 'Restoring', restored);
    this.#state = restored;
    return null;
  }

  #executeReal(command: Command): readonly EngineEvent[] {
    const { events } = this.#state;
    events.clear();
    execute(this.#state, command);
    return decodeEvents(events);
  }
}

/** Whether nothing may have changed. */
function isRefusal(events: readonly EngineEvent[]): boolean {
  return events.some(({ kind }) => kind === 'rejected' || kind === 'duplicate');
}

function isSame(one: Uint8Array, other: Uint8Array): boolean {
  return Buffer.compare(one, other) === 0;
}

/** A failed assertion is a finding like any other, and shall be shrunk like any other. */
function attempt<Result>(action: () => Result): Result | Error {
  try {
    return action();
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

function thrown(command: Command, who: string, error: Error): Difference {
  return { command, what: `${who} threw: ${error.stack}`, expected: [], actual: [] };
}

/**
 * Runs a list of commands through both, with or without a restored engine after each of them; tells
 * the first difference, or `null`.
 */
export function compareEngines(
  commands: readonly Command[],
  { restores }: { readonly restores: boolean },
): Difference | null {
  const comparison = new EngineComparison();
  for (const command of commands) {
    const { difference } = comparison.execute(command);
    const found =
      difference ??
      comparison.compareStates(command) ??
      (restores ? comparison.restore(command) : null);
    if (found !== null) return found;
  }
  return null;
}
