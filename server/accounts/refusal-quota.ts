const MINUTE_MS = 60_000;

/** How many refused orders of an account are taken down in a minute: more would only tell the same. */
export class RefusalQuota {
  readonly #perMinute: number;
  readonly #counts = new Map<number, number>();
  #minute = 0;

  constructor(perMinute: number) {
    this.#perMinute = perMinute;
  }

  /** Whether one more may be taken down; it counts when it may. `timeMs` does not go back. */
  take(account: number, timeMs: number): boolean {
    const minute = Math.floor(timeMs / MINUTE_MS);
    if (minute !== this.#minute) {
      this.#minute = minute;
      this.#counts.clear();
    }
    const count = this.#counts.get(account) ?? 0;
    if (count >= this.#perMinute) return false;
    this.#counts.set(account, count + 1);
    return true;
  }
}
