import { checkState, EngineView, InvariantError } from '#server/engine/index.ts';
import {
  chainFits,
  type LoadedSnapshot,
  loadedSnapshot,
  snapshotAhead,
  snapshotState,
} from './loaded-snapshot.ts';
import { OpenedJournal } from './opened-journal.ts';
import { DIFFERS, ReplayError, USAGE_FAULT } from './replay-error.ts';
import type { ReplayOptions } from './replay-options.ts';
import {
  type ExecutedRecord,
  type JournalReport,
  type ReplayReport,
  replayReport,
  type SnapshotReport,
} from './replay-report.ts';
import { type CommandListener, hexHash, ReplayedExchange, stateHash } from './replayed-exchange.ts';
import { stateDifferences } from './state-differences.ts';

/**
 * Executes a journal and reports on the exchange that results.
 *
 * @throws ReplayError
 */
export function runReplay(options: ReplayOptions): ReplayReport {
  const journal = new OpenedJournal(options);
  const base = options.base === null ? null : baseOf(journal, options.base);
  if (base === null && journal.firstSeq > 1) throw incomplete(journal);
  const snapshot = options.snapshot === null ? null : loadedSnapshot(options.snapshot);
  refuseImpossible(options, { base, snapshot });
  const exchange = new ReplayedExchange(journal, base === null ? undefined : snapshotState(base));
  try {
    return replay(journal, exchange, { options, base, snapshot });
  } finally {
    exchange.close();
  }
}

type Inputs = {
  readonly options: ReplayOptions;
  readonly base: LoadedSnapshot | null;
  readonly snapshot: LoadedSnapshot | null;
};

function replay(
  journal: OpenedJournal,
  exchange: ReplayedExchange,
  { options, base, snapshot }: Inputs,
): ReplayReport {
  const { events: range, account } = options;
  const events: ExecutedRecord[] = [];
  const collect: CommandListener = (command, done) => {
    events.push({ command: structuredClone(command), events: done });
  };
  let snapshotReport: SnapshotReport | null = null;
  for (const stop of stopsOf(options, snapshot)) {
    const isShown = range !== null && exchange.seq + 1 >= range.from && stop <= range.to;
    const reached = exchange.runTo(stop, isShown ? collect : null);
    const isOfSnapshot = stop === snapshot?.snapshot.seq;
    if (!reached && stop !== Number.POSITIVE_INFINITY) {
      const end = { journal, seq: stop, lastSeq: exchange.seq };
      throw isOfSnapshot ? snapshotAhead({ ...end, file: snapshot.file }) : beyondEnd(end);
    }
    if (isOfSnapshot) snapshotReport = snapshotReportOf(journal, exchange, snapshot);
  }
  const { state } = exchange;
  if (account !== null && !state.accounts.has(account)) {
    throw unknownAccount(account, { seq: state.seq, count: state.accounts.count });
  }
  checkInvariants(exchange);
  const facts = {
    journal: journalReport(journal, exchange),
    base: base === null ? null : { file: base.file, seq: base.snapshot.seq },
    chain: exchange.chain,
    snapshot: snapshotReport,
    events,
  };
  return replayReport(state, facts, options);
}

/** Where to stop on the way: before and behind the records to show, at the snapshot, and at the end. */
function stopsOf({ events, until }: ReplayOptions, snapshot: LoadedSnapshot | null): number[] {
  const stops = [until ?? Number.POSITIVE_INFINITY];
  if (events !== null) stops.push(events.from - 1, events.to);
  if (snapshot !== null) stops.push(snapshot.snapshot.seq);
  return [...new Set(stops)].sort((one, other) => one - other);
}

/** The snapshot to begin with, which must be of this journal. */
function baseOf(journal: OpenedJournal, file: string): LoadedSnapshot {
  const base = loadedSnapshot(file);
  if (base.snapshot.seq + 1 < journal.firstSeq) throw missingRecords(journal, base.snapshot.seq);
  if (chainFits(journal, base)) return base;
  throw new ReplayError('replay/base-of-another', {
    message: `The snapshot ${file} was not made of the journal in ${journal.folder}: their hash chains differ at record ${base.snapshot.seq}.`,
    fix: 'Name a snapshot that belongs to this journal, or the journal that belongs to this snapshot.',
    exitCode: DIFFERS,
  });
}

function snapshotReportOf(
  journal: OpenedJournal,
  { state }: ReplayedExchange,
  found: LoadedSnapshot,
): SnapshotReport {
  const { file, snapshot } = found;
  const storedHash = hexHash(snapshot.state);
  const replayedHash = stateHash(state);
  const chain = chainFits(journal, found);
  const differences: string[] = [];
  if (storedHash !== replayedHash) {
    const stored = snapshotState(found);
    differences.push(...stateDifferences(new EngineView(stored), new EngineView(state)));
  }
  if (snapshot.time !== state.time) {
    differences.push(`time of the last command: ${snapshot.time} and ${state.time}`);
  }
  if (!chain) differences.push('the hash chain of the journal');
  const fits = differences.length === 0 && storedHash === replayedHash;
  const { seq } = snapshot;
  return { file, seq, fits, stateHash: storedHash, replayedHash, chainFits: chain, differences };
}

function journalReport(
  { folder, network, firstSeq }: OpenedJournal,
  { readFrom, readSeq, tornTail }: ReplayedExchange,
): JournalReport {
  return { folder, network, firstSeq, verifiedFrom: readFrom, verifiedTo: readSeq, tornTail };
}

function checkInvariants({ state }: ReplayedExchange): void {
  try {
    checkState(state);
  } catch (error) {
    if (!(error instanceof InvariantError)) throw error;
    throw new ReplayError('replay/invariant', {
      message: `After record ${state.seq} something does not hold that always must: ${error.message}.`,
      fix: 'The engine has a defect. Keep the journal, and report it with this message.',
      exitCode: DIFFERS,
      cause: error,
    });
  }
}

/** Refuses to stop before the beginning, or to look at what comes behind the stop. */
function refuseImpossible(
  { until, events }: ReplayOptions,
  { base, snapshot }: Pick<Inputs, 'base' | 'snapshot'>,
): void {
  const baseSeq = base?.snapshot.seq ?? 0;
  const snapshotSeq = snapshot?.snapshot.seq ?? null;
  const last = until ?? Number.POSITIVE_INFINITY;
  const wrong = [
    until !== null &&
      until < baseSeq &&
      `--until ${until} comes before the snapshot of --base (${baseSeq}).`,
    events !== null &&
      events.from <= baseSeq &&
      `--events begins before the snapshot of --base ends (${baseSeq}).`,
    events !== null &&
      events.to > last &&
      `--events goes on to ${events.to}, behind --until ${until}.`,
    snapshotSeq !== null &&
      snapshotSeq > last &&
      `The snapshot to verify is as of record ${snapshotSeq}, behind --until ${until}.`,
    snapshotSeq !== null &&
      snapshotSeq < baseSeq &&
      `The snapshot to verify (${snapshotSeq}) comes before that of --base (${baseSeq}).`,
  ].find((message) => message !== false);
  if (wrong === undefined) return;
  throw new ReplayError('replay/invalid-option', {
    message: wrong,
    fix: 'Change one of them, or leave it out.',
    exitCode: USAGE_FAULT,
  });
}

function incomplete(journal: OpenedJournal): ReplayError {
  return new ReplayError('replay/incomplete', {
    message: `The journal in ${journal.folder} begins with record ${journal.firstSeq}; those before it were archived or removed.`,
    fix: journal.archiveHint(),
    exitCode: USAGE_FAULT,
  });
}

function missingRecords(journal: OpenedJournal, seq: number): ReplayError {
  return new ReplayError('replay/incomplete', {
    message: `The snapshot of --base is as of record ${seq}, but the journal in ${journal.folder} begins with ${journal.firstSeq}.`,
    fix: journal.archiveHint(),
    exitCode: USAGE_FAULT,
  });
}

function beyondEnd(end: {
  readonly journal: OpenedJournal;
  readonly seq: number;
  readonly lastSeq: number;
}): ReplayError {
  const { journal, seq, lastSeq } = end;
  return new ReplayError('replay/beyond-end', {
    message: `There is no record ${seq}: the journal in ${journal.folder} ends with ${lastSeq}.`,
    fix: `Name a record from ${journal.firstSeq} to ${lastSeq}, or leave the option out.`,
    exitCode: USAGE_FAULT,
  });
}

function unknownAccount(
  account: number,
  { seq, count }: { readonly seq: number; readonly count: number },
): ReplayError {
  return new ReplayError('replay/unknown-account', {
    message: `There is no account ${account} as of record ${seq}.`,
    fix:
      count === 1
        ? 'Only account 0, of fees, exists yet.'
        : `Name one from 0 (fees) to ${count - 1}.`,
    exitCode: USAGE_FAULT,
  });
}
