/** Trades that may be left out of batches at a time. */
export const MOST_QUARANTINED = 1_024;

/** How far trades are settled on chain. */
export class Settlement {
  /** Number of the last batch that the chain has finally; 0 before the first. */
  batch = 0;
  /** The last trade that it could hold. */
  through = 0;
  /** Trades that the contract refuses, ascending. */
  readonly #quarantined: number[] = [];

  get quarantined(): readonly number[] {
    return this.#quarantined;
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
}
