import type { RecordMemory } from './record-memory.ts';

const TWO_32 = 4_294_967_296;
/** Upper word of the largest whole number that is exact. */
const LARGEST_HIGH_WORD = 2_097_151;

/** Reads the fields of one record after another in the order in which they were written. */
export class RecordReader {
  #words: Uint32Array = new Uint32Array(0);
  #bytes: Uint8Array = new Uint8Array(0);
  /** Words: the next field, and the end of the record. */
  #next = 0;
  #end = 0;
  #exact = true;

  /** Begins with the fields of the record at a byte offset, its length in bytes being known. */
  begin({ words, bytes }: RecordMemory, offset: number, length: number): void {
    this.#words = words;
    this.#bytes = bytes;
    this.#next = (offset >>> 2) + 2;
    this.#end = (offset + length) >>> 2;
    this.#exact = true;
  }

  u32(): number {
    const value = this.#words[this.#next] as number;
    this.#next += 1;
    return value;
  }

  u53(): number {
    const low = this.#words[this.#next] as number;
    const high = this.#words[this.#next + 1] as number;
    this.#next += 2;
    if (high > LARGEST_HIGH_WORD) this.#exact = false;
    return high * TWO_32 + low;
  }

  /** Whether every number read of the record was one that there may be. */
  isExact(): boolean {
    return this.#exact;
  }

  /**
   * Bytes that were padded to a multiple of eight, copied; into `spare` when that has the right
   * length, so that reading one signed order after another allocates nothing.
   */
  padded(length: number, spare: Uint8Array | null): Uint8Array {
    const from = this.#next << 2;
    this.#next += ((length + 7) >>> 3) * 2;
    if (spare === null || spare.length !== length) return this.#bytes.slice(from, from + length);
    // A short copy by hand is quicker than making a view for `set`.
    for (let at = 0; at < length; at += 1) spare[at] = this.#bytes[from + at] as number;
    return spare;
  }

  /** Whether the fields read so far fill the record, but for one word of padding at most. */
  isAtEnd(): boolean {
    return this.#next === this.#end || this.#next === this.#end - 1;
  }
}
