/** Times that each stand for several records which were acknowledged together. */
export class WeightedLatencies {
  readonly #samples: { readonly ms: number; readonly weight: number }[] = [];
  #total = 0;

  add(ms: number, weight: number): void {
    this.#samples.push({ ms, weight });
    this.#total += weight;
  }

  /** Records that the times stand for. */
  get count(): number {
    return this.#total;
  }

  /** The times that each of these shares of the records did not exceed, milliseconds. */
  percentiles(shares: readonly number[]): readonly number[] {
    const sorted = this.#samples.toSorted((one, other) => one.ms - other.ms);
    return shares.map((share) => {
      let seen = 0;
      for (const { ms, weight } of sorted) {
        seen += weight;
        if (seen >= share * this.#total) return ms;
      }
      return sorted.at(-1)?.ms ?? Number.NaN;
    });
  }
}
