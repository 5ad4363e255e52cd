/**
 * A clock that stands still until a test moves it, at first on the full minute; calls that fall due are
 * made in order of time.
 */
export class ManualClock {
  #nowMs: number;
  readonly #calls = new Set<{ readonly dueMs: number; readonly call: () => void }>();

  constructor(nowMs = 1_790_000_040_000) {
    this.#nowMs = nowMs;
  }

  readonly now = (): number => this.#nowMs;

  readonly after = (ms: number, call: () => void): (() => void) => {
    const entry = { dueMs: this.#nowMs + ms, call };
    this.#calls.add(entry);
    return () => {
      this.#calls.delete(entry);
    };
  };

  /** Lets time pass. */
  advance(ms: number): void {
    const endMs = this.#nowMs + ms;
    for (;;) {
      const next = [...this.#calls]
        .filter(({ dueMs }) => dueMs <= endMs)
        .sort((a, b) => a.dueMs - b.dueMs)[0];
      if (next === undefined) break;
      this.#calls.delete(next);
      this.#nowMs = Math.max(this.#nowMs, next.dueMs);
      next.call();
    }
    this.#nowMs = endMs;
  }
}
