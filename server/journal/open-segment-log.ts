import { join } from 'node:path';
import { limits } from '#server/limits.ts';
import { archiveSegments } from './archive-segments.ts';
import { BLOCK_HEADER_BYTES, LARGEST_BLOCK_BYTES } from './block-layout.ts';
import { BlockQueue } from './block-queue.ts';
import type { CommandLog } from './command-log.ts';
import { diskFiles } from './disk-files.ts';
import { JournalError } from './journal-error.ts';
import type { FolderLock, JournalFiles, WritableFile } from './journal-files.ts';
import { type JournalPosition, openJournalReader } from './journal-reader.ts';
import { RecentRecords } from './recent-records.ts';
import type { RecordBlock } from './record-block.ts';
import { firstChain, SEGMENT_HEADER_BYTES } from './segment-header.ts';
import { SegmentLog } from './segment-log.ts';
import { firstSeqOf } from './segment-name.ts';
import { type ActiveSegment, SegmentWriter } from './segment-writer.ts';
import { TurnGiver } from './turn-giver.ts';
import { asJournalError, writeWhole } from './write-whole.ts';

/** Records whose checksums are remembered, as a power of two. */
const RECENT_BITS = 16;

export type SegmentLogOptions = {
  readonly folder: string;
  /** Names the network for good, for example by its chain id and genesis hash. */
  readonly network: string;
  /**
   * Segments that hold only records before this number are not read: a snapshot covers them. By
   * default the whole journal is verified.
   */
  readonly fromSeq?: number;
  /** Is shown every verified block from the one with `fromSeq` on, so that it need not be read twice. */
  readonly visit?: (block: RecordBlock) => void;
  /** Where archived segments go; by default the folder `archive`. `null` deletes them. */
  readonly archive?: string | null;
  readonly segmentBytes?: number;
  /** What may wait for the disk before appending answers with back-pressure. */
  readonly bufferBytes?: number;
  readonly files?: JournalFiles;
};

/** What opening has cut off: the rest of a write that was never finished. */
export type RepairedTail = {
  readonly file: string;
  readonly offset: number;
  readonly lostBytes: number;
};

export type OpenedLog = {
  readonly log: CommandLog;
  /** `null` when the journal ended as it should. */
  readonly repaired: RepairedTail | null;
};

type Setup = Required<Omit<SegmentLogOptions, 'fromSeq' | 'visit'>> &
  Pick<SegmentLogOptions, 'fromSeq' | 'visit'>;

/**
 * Opens the journal in a folder, or begins one: takes the lock, verifies what is there, cuts off a
 * torn tail, and makes the end durable anew. A journal is not begun anew where one has been: in a
 * folder whose archive holds segments.
 *
 * @throws JournalError `journal/locked`, `journal/damaged`, `journal/record-gone`,
 * `journal/wrong-network`, `journal/unsupported-version`, `journal/disk-full`, `journal/io-error`.
 */
export async function openSegmentLog(options: SegmentLogOptions): Promise<OpenedLog> {
  const setup: Setup = {
    archive: join(options.folder, 'archive'),
    segmentBytes: limits.journalSegmentBytes,
    bufferBytes: limits.journalBufferBytes,
    files: diskFiles,
    ...options,
  };
  let lock: FolderLock | null = null;
  const release = () => lock?.release();
  try {
    lock = setup.files.lock(setup.folder);
    return await openLocked(setup, release);
  } catch (error) {
    release();
    throw asJournalError(error, setup.folder);
  }
}

async function openLocked(setup: Setup, release: () => void): Promise<OpenedLog> {
  const { files, folder, network, segmentBytes, bufferBytes } = setup;
  const recent = new RecentRecords(RECENT_BITS);
  const end = await readToEnd(setup, recent);
  if (end === null) checkBeginning(setup);
  // A crash may have come between making a name and making it durable.
  await files.syncFolder(folder);
  const active = end === null ? null : await continueSegment(setup, end);
  const chain = end?.chain ?? firstChain(network);
  const writer = new SegmentWriter({ files, folder, network, segmentBytes, active, chain });
  if (active === null) await writer.begin(1);
  const blockBytes = Math.min(LARGEST_BLOCK_BYTES, segmentBytes - SEGMENT_HEADER_BYTES);
  const log = new SegmentLog({
    folder,
    writer,
    queue: new BlockQueue({ blockBytes, bufferBytes }),
    recent,
    firstSeq: oldestSeq(files, folder),
    lastSeq: end?.lastSeq ?? 0,
    chain,
    read: (fromSeq, durableSeq) => readDurable(setup, { fromSeq, durableSeq }),
    archive: (beforeSeq) => archiveSegments({ files, folder, archive: setup.archive, beforeSeq }),
    release,
  });
  return { log, repaired: end === null ? null : repairOf(end) };
}

/** Numbers that were given once must not be given again to other commands. */
function checkBeginning({ files, folder, archive }: Setup): void {
  const archived = archive === null ? [] : segmentNumbers(files, archive);
  if (archived.length === 0) return;
  throw new JournalError('journal/record-gone', {
    message: `There is no journal in ${folder}, although there was one: its archive is there.`,
    fix: 'Put its files back. Only if they are lost for good move archive and snapshots away, and begin anew.',
  });
}

/** Verifies everything from `fromSeq` on; `null` when there is no journal yet. */
async function readToEnd(setup: Setup, recent: RecentRecords): Promise<JournalPosition | null> {
  const { folder, network, files, fromSeq, visit } = setup;
  const begin = fromSeq === undefined ? {} : { fromSeq };
  const reader = openJournalReader({ folder, network, files, ...begin });
  const turns = new TurnGiver();
  try {
    for (let block = reader.next(); block !== null; block = reader.next()) {
      recent.add(block);
      visit?.(block);
      await turns.worked(block.end - block.start);
    }
    return reader.position;
  } finally {
    reader.close();
  }
}

/** Opens the last segment for writing behind its last whole block. */
async function continueSegment(setup: Setup, end: JournalPosition): Promise<ActiveSegment> {
  const { files, folder } = setup;
  const path = join(folder, end.name);
  const reading = files.openForReading(path);
  const lastBlock = new Uint8Array(end.lastBlockBytes);
  reading.read(lastBlock, end.offset - end.lastBlockBytes);
  reading.close();
  const file = await files.openForWriting(path, 'existing');
  try {
    await mendEnd(file, end, lastBlock);
  } catch (error) {
    await file.close();
    throw error;
  }
  const { markLow, markHigh, byteLength } = end.header;
  return { file, byteLength, markLow, markHigh, offset: end.offset };
}

/**
 * Writes the last block once more: after a failed write it may be in the system's memory alone, which
 * would say that it is clean. Then puts zeros over a torn tail, so that what is written next is
 * followed by zeros as ever.
 */
async function mendEnd(
  file: WritableFile,
  end: JournalPosition,
  lastBlock: Uint8Array,
): Promise<void> {
  await writeWhole(file, { bytes: lastBlock, position: end.offset - lastBlock.length });
  if (end.tail.kind !== 'torn') return;
  // The header comes last: until then what is left still says how long the write was meant to be, so
  // that a tail which was zeroed only in part is seen to be a torn one again.
  const zeros = new Uint8Array(end.tail.byteLength);
  const behindHeader = zeros.subarray(BLOCK_HEADER_BYTES);
  await writeWhole(file, { bytes: behindHeader, position: end.offset + BLOCK_HEADER_BYTES });
  const header = zeros.subarray(0, BLOCK_HEADER_BYTES);
  await writeWhole(file, { bytes: header, position: end.offset });
}

function repairOf({ name, offset, tail }: JournalPosition): RepairedTail | null {
  return tail.kind === 'torn' ? { file: name, offset, lostBytes: tail.byteLength } : null;
}

function segmentNumbers(files: JournalFiles, folder: string): readonly number[] {
  return files
    .list(folder)
    .map(firstSeqOf)
    .filter((seq) => seq !== null);
}

function oldestSeq(files: JournalFiles, folder: string): number {
  return Math.min(...segmentNumbers(files, folder));
}

type DurableRange = { readonly fromSeq: number; readonly durableSeq: () => number };

function* readDurable(
  { folder, network, files }: Setup,
  { fromSeq, durableSeq }: DurableRange,
): Iterable<RecordBlock> {
  // Blocks before the number are handed out too, so that going past them gives the event loop turns.
  const before = segmentNumbers(files, folder).filter((seq) => seq <= fromSeq);
  const firstSeq = before.length === 0 ? fromSeq : Math.max(...before);
  const reader = openJournalReader({ folder, network, files, fromSeq: firstSeq });
  try {
    for (let block = reader.next(durableSeq()); block !== null; ) {
      yield block;
      block = reader.next(durableSeq());
    }
  } finally {
    reader.close();
  }
}
