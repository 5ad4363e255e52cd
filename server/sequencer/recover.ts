import type { CommandLog } from '#server/journal/index.ts';
import { type FoundSnapshot, LogMismatchError, Replica } from '#server/snapshot/index.ts';

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
  if (snapshotSeq > log.durableSeq) throw RecoveryError.shortJournal(snapshotSeq, log.durableSeq);
  const replica = new Replica(snapshot);
  // The block that ends with the snapshot's command shows whether both are of one log.
  for await (const block of log.read(Math.max(snapshotSeq, log.firstSeq))) {
    replica.apply(block);
    onProgress?.(replica.seq);
  }
  if (replica.seq !== log.durableSeq) {
    throw RecoveryError.shortJournal(log.durableSeq, replica.seq);
  }
  // Where the log holds no block to compare with, the snapshot has to be of its end.
  if (!replica.isAt(log.chain)) throw new LogMismatchError(replica.seq);
  return { replica, snapshotSeq, replayed: replica.seq - snapshotSeq };
}

export type RecoveryErrorCode =
  /** There are snapshots, but no journal at all. */
  | 'recovery/no-journal'
  /** The journal ends before the snapshot that was made of it. */
  | 'recovery/short-journal';

/** Files of the journal are missing. */
export class RecoveryError extends Error {
  override readonly name = 'RecoveryError';
  readonly code: RecoveryErrorCode;

  private constructor(code: RecoveryErrorCode, found: string) {
    super(
      `${found}: files of the journal are missing. Put them back. Only if they are lost for good ` +
        'move the folders of journal, archive and snapshots away, and begin anew.',
    );
    this.code = code;
  }

  static noJournal(snapshotSeq: number): RecoveryError {
    const found = `There is a snapshot as of command ${snapshotSeq}, but no journal`;
    return new RecoveryError('recovery/no-journal', found);
  }

  static shortJournal(expectedSeq: number, foundSeq: number): RecoveryError {
    const found = `There is a snapshot as of command ${expectedSeq}, but the journal ends with ${foundSeq}`;
    return new RecoveryError('recovery/short-journal', found);
  }
}
