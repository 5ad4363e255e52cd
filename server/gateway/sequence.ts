/** The exchange's sequence number: one for every event, strictly increasing, across restarts too. */
export class Sequence {
  #last: number;

  /**
   * @param startMs - the time of the start in milliseconds since the epoch: fewer than a thousand
   *   events a second keep the next start's numbers above this one's
   */
  constructor(startMs: number) {
    this.#last = startMs;
  }

  /** The number that state read now is as of. */
  current(): number {
    return this.#last;
  }

  /** The number of the next event. */
  next(): number {
    this.#last += 1;
    return this.#last;
  }
}
