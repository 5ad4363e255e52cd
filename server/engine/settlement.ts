/** Trades that may be left out of batches at a time. */
export const MOST_QUARANTINED = 1_024;

/** Trades whose sides were taken over that may wait for a batch, and annulled ones that none has passed. */
export const MOST_SET_APART = 65_536;

/** One side of a trade belongs to another account than the one that traded. */
export type TakenOver = {
  readonly tradeId: number;
  /** Whose side it is now. */
  readonly account: number;
};

/** How far trades are settled on chain. */
export class Settlement {
  /** Number of the last batch that the chain has finally; 0 before the first. */
  batch = 0;
  /** The last trade that it could hold. */
  through = 0;
  /** Trades that the contract refuses, ascending. */
  readonly #quarantined: number[] = [];
  /** Of trades that no batch has yet, ascending by trade, then by account. */
  #takenOver: readonly TakenOver[] = [];
  /** Annulled trades above `through`, ascending: below it nothing is asked of them any more. */
  #annulled: readonly number[] = [];

  get quarantined(): readonly number[] {
    return this.#quarantined;
  }

  get takenOver(): readonly TakenOver[] {
    return this.#takenOver;
  }

  get annulled(): readonly number[] {
    return this.#annulled;
  }

  holds(tradeId: number): boolean {
    return this.#quarantined.includes(tradeId);
  }

  quarantine(tradeId: number): void {
    this.#quarantined.push(tradeId);
    this.#quarantined.sort((a, b) => a - b);
  }

  release(tradeId: number): void {
    const place = this.#quarantined.indexOf(tradeId);
    if (place !== -1) this.#quarantined.splice(place, 1);
  }

  /** Whether a side of a trade was taken over, by that account or (without one) by any. */
  isTakenOver(tradeId: number, account: number | null = null): boolean {
    for (let index = this.#firstTakenOver(tradeId); ; index += 1) {
      const side = this.#takenOver[index];
      if (side?.tradeId !== tradeId) return false;
      if (account === null || side.account === account) return true;
    }
  }

  /** Where the sides of a trade begin among those that were taken over, or would. */
  #firstTakenOver(tradeId: number): number {
    let from = 0;
    let end = this.#takenOver.length;
    while (from < end) {
      const middle = (from + end) >>> 1;
      const side = this.#takenOver[middle] as TakenOver;
      if (side.tradeId < tradeId) from = middle + 1;
      else end = middle;
    }
    return from;
  }

  takeOver(tradeId: number, { from, to }: { readonly from: number; readonly to: number }): void {
    const others = this.#takenOver.filter(
      (side) => side.tradeId !== tradeId || (side.account !== from && side.account !== to),
    );
    this.#takenOver = [...others, { tradeId, account: to }].sort(
      (a, b) => a.tradeId - b.tradeId || a.account - b.account,
    );
  }

  /** A batch has them: nothing of them is open any more. */
  settle(tradeIds: readonly number[]): void {
    const settled = new Set(tradeIds);
    for (const tradeId of settled) this.release(tradeId);
    this.#takenOver = this.#takenOver.filter(({ tradeId }) => !settled.has(tradeId));
  }

  annul(tradeId: number): void {
    this.settle([tradeId]);
    if (tradeId <= this.through) return;
    this.#annulled = [...this.#annulled, tradeId].sort((a, b) => a - b);
  }

  /** The chain has the next batch. */
  proceed({ batch, through }: { readonly batch: number; readonly through: number }): void {
    this.batch = batch;
    this.through = through;
    this.#annulled = this.#annulled.filter((tradeId) => tradeId > through);
  }

  /** Sets what a snapshot has. */
  restore({
    takenOver,
    annulled,
  }: {
    readonly takenOver: readonly TakenOver[];
    readonly annulled: readonly number[];
  }): void {
    this.#takenOver = takenOver;
    this.#annulled = annulled;
  }
}
