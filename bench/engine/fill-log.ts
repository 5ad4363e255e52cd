import { HASH_START, hashNumber } from './stream-hash.ts';

/** 32-bit words of one fill: maker id, taker id, price, lots. */
const WORDS = 4;

/** Where a measured book writes its fills; what they come to is worked out after the clock stopped. */
export class FillLog {
  readonly #words: Int32Array;
  #used = 0;

  constructor(capacity: number) {
    this.#words = new Int32Array(capacity * WORDS);
  }

  get count(): number {
    return this.#used / WORDS;
  }

  clear(): void {
    this.#used = 0;
  }

  /** Lower 32 bits of each. */
  write(makerId: number, takerId: number, price: number, lots: number): void {
    const words = this.#words;
    const at = this.#used;
    words[at] = makerId;
    words[at + 1] = takerId;
    words[at + 2] = price;
    words[at + 3] = lots;
    this.#used = at + WORDS;
  }

  summary() {
    let fillHash = HASH_START;
    let filledLots = 0;
    let filledValue = 0;
    const written = this.#words.subarray(0, this.#used);
    for (const value of written) fillHash = hashNumber(fillHash, value);
    for (let at = 0; at < written.length; at += WORDS) {
      const lots = written[at + 3] as number;
      filledLots += lots;
      filledValue += lots * (written[at + 2] as number);
    }
    return { fills: this.count, fillHash: fillHash >>> 0, filledLots, filledValue };
  }
}
