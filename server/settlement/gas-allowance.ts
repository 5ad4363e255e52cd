/** Times that more gas is given before something else is believed to be wrong. */
const MOST_RAISES = 4;

/** How much more gas batches are given than they seem to need, since batches ran out of it. */
export class GasAllowance {
  #raises = 0;

  /** The larger of what a batch took when it was tried and what it may need, and half of that for each raise. */
  of({ tried, least }: { readonly tried: bigint; readonly least: bigint }): bigint {
    const gas = tried > least ? tried : least;
    return gas + (gas * BigInt(this.#raises)) / 2n;
  }

  /** A batch ran out. @returns Whether the next one is given more. */
  raise(): boolean {
    if (this.#raises >= MOST_RAISES) return false;
    this.#raises += 1;
    return true;
  }

  /** A batch had enough. */
  sufficed(): void {
    this.#raises = 0;
  }
}
