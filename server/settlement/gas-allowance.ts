import type { SubmitOutcome } from '#server/chain/index.ts';

/** Times that more gas is given before something else is believed to be wrong. */
const MOST_RAISES = 4;

/** How much more gas batches are given than they seem to need, since batches ran out of it. */
export class GasAllowance {
  #raises = 0;
  /** Whether the last batch was given all that there is. */
  #isAll = false;

  /**
   * The larger of what a batch took when it was tried and what it may need, and half of that for each
   * raise; no more than there is for one transaction.
   */
  of({
    tried,
    least,
    most,
  }: {
    readonly tried: bigint;
    readonly least: bigint;
    readonly most: bigint;
  }): bigint {
    const base = tried > least ? tried : least;
    const raised = base + (base * BigInt(this.#raises)) / 2n;
    this.#isAll = raised >= most;
    return this.#isAll ? most : raised;
  }

  /**
   * Learns what became of a batch. @returns Whether it is undone: not one that is tried again with more
   * gas, since that it ran out is nobody's answer, but one for which there is no more, or for which the
   * node takes no more.
   */
  isUndone(outcome: SubmitOutcome): boolean {
    if (outcome.kind === 'mined') this.#raises = 0;
    if (outcome.kind === 'reverted') return !(outcome.outOfGas && this.#raise());
    if (outcome.kind !== 'refused' || outcome.reason !== 'rejected' || this.#raises === 0) {
      return false;
    }
    this.#raises = 0;
    return true;
  }

  /** @returns Whether the next one is given more. */
  #raise(): boolean {
    if (this.#isAll || this.#raises >= MOST_RAISES) return false;
    this.#raises += 1;
    return true;
  }
}
