import type { Command } from '#server/engine/index.ts';
import {
  CommandDecoder,
  firstSeqOf,
  JournalError,
  type JournalFiles,
  type JournalReader,
  joinedFiles,
  openJournalReader,
  type RecordBlock,
  recordLength,
} from '#server/journal/index.ts';

/** Where the journal is, and what is archived of it. */
export type JournalPlace = {
  readonly folder: string;
  readonly archive: string;
  /** The network that it must be of. */
  readonly network: string;
};

/** A record of the journal, and the block that holds it. */
export type FoundRecord = {
  readonly command: Command;
  readonly firstSeq: number;
  readonly lastSeq: number;
  /** Chain hash of the block. */
  readonly chain: Uint8Array;
  /** Chain hash of all before it. */
  readonly previousChain: Uint8Array;
};

/**
 * Finds records of the journal by their number, and verifies what it reads on the way: at most a
 * segment. It stays where it is, since what is asked for next is often the next order.
 */
export class RecordFinder {
  readonly #place: JournalPlace;
  readonly #files: JournalFiles;
  readonly #decoder = new CommandDecoder();
  #reader: JournalReader | null = null;
  #block: RecordBlock | null = null;

  constructor(place: JournalPlace) {
    this.#place = place;
    this.#files = joinedFiles(place.folder, place.archive);
  }

  /**
   * The record of a number, which must be durable.
   *
   * @throws JournalError `journal/record-gone`, `journal/damaged` and what else `JournalReader` throws;
   *   what the disk says when a file cannot be opened.
   */
  find(seq: number): FoundRecord {
    try {
      const block = this.#blockOf(seq);
      const at = offsetOf(block, seq);
      return {
        // The decoder uses its commands again.
        command: structuredClone(this.#decoder.decode(block.memory, at)),
        firstSeq: block.firstSeq,
        lastSeq: lastSeqOf(block),
        chain: block.chain,
        previousChain: block.previousChain,
      };
    } catch (error) {
      this.close();
      throw error;
    }
  }

  close(): void {
    this.#reader?.close();
    this.#reader = null;
    this.#block = null;
  }

  #blockOf(seq: number): RecordBlock {
    const present = this.#block;
    if (present !== null && present.firstSeq <= seq && seq <= lastSeqOf(present)) return present;
    const reader = this.#readerBefore(seq);
    this.#block = null;
    let block = reader.next(seq);
    while (block !== null && lastSeqOf(block) < seq) block = reader.next(seq);
    if (block === null) throw missing(seq);
    this.#block = block;
    return block;
  }

  /** The reader that is open, if the record follows in the segment where it stands; else a new one. */
  #readerBefore(seq: number): JournalReader {
    const position = this.#reader?.position ?? null;
    const segment = position?.header.firstSeq ?? 0;
    if (this.#reader !== null && position !== null && position.lastSeq < seq) {
      const numbers = this.#files.list(this.#place.folder).map(firstSeqOf);
      if (!numbers.some((first) => first !== null && segment < first && first <= seq)) {
        return this.#reader;
      }
    }
    this.close();
    const { folder, network } = this.#place;
    this.#reader = openJournalReader({ folder, network, fromSeq: seq, files: this.#files });
    return this.#reader;
  }
}

function lastSeqOf({ firstSeq, count }: RecordBlock): number {
  return firstSeq + count - 1;
}

function offsetOf(block: RecordBlock, seq: number): number {
  let at = block.start;
  for (let before = block.firstSeq; before < seq; before += 1) {
    at += recordLength(block.memory, at);
  }
  return at;
}

function missing(seq: number): JournalError {
  return new JournalError('journal/damaged', {
    message: `Record ${seq} was durable, but the journal ends before it.`,
    fix: 'Restore the last segment from a backup or a replica.',
  });
}
