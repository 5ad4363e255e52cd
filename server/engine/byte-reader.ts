const TWO_32 = 4_294_967_296;
const LARGEST_WORD = 4_294_967_295;
const LARGEST_HIGH_WORD = 2_097_151;

/**
 * Reads what a `ByteWriter` wrote. What is not there, or is not within its bounds, throws a RangeError.
 */
export class ByteReader {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  get isAtEnd(): boolean {
    return this.#at === this.#bytes.length;
  }

  /** 0 … `most`, at least `least`. */
  word(most = LARGEST_WORD, least = 0): number {
    const value = this.#view.getUint32(this.#at, true);
    if (value > most || value < least) throw new RangeError(`${value} is out of range`);
    this.#at += 4;
    return value;
  }

  /** 0 … 2^53 − 1. */
  long(): number {
    const low = this.word();
    return low + this.word(LARGEST_HIGH_WORD) * TWO_32;
  }

  text(): string {
    const length = this.word(this.#bytes.length - this.#at);
    const text = String.fromCharCode(...this.#bytes.subarray(this.#at, this.#at + length));
    this.#at += length;
    return text;
  }
}
