export type { AppendOutcome, CommandLog, LogListener, LogState } from './command-log.ts';
export { CommandDecoder, recordLength } from './decode-command.ts';
export { diskFiles } from './disk-files.ts';
export { joinedFiles } from './joined-files.ts';
export { JournalError, type JournalErrorCode } from './journal-error.ts';
export type { JournalFiles, ReadableFile, WritableFile } from './journal-files.ts';
export {
  type JournalPosition,
  type JournalReader,
  type JournalReaderOptions,
  openJournalReader,
} from './journal-reader.ts';
export {
  type OpenedLog,
  openSegmentLog,
  type RepairedTail,
  type SegmentLogOptions,
} from './open-segment-log.ts';
export { RecordBatch } from './record-batch.ts';
export type { RecordBlock } from './record-block.ts';
export type { RecordMemory } from './record-memory.ts';
export { firstSeqOf } from './segment-name.ts';
