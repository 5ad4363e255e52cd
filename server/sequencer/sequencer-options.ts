import type { Command, EngineEvent, EventBuffer } from '#server/engine/index.ts';
import type { CommandLog } from '#server/journal/index.ts';

/** Why commands are not taken. */
export type StopReason = {
  /** `journal/disk-full`, `engine/invariant` … */
  readonly code: string;
  /** What happened and what to do, for a person. */
  readonly detail: string;
};

/** What became of a command that was waited for. */
export type CommandOutcome = {
  readonly seq: number;
  /** Milliseconds since the epoch. */
  readonly time: number;
  /** What it did; a refusal by the engine is a `rejected` event. */
  readonly events: readonly EngineEvent[];
};

export type SequencerOptions = {
  /** Where commands become durable; it ends with `lastSeq`. */
  readonly log: CommandLog;
  /**
   * The engine in the state after `lastSeq`; it appends what a command did to `events`. What it
   * throws ends the sequencer.
   */
  readonly execute: (command: Command) => void;
  readonly events: EventBuffer;
  /** Number and time of the last command in the log; 0 and 0 before the first. */
  readonly lastSeq: number;
  readonly lastTime: number;
  /** Milliseconds since the epoch; may go back. */
  readonly now: () => number;
  /** Commands that may wait for the disk. */
  readonly maxWaiting: number;
  /** Called after each command whose number is a multiple of `checkpointEvery`. */
  readonly checkpointEvery: number;
  readonly onCheckpoint: (seq: number) => void;
  /** Called once, when no more commands are taken. `cause` is what the engine or the log threw. */
  readonly onStopped: (reason: StopReason, cause: unknown) => void;
};
