import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { BLOCK_HEADER_BYTES, BLOCK_TRAILER_BYTES, LARGEST_BLOCK_BYTES } from './block-layout.ts';
import { type BlockFault, findBlockFault, readBlockHeader } from './check-block.ts';
import { diskFiles } from './disk-files.ts';
import { inspectTail, type Tail } from './inspect-tail.ts';
import { JournalError } from './journal-error.ts';
import type { JournalFiles, ReadableFile } from './journal-files.ts';
import type { RecordBlock } from './record-block.ts';
import { type RecordMemory, recordMemory } from './record-memory.ts';
import { decodeSegmentHeader, SEGMENT_HEADER_BYTES, type SegmentHeader } from './segment-header.ts';
import { firstSeqOf, segmentName } from './segment-name.ts';

/** Read at a time: the largest block fits wherever it begins. */
const WINDOW_BYTES = 2 * LARGEST_BLOCK_BYTES;

export type JournalReaderOptions = {
  readonly folder: string;
  /** The network that the journal must be of; `null` takes any. */
  readonly network: string | null;
  /** Begins with the block that holds this record; by default with the oldest. */
  readonly fromSeq?: number;
  readonly files?: JournalFiles;
};

/** A segment that is open for reading. */
type OpenSegment = {
  readonly name: string;
  readonly file: ReadableFile;
  readonly header: SegmentHeader;
};

/** Where a reader stands: behind the last block that it has given. */
export type JournalPosition = {
  readonly name: string;
  readonly header: SegmentHeader;
  readonly offset: number;
  readonly lastSeq: number;
  /** Chain hash of the last block. */
  readonly chain: Uint8Array;
  /** Length of the last block; 0 at the beginning of a segment. */
  readonly lastBlockBytes: number;
  /** What follows, once the end was reached. */
  readonly tail: Tail;
};

/**
 * Reads a journal from its files, block by block, and verifies everything on the way: checksums,
 * numbers, the hash chain, the seams of segments. It takes no lock and changes nothing, so that it
 * can follow a journal that another thread or process writes.
 */
export class JournalReader {
  readonly #folder: string;
  readonly #network: string | null;
  readonly #files: JournalFiles;
  readonly #fromSeq: number | null;
  #window: RecordMemory = recordMemory(0);
  /** Where the window's bytes lie in the file, and how many there are. */
  #windowOffset = 0;
  #windowBytes = 0;
  #segment: OpenSegment | null = null;
  #offset = 0;
  #lastSeq = 0;
  #chain: Uint8Array = new Uint8Array(0);
  #lastBlockBytes = 0;
  #tail: Tail = { kind: 'clean' };

  constructor({ folder, network, fromSeq, files = diskFiles }: JournalReaderOptions) {
    this.#folder = folder;
    this.#network = network;
    this.#files = files;
    this.#fromSeq = fromSeq ?? null;
  }

  /** Where the reader stands; `null` as long as no segment was found. */
  get position(): JournalPosition | null {
    if (this.#segment === null) return null;
    const { name, header } = this.#segment;
    return {
      name,
      header,
      offset: this.#offset,
      lastSeq: this.#lastSeq,
      chain: this.#chain,
      lastBlockBytes: this.#lastBlockBytes,
      tail: this.#tail,
    };
  }

  /**
   * The next block, whose memory is valid until the next call; `null` at the end, where one may ask
   * again later. Blocks beyond `durableSeq` are left for later: who follows a journal that is being
   * written must pass what its writer says to be durable. Without it a write that is under way is
   * taken for a torn tail or, if it is caught in the act, even for damage.
   *
   * @throws JournalError `journal/damaged`, `journal/record-gone`, `journal/unsupported-version`,
   * `journal/wrong-network`.
   */
  next(durableSeq: number = Number.POSITIVE_INFINITY): RecordBlock | null {
    if (this.#segment === null && !this.#openFirst()) return null;
    while (this.#lastSeq < durableSeq) {
      const block = this.#readBlock();
      if (block !== null) {
        if (block.firstSeq + block.count > (this.#fromSeq ?? 0)) return block;
      } else if (!this.#moveOn()) {
        return null;
      }
    }
    return null;
  }

  close(): void {
    this.#segment?.file.close();
    this.#segment = null;
  }

  #segmentNumbers(): readonly number[] {
    return this.#files
      .list(this.#folder)
      .map(firstSeqOf)
      .filter((seq) => seq !== null)
      .sort((one, other) => one - other);
  }

  #openFirst(): boolean {
    const numbers = this.#segmentNumbers();
    const oldest = numbers[0];
    if (oldest === undefined) return false;
    const fromSeq = this.#fromSeq ?? oldest;
    const first = numbers.findLast((seq) => seq <= fromSeq);
    if (first === undefined) throw recordGone(fromSeq, oldest);
    const segment = this.#openSegment(first);
    this.#enter(segment);
    this.#lastSeq = segment.header.firstSeq - 1;
    this.#chain = segment.header.previousChain;
    return true;
  }

  #openSegment(firstSeq: number): OpenSegment {
    const name = segmentName(firstSeq);
    const file = this.#files.openForReading(join(this.#folder, name));
    try {
      const memory = recordMemory(SEGMENT_HEADER_BYTES);
      file.read(memory.bytes, 0);
      const header = decodeSegmentHeader(memory, name);
      this.#checkSegment(name, header, file.size());
      return { name, file, header };
    } catch (error) {
      file.close();
      throw error;
    }
  }

  #checkSegment(name: string, header: SegmentHeader, byteLength: number): void {
    if (this.#network !== null && header.network !== this.#network) {
      throw wrongNetwork(name, header.network, this.#network);
    }
    if (segmentName(header.firstSeq) !== name) {
      const why = `its header says that it begins with number ${header.firstSeq}`;
      throw damaged({ name, offset: 0, seq: header.firstSeq, why });
    }
    // A segment has its full length before it has its name: what is missing was there once.
    if (byteLength < header.byteLength) {
      const why = `the file ends here, although it was made with ${header.byteLength} bytes`;
      throw damaged({ name, offset: byteLength, seq: header.firstSeq, why });
    }
  }

  #enter(segment: OpenSegment): void {
    this.#segment?.file.close();
    this.#segment = segment;
    this.#offset = SEGMENT_HEADER_BYTES;
    const windowBytes = Math.min(WINDOW_BYTES, Math.ceil(segment.file.size() / 8) * 8);
    if (this.#window.bytes.length < windowBytes) this.#window = recordMemory(windowBytes);
    this.#windowBytes = 0;
    this.#lastBlockBytes = 0;
  }

  /** The whole block at the present position; `null` when there is none. */
  #readBlock(): RecordBlock | null {
    // What was read ahead may have been written since.
    return this.#blockInWindow() ?? (this.#fillWindow() ? this.#blockInWindow() : null);
  }

  #blockInWindow(): RecordBlock | null {
    if (this.#segment === null) return null;
    const at = this.#offset - this.#windowOffset;
    const available = this.#windowBytes - at;
    if (at < 0 || available < BLOCK_HEADER_BYTES) return null;
    const expected = {
      at,
      segment: this.#segment.header,
      seq: this.#lastSeq + 1,
      previousChain: this.#chain,
    };
    const header = readBlockHeader(this.#window, expected);
    if (header === null || header.byteLength > available) return null;
    if (findBlockFault(this.#window, { ...expected, header }) !== null) return null;
    const end = at + header.byteLength;
    const bytes = this.#window.bytes.subarray(at, end);
    const offset = this.#offset;
    const previousChain = this.#chain;
    this.#chain = createHash('sha256').update(bytes).digest();
    this.#offset += header.byteLength;
    this.#lastSeq += header.count;
    this.#lastBlockBytes = header.byteLength;
    return {
      memory: this.#window,
      start: at + BLOCK_HEADER_BYTES,
      end: end - BLOCK_TRAILER_BYTES,
      firstSeq: header.firstSeq,
      count: header.count,
      chain: this.#chain,
      previousChain,
      file: this.#segment.name,
      offset,
    };
  }

  #fillWindow(): boolean {
    if (this.#segment === null) return false;
    this.#windowOffset = this.#offset;
    this.#windowBytes = this.#segment.file.read(this.#window.bytes, this.#offset);
    return this.#windowBytes > 0;
  }

  /**
   * There was no whole block here. In the last segment this is the end; any other one must end in
   * zeros, and the next must continue it. True when it is worth while to look for a block again.
   */
  #moveOn(): boolean {
    const segment = this.#segment;
    if (segment === null) return false;
    const following = this.#segmentNumbers().find((seq) => seq > segment.header.firstSeq);
    const rest = this.#readRest(segment.file);
    const tail = inspectTail(rest, {
      segment: segment.header,
      seq: this.#lastSeq + 1,
      previousChain: this.#chain,
      fileOffset: this.#offset,
    });
    // The writer has finished a block since we looked for one.
    if (tail.kind === 'finished') return true;
    if (tail.kind === 'damaged' || (tail.kind === 'torn' && following !== undefined)) {
      throw this.#damage(segment, rest, tail);
    }
    this.#tail = tail;
    if (following === undefined) return false;
    this.#enterFollowing(segment, following);
    return true;
  }

  #enterFollowing(before: OpenSegment, firstSeq: number): void {
    const seq = this.#lastSeq + 1;
    if (firstSeq !== seq) throw gap({ before: before.name, seq, firstSeq });
    const segment = this.#openSegment(firstSeq);
    if (Buffer.compare(segment.header.previousChain, this.#chain) !== 0) {
      segment.file.close();
      const why = `it does not continue the hash chain of ${before.name}`;
      throw damaged({ name: segment.name, offset: 0, seq, why });
    }
    this.#enter(segment);
  }

  #readRest(file: ReadableFile): RecordMemory {
    const byteLength = Math.max(0, file.size() - this.#offset);
    const rest = recordMemory(Math.ceil(byteLength / 8) * 8);
    file.read(rest.bytes.subarray(0, byteLength), this.#offset);
    return rest;
  }

  /** The place of the damage: within the block, when at least its header can be read. */
  #damage(segment: OpenSegment, rest: RecordMemory, tail: Tail): JournalError {
    const expected = {
      at: 0,
      segment: segment.header,
      seq: this.#lastSeq + 1,
      previousChain: this.#chain,
    };
    const header = readBlockHeader(rest, expected);
    const fault = header === null ? null : findBlockFault(rest, { ...expected, header });
    const found = fault ?? placeOf(tail, expected.seq);
    return damaged({
      name: segment.name,
      offset: this.#offset + found.offset,
      seq: found.seq,
      why: found.why,
    });
  }
}

/** A reader of the journal in a folder; close it when done. */
export function openJournalReader(options: JournalReaderOptions): JournalReader {
  return new JournalReader(options);
}

function placeOf(tail: Tail, seq: number): Pick<BlockFault, 'why' | 'offset' | 'seq'> {
  if (tail.kind === 'damaged') return { why: tail.why, offset: tail.offset, seq };
  return { why: 'a block is incomplete, although another segment follows', offset: 0, seq };
}

function recordGone(seq: number, oldest: number): JournalError {
  return new JournalError('journal/record-gone', {
    message: `Record ${seq} is no longer in the journal, whose oldest is ${oldest}.`,
    fix: 'Move the archived segments back into the folder of the journal, or use a newer snapshot.',
  });
}

function wrongNetwork(name: string, found: string, expected: string): JournalError {
  return new JournalError('journal/wrong-network', {
    message: `${name} is a journal of the network ${found}, not of ${expected}.`,
    fix: 'Name the data folder of this network, or the network of this data folder.',
  });
}

type Damage = {
  readonly name: string;
  /** Bytes from the beginning of the file. */
  readonly offset: number;
  readonly seq: number;
  readonly why: string;
};

function damaged({ name, offset, seq, why }: Damage): JournalError {
  return new JournalError('journal/damaged', {
    message: `${name} is damaged at offset ${offset}, record ${seq}: ${why}.`,
    fix: 'Restore this file from a backup or a replica. Do not shorten or delete it: commands that were acknowledged would be lost.',
  });
}

type Gap = { readonly before: string; readonly seq: number; readonly firstSeq: number };

function gap({ before, seq, firstSeq }: Gap): JournalError {
  return new JournalError('journal/damaged', {
    message: `Records ${seq} to ${firstSeq - 1} are missing between ${before} and ${segmentName(firstSeq)}.`,
    fix: 'Put the missing segment back, from the archive or a backup. If none is missing, the end of the first one was erased: restore it.',
  });
}
