import { JournalError } from './journal-error.ts';
import { LARGEST_SIGNATURE_BYTES, RECORD_VERSION } from './record-layout.ts';
import type { RecordMemory } from './record-memory.ts';
import { seal } from './seal.ts';

const TWO_32 = 4_294_967_296;
/** One more than the upper word of 2^53 − 1. */
const HIGH_END = 2 ** 21;

/** Writes one record after another into memory; each field refuses what it cannot hold. */
export class RecordWriter {
  readonly #words: Uint32Array;
  readonly #bytes: Uint8Array;
  /** Words: where the record begins, and where the next field goes. */
  #start = 0;
  #next = 0;

  constructor(memory: RecordMemory) {
    this.#words = memory.words;
    this.#bytes = memory.bytes;
  }

  /** Begins a record at a byte offset that is a multiple of eight. */
  begin(offset: number): void {
    this.#start = offset >>> 2;
    this.#next = this.#start + 2;
  }

  /** A whole number below 2^16 in the lower and one in the upper half of a word. */
  u16Pair(low: number, high: number): void {
    if ((low & 0xffff) !== low) this.#refuse(low, 16);
    if ((high & 0xffff) !== high) this.#refuse(high, 16);
    this.#words[this.#next] = low | (high << 16);
    this.#next += 1;
  }

  u32(value: number): void {
    if (value >>> 0 !== value) this.#refuse(value, 32);
    this.#words[this.#next] = value;
    this.#next += 1;
  }

  /** A whole number up to 2^53 − 1 in eight bytes. */
  u53(value: number): void {
    const low = value >>> 0;
    const high = (value - low) / TWO_32;
    if (high >>> 0 !== high || high >= HIGH_END) this.#refuse(value, 53);
    this.#words[this.#next] = low;
    this.#words[this.#next + 1] = high;
    this.#next += 2;
  }

  /** A whole number below 2^48 in six bytes, and one below 2^16 in the two behind them. */
  u48AndU16(wide: number, narrow: number): void {
    const low = wide >>> 0;
    const high = (wide - low) / TWO_32;
    if ((high & 0xffff) !== high) this.#refuse(wide, 48);
    this.u32(low);
    this.u16Pair(high, narrow);
  }

  /** Bytes as they are, filled up with zeros to a multiple of eight. The length is not written. */
  padded(bytes: Uint8Array): void {
    if (bytes.length > LARGEST_SIGNATURE_BYTES) this.#refuse(bytes.length, 10);
    const end = this.#next + ((bytes.length + 7) >>> 3) * 2;
    // What the last two words held before must not show through.
    if (bytes.length > 0) this.#words.fill(0, end - 2, end);
    this.#bytes.set(bytes, this.#next << 2);
    this.#next = end;
  }

  /** Fills up to a multiple of eight, writes the header and gives the record's length in bytes. */
  end(kind: number): number {
    if (((this.#next - this.#start) & 1) === 1) this.u32(0);
    const length = (this.#next - this.#start) << 2;
    this.#words[this.#start] = length | (RECORD_VERSION << 16) | (kind << 24);
    seal(this.#words, this.#start, this.#next);
    return length;
  }

  #refuse(value: number, bits: number): never {
    const field = (this.#next - this.#start) << 2;
    throw new JournalError('journal/not-encodable', {
      message: `The field at byte ${field} of the record has no room for ${value}: it takes whole numbers of at most ${bits} bits.`,
      fix: 'Such a value must be refused before it reaches the sequencer.',
    });
  }
}
