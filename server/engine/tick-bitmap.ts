import * as orderPool from './order-pool.ts';

// Copies, which the compiler folds; an imported constant is read from memory at each use.
const { NONE } = orderPool;

/**
 * A set of numbers below 2^16 that finds the next one with three looks: every word of a level says in
 * one bit whether the word below it has any.
 */
export class TickBitmap {
  readonly #low: Int32Array;
  readonly #middle: Int32Array;
  readonly #high: Int32Array;

  /** @param size - numbers are 0 … size − 1 */
  constructor(size: number) {
    this.#low = new Int32Array(wordsFor(size));
    this.#middle = new Int32Array(wordsFor(this.#low.length));
    this.#high = new Int32Array(wordsFor(this.#middle.length));
  }

  set(index: number): void {
    if (setBit(this.#low, index) !== 0) return;
    if (setBit(this.#middle, index >> 5) !== 0) return;
    setBit(this.#high, index >> 10);
  }

  clear(index: number): void {
    if (clearBit(this.#low, index) !== 0) return;
    if (clearBit(this.#middle, index >> 5) !== 0) return;
    clearBit(this.#high, index >> 10);
  }

  /** The lowest member that is not below `from`, or `NONE`. */
  firstFrom(from: number): number {
    const inLow = bitFrom(this.#low, from);
    if (inLow !== NONE) return inLow;
    const inMiddle = bitFrom(this.#middle, (from >> 5) + 1);
    if (inMiddle !== NONE) return lowestBit(this.#low, inMiddle);
    const inHigh = this.#highFrom((from >> 10) + 1);
    if (inHigh === NONE) return NONE;
    return lowestBit(this.#low, lowestBit(this.#middle, inHigh));
  }

  #highFrom(from: number): number {
    for (let word = from >> 5, at = from; word < this.#high.length; word += 1, at = word << 5) {
      const found = bitFrom(this.#high, at);
      if (found !== NONE) return found;
    }
    return NONE;
  }
}

function wordsFor(bits: number): number {
  return Math.ceil(bits / 32);
}

/** Returns what was in the word. */
function setBit(words: Int32Array, index: number): number {
  const word = index >> 5;
  const before = words[word] as number;
  words[word] = before | (1 << (index & 31));
  return before;
}

/** Returns what is left of the word. */
function clearBit(words: Int32Array, index: number): number {
  const word = index >> 5;
  const left = (words[word] as number) & ~(1 << (index & 31));
  words[word] = left;
  return left;
}

/** The lowest set bit of the word that `from` is in, not below `from`, or `NONE`. */
function bitFrom(words: Int32Array, from: number): number {
  const word = from >> 5;
  if (word >= words.length) return NONE;
  const bits = (words[word] as number) & (-1 << (from & 31));
  return bits === 0 ? NONE : (word << 5) | trailingZeros(bits);
}

/** The lowest set bit of a word that is not empty. */
function lowestBit(words: Int32Array, word: number): number {
  return (word << 5) | trailingZeros(words[word] as number);
}

/** Of a number that is not 0. */
export function trailingZeros(bits: number): number {
  return 31 - Math.clz32(bits & -bits);
}
