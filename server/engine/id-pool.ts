import { LadderPool } from './ladder-pool.ts';

const WORDS_LOG2 = 4;

/** Words of an order. */
const ID_LOW = 5;
const ID_HIGH = 6;
const ID_CHAIN = 7;

const TWO_32 = 4_294_967_296;

/** 2^32 divided by the golden ratio: multiplying by it makes neighbours differ in the upper bits. */
const FIBONACCI = 0x9e3779b1;
/** Any other odd number, so that the upper bits of an id count too. */
const MIX = 0x85ebca6b;

/** Most chains have one order, so that the processor guesses right where they end. */
const BUCKETS_PER_ORDER = 2;
const MIN_BUCKETS_LOG2 = 5;
/** Leaves four bits, as many as number the buckets of a line. */
const TURN_SHIFT = 28;

/**
 * Orders that are found by id. The chains of one hash run through the orders themselves, which a
 * caller is about to touch anyway; ids that are no neighbours cost nothing more. The buckets are a
 * stretch of the pool too; 0 ends a chain.
 */
export class IdPool extends LadderPool {
  #buckets = 0;
  #bucketsLog2 = 0;
  #linesLog2 = 0;
  #roundShift = 0;
  #lineMask = 0;
  #listed = 0;
  #most = 0;

  constructor(capacity?: number) {
    super(capacity);
    this.#takeBuckets(Math.ceil(Math.log2(this.capacity * BUCKETS_PER_ORDER)));
  }

  /** 1 … 2^53 − 1, put together from two words. */
  id(slot: number): number {
    return this.idHigh(slot) * TWO_32 + (this.idLow(slot) >>> 0);
  }
  setId(slot: number, id: number): void {
    this.words[(slot << WORDS_LOG2) | ID_LOW] = id;
    this.words[(slot << WORDS_LOG2) | ID_HIGH] = upperBits(id);
  }

  /** The id's lower 32 bits, as a signed number. */
  idLow(slot: number): number {
    return this.words[(slot << WORDS_LOG2) | ID_LOW] as number;
  }

  /** The id's upper 21 bits. */
  idHigh(slot: number): number {
    return this.words[(slot << WORDS_LOG2) | ID_HIGH] as number;
  }

  /** The slot of the listed order of that id, or 0. */
  find(id: number): number {
    const { words } = this;
    const low = id | 0;
    const high = upperBits(id);
    let slot = words[this.#bucketOf(low, high)] as number;
    while (slot !== 0 && !this.#hasId(slot, low, high)) {
      slot = words[(slot << WORDS_LOG2) | ID_CHAIN] as number;
    }
    return slot;
  }

  /** Lists an order, whose id is set and not listed yet. */
  list(slot: number): void {
    if (this.#listed === this.#most) this.#grow();
    this.#listed += 1;
    this.#link(slot);
  }

  /** Takes an order out that is listed. */
  unlist(slot: number): void {
    const { words } = this;
    const at = slot << WORDS_LOG2;
    const bucket = this.#bucketOf(words[at | ID_LOW] as number, words[at | ID_HIGH] as number);
    const first = words[bucket] as number;
    this.#listed -= 1;
    if (first === slot) words[bucket] = words[at | ID_CHAIN] as number;
    else this.#unchain(first, slot);
  }

  #hasId(slot: number, low: number, high: number): boolean {
    const { words } = this;
    const at = slot << WORDS_LOG2;
    return words[at | ID_LOW] === low && words[at | ID_HIGH] === high;
  }

  /** Takes an order out of a chain that another one is the first of. */
  #unchain(first: number, slot: number): void {
    const { words } = this;
    let before = first;
    while (words[(before << WORDS_LOG2) | ID_CHAIN] !== slot) {
      before = words[(before << WORDS_LOG2) | ID_CHAIN] as number;
    }
    words[(before << WORDS_LOG2) | ID_CHAIN] = words[(slot << WORDS_LOG2) | ID_CHAIN] as number;
  }

  #link(slot: number): void {
    const { words } = this;
    const at = slot << WORDS_LOG2;
    const bucket = this.#bucketOf(words[at | ID_LOW] as number, words[at | ID_HIGH] as number);
    words[at | ID_CHAIN] = words[bucket] as number;
    words[bucket] = slot;
  }

  /**
   * The word where the chain of a hash begins. Ids are given in ascending order, so a group of sixteen
   * has its buckets in one line of the cache and the next group in the next line: the orders of one
   * time are on few pages, however many older ones there are. Each group is turned within its line and
   * each round through the table begins at another line, so that ids with gaps share them out as well.
   */
  #bucketOf(low: number, high: number): number {
    const group = (low >>> 4) ^ Math.imul(high, MIX);
    const round = Math.imul(group >>> this.#linesLog2, FIBONACCI) >>> this.#roundShift;
    const turn = Math.imul(group, FIBONACCI) >>> TURN_SHIFT;
    const line = ((group + round) << WORDS_LOG2) & this.#lineMask;
    return (this.#buckets + (line | ((low + turn) & 15))) | 0;
  }

  #takeBuckets(log2: number): void {
    this.#bucketsLog2 = Math.max(MIN_BUCKETS_LOG2, log2);
    this.#linesLog2 = this.#bucketsLog2 - WORDS_LOG2;
    this.#roundShift = 32 - this.#linesLog2;
    // Shifted rather than raised to a power, which V8 would keep as numbers of floating point.
    const buckets = 1 << this.#bucketsLog2;
    this.#lineMask = buckets - (1 << WORDS_LOG2);
    this.#most = (buckets / BUCKETS_PER_ORDER) | 0;
    this.#buckets = this.takeBlock(buckets >> WORDS_LOG2) << WORDS_LOG2;
  }

  #grow(): void {
    const old = this.#buckets;
    const count = 2 ** this.#bucketsLog2;
    this.#takeBuckets(this.#bucketsLog2 + 1);
    for (let bucket = old; bucket < old + count; bucket += 1) {
      this.#relink(this.words[bucket] as number);
    }
    this.releaseBlock(old >> WORDS_LOG2, count >> WORDS_LOG2);
  }

  #relink(first: number): void {
    let slot = first;
    while (slot !== 0) {
      const after = this.words[(slot << WORDS_LOG2) | ID_CHAIN] as number;
      this.#link(slot);
      slot = after;
    }
  }
}

/** Of most ids 0, which is found out without a number of floating point. */
function upperBits(id: number): number {
  return id >>> 0 === id ? 0 : Math.floor(id / TWO_32);
}
