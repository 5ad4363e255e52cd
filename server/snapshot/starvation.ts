/** Share of the time that a thread waits for a core, from which on it starves. */
const STARVED = 0.9;
/** Looks for which threads that starved take their share, at the least. */
const SHARING_LOOKS = 10;

/** Tells from how long threads had to wait for a core whether they must take their share of them. */
export class Starvation {
  readonly #lookMs: number;
  #waited: readonly number[];
  #sharing = 0;

  /** @param waited - how long each thread has waited so far, ms; @param lookMs - time between looks */
  constructor(waited: readonly number[], lookMs: number) {
    this.#waited = waited;
    this.#lookMs = lookMs;
  }

  /** Whether they must take their share now, given how long each has waited so far, ms. */
  look(waited: readonly number[]): boolean {
    const before = this.#waited;
    this.#waited = waited;
    const most = STARVED * this.#lookMs;
    const isStarved = waited.some((ms, thread) => ms - (before[thread] ?? 0) > most);
    this.#sharing = isStarved ? SHARING_LOOKS : Math.max(0, this.#sharing - 1);
    return this.#sharing > 0;
  }
}
