/** The three longest of many times, kept without allocating: else collecting garbage would be timed. */
export class Longest {
  readonly #values = new Float64Array(3);

  note(value: number): void {
    if (value <= (this.#values[0] as number)) return;
    this.#values[0] = value;
    this.#values.sort();
  }

  /** The longest first. */
  get values(): readonly number[] {
    return [...this.#values].reverse();
  }
}
