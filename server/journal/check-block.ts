import {
  BLOCK_COUNT_WORD,
  BLOCK_HEADER_BYTES,
  BLOCK_LENGTH_WORD,
  BLOCK_MAGIC,
  BLOCK_MARK_WORD,
  BLOCK_PREVIOUS_WORD,
  BLOCK_SEQ_WORD,
  BLOCK_TRAILER_BYTES,
  END_MARK_HIGH,
  END_MARK_LOW,
  HASH_BYTES,
  LARGEST_BLOCK_BYTES,
} from './block-layout.ts';
import { SMALLEST_RECORD_BYTES } from './record-layout.ts';
import type { RecordMemory } from './record-memory.ts';
import { isSealed } from './seal.ts';
import type { SegmentHeader } from './segment-header.ts';
import { readWide } from './wide-word.ts';

export type BlockHeader = {
  readonly byteLength: number;
  readonly count: number;
  readonly firstSeq: number;
};

/** Where a block lies in memory and what must come there. */
export type BlockExpectation = {
  /** Byte offset in memory, a multiple of eight. */
  readonly at: number;
  readonly segment: SegmentHeader;
  readonly seq: number;
  readonly previousChain: Uint8Array;
};

export type BlockFault = {
  readonly why: string;
  /** Bytes from the beginning of the block. */
  readonly offset: number;
  /** Number of the record that should be there. */
  readonly seq: number;
  /** The block is not the one that belongs here, however whole it may be. */
  readonly isMisplaced: boolean;
};

/** The header at a byte offset; `null` unless a block of this segment begins there. */
export function readBlockHeader(
  { words, bytes }: RecordMemory,
  { at, segment }: Pick<BlockExpectation, 'at' | 'segment'>,
): BlockHeader | null {
  const word = at >>> 2;
  const headerEnd = word + BLOCK_HEADER_BYTES / 4;
  if (words[word] !== BLOCK_MAGIC || at + BLOCK_HEADER_BYTES > bytes.length) return null;
  if (words[word + BLOCK_MARK_WORD] !== segment.markLow) return null;
  if (words[word + BLOCK_MARK_WORD + 1] !== segment.markHigh) return null;
  if (!isSealed(words, word, headerEnd)) return null;
  const byteLength = words[word + BLOCK_LENGTH_WORD] as number;
  if (byteLength > LARGEST_BLOCK_BYTES || byteLength % 8 !== 0) return null;
  return {
    byteLength,
    count: words[word + BLOCK_COUNT_WORD] as number,
    firstSeq: readWide(words, word + BLOCK_SEQ_WORD),
  };
}

/** What is wrong with a block that is whole in memory; `null` when nothing is. */
export function findBlockFault(
  memory: RecordMemory,
  { header, at, seq, previousChain }: BlockExpectation & { readonly header: BlockHeader },
): BlockFault | null {
  if (header.firstSeq !== seq) {
    return misplaced(`it begins with number ${header.firstSeq}`, seq);
  }
  const previousAt = at + BLOCK_PREVIOUS_WORD * 4;
  const previous = memory.bytes.subarray(previousAt, previousAt + HASH_BYTES);
  if (Buffer.compare(previous, previousChain) !== 0) {
    return misplaced('it does not continue the hash chain', seq);
  }
  return findRecordFault(memory, header, at) ?? findEndFault(memory, header, at);
}

function findRecordFault(memory: RecordMemory, header: BlockHeader, at: number): BlockFault | null {
  const { words } = memory;
  const end = at + header.byteLength - BLOCK_TRAILER_BYTES;
  let offset = at + BLOCK_HEADER_BYTES;
  for (let index = 0; index < header.count; index += 1) {
    const seq = header.firstSeq + index;
    const fault = (why: string) => ({ why, offset: offset - at, seq, isMisplaced: false });
    const word = offset >>> 2;
    const length = (words[word] as number) & 0xffff;
    if (length < SMALLEST_RECORD_BYTES || length % 8 !== 0 || offset + length > end) {
      return fault('a record has an impossible length');
    }
    if (!isSealed(words, word, (offset + length) >>> 2)) {
      return fault("a record's checksum is wrong");
    }
    if (readWide(words, word + 2) !== seq) return fault('a record has another number');
    offset += length;
  }
  if (offset === end) return null;
  const seq = header.firstSeq + header.count;
  return { why: 'more follows its last record', offset: offset - at, seq, isMisplaced: false };
}

function findEndFault({ words }: RecordMemory, header: BlockHeader, at: number): BlockFault | null {
  const offset = header.byteLength - BLOCK_TRAILER_BYTES;
  const word = (at + offset) >>> 2;
  if (words[word] === END_MARK_LOW && words[word + 1] === END_MARK_HIGH) return null;
  const seq = header.firstSeq + header.count - 1;
  return { why: 'its end mark is wrong', offset, seq, isMisplaced: false };
}

function misplaced(why: string, seq: number): BlockFault {
  return { why, offset: 0, seq, isMisplaced: true };
}
