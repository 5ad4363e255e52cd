/** Keeps the results used last, so that what is asked for again and again is computed once. */
export class RecentlyUsed<K, V> {
  readonly #kept = new Map<K, V>();
  readonly #capacity: number;

  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  /** The result for a key, computed when it is not kept. */
  get(key: K, compute: () => V): V {
    const kept = this.#kept.get(key);
    const value = kept ?? compute();
    // A map iterates in the order of insertion: what is inserted anew becomes the youngest.
    this.#kept.delete(key);
    this.#kept.set(key, value);
    for (const oldest of this.#kept.keys()) {
      if (this.#kept.size <= this.#capacity) break;
      this.#kept.delete(oldest);
    }
    return value;
  }
}
