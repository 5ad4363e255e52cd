import type { RecordMemory } from './record-memory.ts';

/** Checksum of a record: its second word. */
function checksumAt({ words }: RecordMemory, offset: number): number {
  return words[(offset >>> 2) + 1] as number;
}

function lengthAt({ words }: RecordMemory, offset: number): number {
  return (words[offset >>> 2] as number) & 0xffff;
}

/** Where records lie back to back. */
type RecordRange = {
  readonly memory: RecordMemory;
  readonly start: number;
  readonly end: number;
  readonly firstSeq: number;
};

/**
 * Remembers the checksums of the newest records, so that a batch which is sent again can be told from
 * another one with the same numbers.
 */
export class RecentRecords {
  readonly #checksums: Uint32Array;
  readonly #mask: number;
  /** The numbers remembered are from here up to `#last`. */
  #first = 1;
  #last = 0;

  /** Remembers `2 ** capacityBits` records. */
  constructor(capacityBits: number) {
    this.#checksums = new Uint32Array(2 ** capacityBits);
    this.#mask = this.#checksums.length - 1;
  }

  /** Adds records that follow the last ones; after a gap all earlier ones are forgotten. */
  add({ memory, start, end, firstSeq }: RecordRange): void {
    if (firstSeq !== this.#last + 1) this.#first = firstSeq;
    let seq = firstSeq;
    for (let offset = start; offset < end; offset += lengthAt(memory, offset)) {
      this.#checksums[seq & this.#mask] = checksumAt(memory, offset);
      seq += 1;
    }
    this.#last = seq - 1;
    this.#first = Math.max(this.#first, seq - this.#checksums.length);
  }

  /** Whether each of these records is remembered with the same number and content. */
  holds({ memory, start, end, firstSeq }: RecordRange): boolean {
    let seq = firstSeq;
    for (let offset = start; offset < end; offset += lengthAt(memory, offset)) {
      if (seq < this.#first || seq > this.#last) return false;
      if (this.#checksums[seq & this.#mask] !== checksumAt(memory, offset)) return false;
      seq += 1;
    }
    return true;
  }
}
