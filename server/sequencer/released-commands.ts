import type { Command, EngineEvent } from '#server/engine/index.ts';

/**
 * Commands that are durable now, and what they did. It may be read while the listener is being
 * called and no longer: its memory is used again.
 */
export type ReleasedCommands = {
  readonly firstSeq: number;
  readonly lastSeq: number;
  /** Milliseconds since the epoch at which a command of this batch was stamped. */
  timeOf(seq: number): number;
  /** Events of one command of this batch, decoded when asked for. */
  eventsOf(seq: number): readonly EngineEvent[];
  /**
   * One command of this batch, for who needs more of it than it did (its signature). It may be kept.
   * `null` where nobody waited for it, and in a replay where it says no more than its events.
   */
  commandOf(seq: number): Command | null;
};

/** Called for consecutive batches, each command exactly once in the life of the process. */
export type ReleaseListener = (released: ReleasedCommands) => void;
