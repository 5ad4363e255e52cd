import { createHash } from 'node:crypto';
import { HASH_BYTES } from './block-layout.ts';
import { JournalError } from './journal-error.ts';
import { type RecordMemory, recordMemory } from './record-memory.ts';
import { isSealed, seal } from './seal.ts';
import { readWide, writeWide } from './wide-word.ts';

/**
 * What a segment file begins with, little-endian:
 *
 *     0  u32   magic
 *     4  u32   CRC-32C of these 256 bytes with this word counted as zero
 *     8  u32   version of the format; this and the two before stay where they are in every version
 *    12  u32   length of the network's name in bytes
 *    16  u64   number of the first record
 *    24  u64   the segment's mark, which each of its blocks repeats
 *    32  32 B  chain hash of the last block of the segment before
 *    64        the network's name
 *   248  u64   length of the file in bytes
 */
export type SegmentHeader = {
  readonly network: string;
  readonly firstSeq: number;
  /** Two random words. */
  readonly markLow: number;
  readonly markHigh: number;
  readonly previousChain: Uint8Array;
  /** Bytes of the whole file, which was zeros before it got its name. A shorter one was cut off. */
  readonly byteLength: number;
};

export const SEGMENT_HEADER_BYTES = 256;
const JOURNAL_VERSION = 1;

/** "LXJS". */
const MAGIC = 0x534a584c;
const HEADER_WORDS = SEGMENT_HEADER_BYTES / 4;
const VERSION_WORD = 2;
const NAME_LENGTH_WORD = 3;
const SEQ_WORD = 4;
const MARK_WORD = 6;
const PREVIOUS_AT = 32;
const NAME_AT = 64;
const LENGTH_AT = 248;

/** Journals of different networks differ from the first hash on. */
export function firstChain(network: string): Uint8Array {
  return createHash('sha256').update(`lux-exchange journal\n${network}`).digest();
}

/** The bytes of a header. */
export function encodeSegmentHeader(header: SegmentHeader): Uint8Array {
  const name = new TextEncoder().encode(header.network);
  if (name.length > LENGTH_AT - NAME_AT) {
    throw new RangeError(`the name of the network is too long: ${header.network}`);
  }
  const { bytes, words } = recordMemory(SEGMENT_HEADER_BYTES);
  words[0] = MAGIC;
  words[VERSION_WORD] = JOURNAL_VERSION;
  words[NAME_LENGTH_WORD] = name.length;
  writeWide(words, SEQ_WORD, header.firstSeq);
  words[MARK_WORD] = header.markLow;
  words[MARK_WORD + 1] = header.markHigh;
  bytes.set(header.previousChain, PREVIOUS_AT);
  bytes.set(name, NAME_AT);
  writeWide(words, LENGTH_AT / 4, header.byteLength);
  seal(words, 0, HEADER_WORDS);
  return bytes;
}

/**
 * Reads a header. `file` names it in messages.
 *
 * @throws JournalError `journal/damaged` or `journal/unsupported-version`.
 */
export function decodeSegmentHeader({ bytes, words }: RecordMemory, file: string): SegmentHeader {
  if (words[0] !== MAGIC) throw damagedHeader(file, 'it does not begin as a segment does');
  const version = words[VERSION_WORD] as number;
  switch (version) {
    case JOURNAL_VERSION:
      break;
    default:
      throw unsupported(file, version);
  }
  if (!isSealed(words, 0, HEADER_WORDS)) throw damagedHeader(file, 'its checksum is wrong');
  const nameEnd = NAME_AT + (words[NAME_LENGTH_WORD] as number);
  return {
    network: new TextDecoder().decode(bytes.subarray(NAME_AT, nameEnd)),
    firstSeq: readWide(words, SEQ_WORD),
    markLow: words[MARK_WORD] as number,
    markHigh: words[MARK_WORD + 1] as number,
    previousChain: bytes.slice(PREVIOUS_AT, PREVIOUS_AT + HASH_BYTES),
    byteLength: readWide(words, LENGTH_AT / 4),
  };
}

function damagedHeader(file: string, why: string): JournalError {
  return new JournalError('journal/damaged', {
    message: `${file}: the segment's header (offset 0) is damaged: ${why}.`,
    fix: 'Restore this file from a backup or a replica. Do not delete it: commands would be lost.',
  });
}

function unsupported(file: string, version: number): JournalError {
  const which = version < JOURNAL_VERSION ? 'an older' : 'a newer';
  return new JournalError('journal/unsupported-version', {
    message: `${file} has format version ${version}, this software reads ${JOURNAL_VERSION}: ${which} version of the exchange wrote it.`,
    fix: 'Nothing was changed. Only the version that wrote it can go on with it: start that one, on these very folders. This one needs folders of its own.',
  });
}
