import * as orderPool from './order-pool.ts';
import { TickBitmap, trailingZeros } from './tick-bitmap.ts';

// Copies, which the compiler folds; an imported constant is read from memory at each use.
const { NONE } = orderPool;

/** A split bucket has 32 parts, as many as a word has bits. */
const PARTS_LOG2 = 5;
const PART_MASK = 31;
const FIRST_NODES = 4;

/**
 * Buckets in order, each of which may be split into 32 smaller ones, and so on. A *place* is where a
 * bucket is; it holds a number above 0 that belongs to the owner, or 0 when it is empty. Nodes of
 * split buckets vanish with their last content.
 */
export class BucketTree {
  readonly #roots: number;
  readonly #rootBits: TickBitmap;
  /** Content of the root buckets, then of each node's parts; below 0: the node that it is split into. */
  #content: Int32Array;
  /** By node: which parts hold something, where its bucket is, and the shift that numbers its parts. */
  #partBits = new Int32Array(FIRST_NODES);
  #parents = new Int32Array(FIRST_NODES);
  #shifts = new Int32Array(FIRST_NODES);
  #freeNode = NONE;
  #usedNodes = 0;

  constructor(roots: number) {
    this.#roots = roots;
    this.#rootBits = new TickBitmap(roots);
    this.#content = new Int32Array(roots + (FIRST_NODES << PARTS_LOG2));
  }

  /** What the bucket holds; 0 = nothing. */
  content(place: number): number {
    return this.#content[place] as number;
  }

  /** Where a key's bucket is, starting from its root bucket. */
  placeOf(root: number, key: number): number {
    let place = root;
    for (let held = this.content(place); held < 0; held = this.content(place)) {
      const node = ~held;
      place = this.#partOf(node, key >>> (this.#shifts[node] as number));
    }
    return place;
  }

  /** Whether the bucket is a part of a split one. */
  isPart(place: number): boolean {
    return place >= this.#roots;
  }

  /** Binary logarithm of how many keys such a part covers. */
  partWidth(place: number): number {
    return this.#shifts[this.#nodeOf(place)] as number;
  }

  /** Sets what the bucket holds: a number above 0. */
  replace(place: number, held: number): void {
    this.#content[place] = held;
  }
  fill(place: number, held: number): void {
    this.#content[place] = held;
    if (!this.isPart(place)) {
      this.#rootBits.set(place);
      return;
    }
    const node = this.#nodeOf(place);
    this.#partBits[node] = this.#bitsOf(node) | (1 << this.#partNumber(place));
  }

  /** Empties the bucket, and the one that it is a part of when that has nothing else. */
  empty(place: number): void {
    this.#content[place] = 0;
    if (!this.isPart(place)) {
      this.#rootBits.clear(place);
      return;
    }
    const node = this.#nodeOf(place);
    this.#partBits[node] = this.#bitsOf(node) & ~(1 << this.#partNumber(place));
    if (this.#bitsOf(node) === 0) this.#merge(node);
  }

  /** Splits a bucket into empty parts of 2^shift keys each. What it held is the caller's. */
  split(place: number, shift: number): void {
    const node = this.#takeNode();
    this.#parents[node] = place;
    this.#shifts[node] = shift;
    this.fill(place, ~node);
  }

  /** The first bucket that holds something, or `NONE`. */
  first(): number {
    return this.#leftmost(this.#rootBits.firstFrom(0));
  }

  /** The next bucket behind `place` that holds something, or `NONE`. */
  after(place: number): number {
    let at = place;
    while (this.isPart(at)) {
      const node = this.#nodeOf(at);
      const later = this.#bitsOf(node) & (-2 << this.#partNumber(at));
      if (later !== 0) return this.#leftmost(this.#partOf(node, trailingZeros(later)));
      at = this.#parents[node] as number;
    }
    return this.#leftmost(this.#rootBits.firstFrom(at + 1));
  }

  #leftmost(start: number): number {
    if (start === NONE) return NONE;
    let place = start;
    for (let held = this.content(place); held < 0; held = this.content(place)) {
      place = this.#partOf(~held, trailingZeros(this.#bitsOf(~held)));
    }
    return place;
  }

  #merge(node: number): void {
    const parent = this.#parents[node] as number;
    this.#parents[node] = this.#freeNode;
    this.#freeNode = node;
    this.empty(parent);
  }

  #takeNode(): number {
    const node = this.#freeNode;
    if (node === NONE) return this.#takeUnused();
    this.#freeNode = this.#parents[node] as number;
    return node;
  }

  #takeUnused(): number {
    if (this.#usedNodes === this.#parents.length) this.#grow();
    const node = this.#usedNodes;
    this.#usedNodes += 1;
    return node;
  }

  #grow(): void {
    const nodes = 2 * this.#parents.length;
    this.#content = extended(this.#content, this.#roots + (nodes << PARTS_LOG2));
    this.#partBits = extended(this.#partBits, nodes);
    this.#parents = extended(this.#parents, nodes);
    this.#shifts = extended(this.#shifts, nodes);
  }

  #bitsOf(node: number): number {
    return this.#partBits[node] as number;
  }

  #nodeOf(place: number): number {
    return (place - this.#roots) >> PARTS_LOG2;
  }

  #partNumber(place: number): number {
    return (place - this.#roots) & PART_MASK;
  }

  #partOf(node: number, number: number): number {
    return this.#roots + ((node << PARTS_LOG2) | (number & PART_MASK));
  }
}

function extended(words: Int32Array, length: number): Int32Array<ArrayBuffer> {
  const longer = new Int32Array(length);
  longer.set(words);
  return longer;
}
