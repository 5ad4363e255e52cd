import { type EngineState, execute } from '#server/engine/index.ts';
import { type CommandLog, type OpenedLog, openJournalReader } from '#server/journal/index.ts';
import {
  controlTotals,
  type FoundSnapshot,
  type ShadowReport,
  ShadowThread,
  SnapshotStore,
} from '#server/snapshot/index.ts';
import { JournalArchiver } from './journal-archiver.ts';
import { type Recovered, RecoveryError, recover } from './recover.ts';
import { Sequencer } from './sequencer.ts';
import type { StopReason } from './sequencer-options.ts';
import { tuneCollector } from './tune-collector.ts';
import { tuneCompiler } from './tune-compiler.ts';

export type OpenSequencerOptions = {
  /** Opens the log; its end has to be verified, recovery verifies what it reads. */
  readonly openLog: () => Promise<OpenedLog>;
  /** Where the shadow finds the same log, and the network that it must be of. */
  readonly journalFolder: string;
  readonly network: string;
  readonly snapshotFolder: string;
  /** Commands between two snapshots. */
  readonly snapshotEvery: number;
  /** Snapshots that are kept; what they all cover of the journal is archived. */
  readonly snapshotsKept: number;
  /** Commands that may wait for the disk. */
  readonly maxWaiting: number;
  /** Milliseconds since the epoch; may go back. */
  readonly now: () => number;
  /** Called once the engine has recovered, before it takes commands. */
  readonly warmUp: () => void;
  readonly listener: SequencerEvents;
};

/** What an operator should hear of. */
export type SequencerEvents = {
  /** A torn tail was cut: records that had never been acknowledged. */
  repaired(place: NonNullable<OpenedLog['repaired']>): void;
  /** A snapshot is damaged; an older one is used. */
  damagedSnapshot(place: FoundSnapshot['damaged'][number]): void;
  /** Recovery stands at this command. */
  progress(seq: number): void;
  /** The shadow followed, and perhaps wrote snapshots. */
  shadow(report: ShadowReport): void;
  /** No more commands are taken; `cause` is what was thrown. */
  stopped(reason: StopReason, cause: unknown): void;
};

export type OpenedSequencer = {
  readonly sequencer: Sequencer;
  readonly log: CommandLog;
  readonly snapshots: SnapshotStore;
  /** The engine's state; it is ahead of what is durable, so it must not be shown to anybody. */
  readonly state: EngineState;
  readonly recovered: Recovered;
  /** Lets the shadow follow to where the log is durable; to be called every now and then. */
  advanceShadow(): void;
  close(): Promise<void>;
};

/**
 * Opens log and snapshots, brings the engine to where the log ends, warms it up, and begins to take
 * commands.
 *
 * @throws JournalError, SnapshotFolderError, SnapshotUnreadableError, RecoveryError, LogGapError and
 *   LogMismatchError, which say what is wrong with the files and what to do.
 */
export async function openSequencer(options: OpenSequencerOptions): Promise<OpenedSequencer> {
  tuneCompiler();
  tuneCollector();
  const { listener } = options;
  const snapshots = new SnapshotStore(options.snapshotFolder);
  // Opening would begin a new journal, numbered anew, which the snapshots and the archive are not of.
  const [newestSeq] = snapshots.seqs();
  if (newestSeq !== undefined && !hasJournal(options)) throw RecoveryError.noJournal(newestSeq);
  const { log, repaired } = await options.openLog();
  try {
    if (repaired !== null) listener.repaired(repaired);
    // The log's lock is held now, so nobody else writes, removes or puts aside snapshots.
    snapshots.removeUnfinished();
    const found = snapshots.newest();
    for (const place of found.damaged) listener.damagedSnapshot(place);
    const onProgress = (seq: number) => listener.progress(seq);
    const recovered = await recover({ log, found, onProgress });
    options.warmUp();
    return start({ options, log, snapshots, recovered });
  } catch (error) {
    await log.close();
    throw error;
  }
}

/** Whether there is a segment; one that cannot be read counts too, opening the log says what is wrong. */
function hasJournal({ journalFolder, network }: OpenSequencerOptions): boolean {
  const reader = openJournalReader({ folder: journalFolder, network });
  try {
    reader.next(0);
    return reader.position !== null;
  } catch {
    return true;
  } finally {
    reader.close();
  }
}

type Parts = {
  readonly options: OpenSequencerOptions;
  readonly log: CommandLog;
  readonly snapshots: SnapshotStore;
  readonly recovered: Recovered;
};

function start({ options, log, snapshots, recovered }: Parts): OpenedSequencer {
  const { state } = recovered.replica;
  const sequencer = new Sequencer({
    log,
    execute: (command) => execute(state, command),
    events: state.events,
    lastSeq: state.seq,
    lastTime: state.time,
    now: options.now,
    maxWaiting: options.maxWaiting,
    checkpointEvery: options.snapshotEvery,
    onCheckpoint: () => shadow.checkpoint(controlTotals(state)),
    onStopped: (reason, cause) => options.listener.stopped(reason, cause),
  });
  const archiver = archiverOf(log, sequencer);
  const shadow = startShadow({ options, archiver, sequencer });
  // The shadow recovers by itself: it must come to the same figures.
  shadow.checkpoint(controlTotals(state));
  return {
    sequencer,
    log,
    snapshots,
    state,
    recovered,
    advanceShadow: () => shadow.advance(log.durableSeq),
    async close() {
      try {
        await sequencer.close();
      } finally {
        await shadow.close();
        await archiver.settled();
        await log.close();
      }
    },
  };
}

type ShadowParts = {
  readonly options: OpenSequencerOptions;
  readonly archiver: JournalArchiver;
  readonly sequencer: Sequencer;
};

function startShadow({ options, archiver, sequencer }: ShadowParts): ShadowThread {
  const { journalFolder, network, snapshotFolder, snapshotEvery, snapshotsKept } = options;
  return new ShadowThread({
    journalFolder,
    network,
    snapshotFolder,
    every: snapshotEvery,
    keep: snapshotsKept,
    onReport(report) {
      const { divergence, written, coveredSeq } = report;
      if (divergence !== null) sequencer.halt(divergenceOf(divergence), null);
      options.listener.shadow(report);
      if (written.length > 0 && coveredSeq > 0) archiver.archiveBefore(coveredSeq);
    },
    onFailure(error) {
      sequencer.halt(shadowFailure(error), error);
    },
  });
}

function archiverOf(log: CommandLog, sequencer: Sequencer): JournalArchiver {
  return new JournalArchiver({
    log,
    isWanted: () => sequencer.stopReason === null,
    onFailure(error) {
      const detail = `Segments of the journal could not be archived: ${String(error)}.`;
      sequencer.halt({ code: 'journal/io-error', detail }, error);
    },
  });
}

function divergenceOf(difference: string): StopReason {
  const detail =
    `Engine and shadow executed the same commands and differ (live and shadow): ${difference}. ` +
    'One of them cannot be trusted: check the memory of this machine, and start again from the ' +
    'journal. If it happens again, the engine is not deterministic.';
  return { code: 'snapshot/diverged', detail };
}

function shadowFailure(error: unknown): StopReason {
  const message = error instanceof Error ? error.message : String(error);
  return { code: 'snapshot/shadow-failed', detail: `The thread of snapshots ended: ${message}.` };
}
