import type { Command } from '#server/engine/index.ts';
import { compareStates, type StatesReport } from './compare-states.ts';
import { OpenedJournal } from './opened-journal.ts';
import { RecordCursor } from './record-cursor.ts';
import { ReplayError } from './replay-error.ts';
import type { ReplayOptions } from './replay-options.ts';

export type DiffOptions = Pick<ReplayOptions, 'folder' | 'archive' | 'until' | 'diffArchive'> & {
  /** Folder of the other journal. */
  readonly diff: string;
};

/** One of the two journals. */
export type ComparedJournal = {
  readonly folder: string;
  readonly network: string;
  readonly firstSeq: number;
  /** The last record that was read. */
  readonly lastSeq: number;
  /** Why it could not be read further, found behind the first difference; `null` = it could. */
  readonly problem: string | null;
};

/** The first record that differs, once as each journal has it. */
export type RecordDifference = {
  readonly seq: number;
  readonly one: Command;
  readonly other: Command;
};

export type DiffReport = {
  readonly one: ComparedJournal;
  readonly other: ComparedJournal;
  /** Records that both have, as far as they were compared; none when `from` is greater than `to`. */
  readonly from: number;
  readonly to: number;
  /** Where comparing was to end; `null` = at the end of either. */
  readonly until: number | null;
  /** `null` when all records that both have are equal. */
  readonly difference: RecordDifference | null;
  /** What the records lead to; `null` when the journals do not begin with record 1. */
  readonly states: StatesReport | null;
};

/**
 * Whether both journals hold the same, as far as was asked. That one of them begins later is no
 * difference: its older segments were archived.
 */
export function areEqual({ one, other, from, to, difference, until }: DiffReport): boolean {
  if (difference !== null || from > to) return false;
  return one.lastSeq === other.lastSeq || to === until;
}

/**
 * Compares two journals record by record, and what their records lead to. Blocks are not compared:
 * they tell how writes came together, not what was written.
 *
 * @throws ReplayError when one of them cannot be read before a difference is found.
 */
export function compareJournals(options: DiffOptions): DiffReport {
  const { folder, archive, diff, diffArchive, until } = options;
  const one = new OpenedJournal({ folder, archive });
  const other = new OpenedJournal({ folder: diff, archive: diffArchive });
  const from = Math.max(one.firstSeq, other.firstSeq);
  const range = { from, to: until ?? Number.POSITIVE_INFINITY };
  const left = new RecordCursor(one, range);
  const right = new RecordCursor(other, range);
  try {
    const difference = firstDifference(left, right, range.to);
    const ends = { one: comparedJournal(one, left), other: comparedJournal(other, right) };
    const common = Math.min(range.to, left.readSeq, right.readSeq);
    const to = difference === null ? common : difference.seq - 1;
    const fromBeginning = one.firstSeq === 1 && other.firstSeq === 1;
    const states = fromBeginning ? compareStates({ one, other, equalTo: to, common }) : null;
    return { ...ends, from, to, until, difference, states };
  } finally {
    left.close();
    right.close();
  }
}

function firstDifference(
  left: RecordCursor,
  right: RecordCursor,
  lastSeq: number,
): RecordDifference | null {
  try {
    while (left.seq <= lastSeq) {
      const byteLength = Math.min(left.rest().length, right.rest().length);
      if (byteLength === 0) return null;
      if (!haveEqualBytes(left, right, byteLength)) return differenceAhead(left, right, lastSeq);
      const seq = Math.min(left.nextBlockSeq, right.nextBlockSeq);
      left.skipBytes(byteLength, seq);
      right.skipBytes(byteLength, seq);
    }
    return null;
  } catch (error) {
    if (!(error instanceof ReplayError)) throw error;
    throw afterEqualRecords(error, left.seq - 1);
  }
}

/** Whether all records are equal up to the end of the shorter of both blocks. */
function haveEqualBytes(left: RecordCursor, right: RecordCursor, byteLength: number): boolean {
  const one = left.rest().subarray(0, byteLength);
  return Buffer.compare(one, right.rest().subarray(0, byteLength)) === 0;
}

/** There is a record that differs in the present blocks; it may lie behind the last one wanted. */
function differenceAhead(
  left: RecordCursor,
  right: RecordCursor,
  lastSeq: number,
): RecordDifference | null {
  for (; left.seq <= lastSeq; left.skipRecord(), right.skipRecord()) {
    const [one, other] = [left.record(), right.record()];
    if (Buffer.compare(one.bytes, other.bytes) === 0) continue;
    return { seq: left.seq, one: one.command, other: other.command };
  }
  return null;
}

/** The end of a journal of which the beginning was compared. What is wrong behind is told, not thrown. */
function comparedJournal(journal: OpenedJournal, cursor: RecordCursor): ComparedJournal {
  let problem: string | null = null;
  try {
    cursor.readToEnd();
  } catch (error) {
    if (!(error instanceof ReplayError)) throw error;
    problem = `${error.message} ${error.fix}`;
  }
  const { folder, network, firstSeq } = journal;
  return { folder, network, firstSeq, lastSeq: cursor.readSeq, problem };
}

function afterEqualRecords(error: ReplayError, seq: number): ReplayError {
  return new ReplayError(error.code, {
    message: `${error.message} Up to record ${seq} both journals hold the same.`,
    fix: error.fix,
    exitCode: error.exitCode,
    cause: error,
  });
}
