import type { CommandLog } from '#server/journal/index.ts';
import { type FoundSnapshot, Replica } from '#server/snapshot/index.ts';

export type RecoverOptions = {
  readonly log: CommandLog;
  /** Where to begin. */
  readonly found: FoundSnapshot;
  /** Called after each block with the number of the last command executed. */
  readonly onProgress?: (seq: number) => void;
};

export type Recovered = {
  /** The engine as after the last command of the log. */
  readonly replica: Replica;
  /** Where the state was begun with; 0 = from nothing. */
  readonly snapshotSeq: number;
  /** Commands executed after that. */
  readonly replayed: number;
};

/**
 * Brings the engine to where the log ends: from a snapshot, and the commands after it.
 *
 * @throws RecoveryError, LogGapError and LogMismatchError when snapshot and log do not belong
 *   together; SnapshotUnreadableError; JournalError when the log cannot be read.
 */
export async function recover({ log, found, onProgress }: RecoverOptions): Promise<Recovered> {
  const { snapshot } = found;
  const snapshotSeq = snapshot?.seq ?? 0;
  if (snapshotSeq > log.durableSeq) throw new RecoveryError(snapshotSeq, log.durableSeq);
  const replica = new Replica(snapshot);
  // The block that ends with the snapshot's command shows whether both are of one log.
  for await (const block of log.read(Math.max(snapshotSeq, log.firstSeq))) {
    replica.apply(block);
    onProgress?.(replica.seq);
  }
  if (replica.seq !== log.durableSeq) throw new RecoveryError(log.durableSeq, replica.seq);
  return { replica, snapshotSeq, replayed: replica.seq - snapshotSeq };
}

/** The journal ends before the snapshot that was made of it. */
export class RecoveryError extends Error {
  override readonly name = 'RecoveryError';

  constructor(expectedSeq: number, foundSeq: number) {
    super(
      `There is a snapshot as of command ${expectedSeq}, but the journal ends with ${foundSeq}: ` +
        'files of the journal are missing. Put them back. Only if they are lost for good move the ' +
        'folders of journal and snapshots away, and begin anew.',
    );
  }
}
