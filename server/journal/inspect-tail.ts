import { BLOCK_HEADER_BYTES, LARGEST_BLOCK_BYTES } from './block-layout.ts';
import {
  type BlockExpectation,
  type BlockFault,
  findBlockFault,
  readBlockHeader,
} from './check-block.ts';
import type { RecordMemory } from './record-memory.ts';

/** What a disk writes whole or not at all. */
const SECTOR_BYTES = 512;

/**
 * What follows the last whole block of the last segment.
 *
 * - `clean`: zeros only.
 * - `torn`: a write that was never finished and hence never acknowledged; `byteLength` bytes of it.
 * - `damaged`: something that was finished and is no longer as it was written.
 * - `finished`: a whole block, which was written while somebody was looking.
 */
export type Tail =
  | { readonly kind: 'clean' }
  | { readonly kind: 'finished' }
  | { readonly kind: 'torn'; readonly byteLength: number }
  | { readonly kind: 'damaged'; readonly why: string; readonly offset: number };

const CLEAN: Tail = { kind: 'clean' };

/** What a tail is looked at for. */
type TailExpectation = Omit<BlockExpectation, 'at'> & {
  /** Where in its file the tail begins, a multiple of eight. */
  readonly fileOffset: number;
};

/**
 * Tells an unfinished write from damage. The segment was zeros before, one write is on its way at a
 * time, and the next one begins when it is durable. So a block that was not finished is followed by
 * nothing, is no longer than a block can be, and something is *missing*: its end, when it was cut
 * off, or whole sectors, which a disk stores in any order. A block with nothing missing was finished
 * and perhaps acknowledged: if it is not as it was sealed, it has been damaged since and must not be
 * cut off silently. (Sectors of the very last block that turned into zeros later cannot be told from
 * ones that were never written.)
 *
 * @param memory The rest of the file from the end of the last whole block on.
 */
export function inspectTail(memory: RecordMemory, expected: TailExpectation): Tail {
  const end = endOfData(memory.words);
  if (end === 0) return CLEAN;
  const header = readBlockHeader(memory, { at: 0, segment: expected.segment });
  const fault = header === null ? null : findBlockFault(memory, { ...expected, header, at: 0 });
  if (header !== null && fault === null) return { kind: 'finished' };
  const following = findLaterBlock(memory, expected);
  if (following !== null) {
    return damaged('whole blocks follow what is no block', following);
  }
  if (end > LARGEST_BLOCK_BYTES) {
    return damaged('there is data further on than an unfinished write reaches', end - 1);
  }
  const place = { end, fileOffset: expected.fileOffset };
  if (header === null || fault === null) return inspectHeadless(memory, place);
  return inspectHeaded(memory, { ...place, byteLength: header.byteLength, fault });
}

type TailPlace = { readonly end: number; readonly fileOffset: number };

/** The header itself is missing or wrong. */
function inspectHeadless(memory: RecordMemory, { end, fileOffset }: TailPlace): Tail {
  const isCutOff = end <= BLOCK_HEADER_BYTES;
  if (isCutOff || lacksSector(memory.bytes.subarray(0, BLOCK_HEADER_BYTES), fileOffset)) {
    return { kind: 'torn', byteLength: end };
  }
  return damaged('the header of a block is not as it was written', 0);
}

type HeadedPlace = TailPlace & { readonly byteLength: number; readonly fault: BlockFault };

/** The header tells how long the block was meant to be. */
function inspectHeaded(memory: RecordMemory, place: HeadedPlace): Tail {
  const { end, fileOffset, byteLength, fault } = place;
  if (end > byteLength) return damaged('there is data behind an unfinished write', byteLength);
  if (fault.isMisplaced) return damaged(`a block does not belong here: ${fault.why}`, 0);
  // The end mark has no byte that is zero, so a zero at the end was never written.
  const isCutOff = end < byteLength;
  if (isCutOff || lacksSector(memory.bytes.subarray(0, byteLength), fileOffset)) {
    return { kind: 'torn', byteLength: end };
  }
  return damaged(fault.why, fault.offset);
}

/** How many bytes there are up to the last one that is not zero. */
function endOfData(words: Uint32Array): number {
  let count = words.length;
  while (count > 0 && words[count - 1] === 0) count -= 1;
  if (count === 0) return 0;
  const last = words[count - 1] as number;
  return count * 4 - (Math.clz32(last) >>> 3);
}

/** Offset of a block header of this segment behind the first position; `null` when there is none. */
function findLaterBlock(memory: RecordMemory, { segment }: TailExpectation): number | null {
  for (let at = 8; at + BLOCK_HEADER_BYTES <= memory.bytes.length; at += 8) {
    if (readBlockHeader(memory, { at, segment }) !== null) return at;
  }
  return null;
}

/**
 * Whether one of the disk's sectors is all zeros as far as these bytes lie in it. What is written is
 * never zero over a whole sector, and neither begins nor ends with a word of zeros.
 */
function lacksSector(bytes: Uint8Array, fileOffset: number): boolean {
  for (let at = 0; at < bytes.length; ) {
    const sectorEnd = at + SECTOR_BYTES - ((fileOffset + at) % SECTOR_BYTES);
    const end = Math.min(sectorEnd, bytes.length);
    if (isZero(bytes, at, end)) return true;
    at = end;
  }
  return false;
}

function isZero(bytes: Uint8Array, from: number, to: number): boolean {
  for (let at = from; at < to; at += 1) if (bytes[at] !== 0) return false;
  return true;
}

function damaged(why: string, offset: number): Tail {
  return { kind: 'damaged', why, offset };
}
