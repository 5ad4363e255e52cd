/** Random choices that are the same for the same seed (splitmix32). */
export class SeededRandom {
  #state: number;

  constructor(seed: number) {
    this.#state = seed | 0;
  }

  /** A whole number from `least` to `most`, both included. */
  between(least: number, most: number): number {
    return least + Math.floor(this.#next() * (most - least + 1));
  }

  /** A whole number from 1 to `most`, of any magnitude as likely as of another. */
  logarithmic(most: number): number {
    return Math.max(1, Math.floor(2 ** (this.#next() * Math.log2(most))));
  }

  /** True with this probability. */
  chance(probability: number): boolean {
    return this.#next() < probability;
  }

  /** One of several, each as likely as the other. */
  pick<Value>(values: readonly [Value, ...Value[]]): Value {
    return values[Math.floor(this.#next() * values.length)] ?? values[0];
  }

  /** One of perhaps none. */
  pickAny<Value>(values: readonly Value[]): Value | null {
    return values[Math.floor(this.#next() * values.length)] ?? null;
  }

  /** One of several by weight. */
  weighted<Value>(choices: readonly (readonly [Value, number])[]): Value {
    const total = choices.reduce((sum, [, weight]) => sum + weight, 0);
    let at = this.#next() * total;
    for (const [value, weight] of choices) {
      if (at < weight) return value;
      at -= weight;
    }
    throw new Error('Nothing to choose from.');
  }

  #next(): number {
    this.#state = (this.#state + 0x9e3779b9) | 0;
    let mixed = this.#state ^ (this.#state >>> 16);
    mixed = Math.imul(mixed, 0x21f0aaad);
    mixed ^= mixed >>> 15;
    mixed = Math.imul(mixed, 0x735a2d97);
    return ((mixed ^ (mixed >>> 15)) >>> 0) / 4_294_967_296;
  }
}
