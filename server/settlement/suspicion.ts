/** A name is what is wrong, and with whom. */
type Found = { readonly name: string; readonly alone: boolean };

/**
 * Tells what is certainly wrong with batches from what only seems so: what a block that was given up or
 * an endpoint that is behind makes look wrong is right at the next look, and nobody is to be blamed for
 * it. Certain is what is found again a while later. Where batches were refused at every look for that
 * long, whatever else is found needs no while of its own: else each of many would hold all up anew.
 */
export class Suspicion {
  readonly #now: () => number;
  readonly #whileMs: number;
  /** When each was found first, by name. */
  readonly #sinceMs = new Map<string, number>();
  #look = 0;
  /** Since when every look found something, and the last of them. */
  #refused: { readonly sinceMs: number; readonly look: number } | null = null;

  constructor({ now, whileMs }: { readonly now: () => number; readonly whileMs: number }) {
    this.#now = now;
    this.#whileMs = whileMs;
  }

  /** Another look begins. One that finds nothing, or fails, breaks the row of those that did. */
  looks(): void {
    this.#look += 1;
  }

  /** A batch passes: nothing is wrong any more. */
  passed(): void {
    this.#sinceMs.clear();
    this.#refused = null;
  }

  /** Notes what is found. @returns Whether it is certain. What counts `alone` needs its own while. */
  isCertain({ name, alone }: Found): boolean {
    const nowMs = this.#now();
    const isInRow = this.#refused !== null && this.#refused.look >= this.#look - 1;
    const refusedMs = isInRow ? (this.#refused?.sinceMs ?? nowMs) : nowMs;
    this.#refused = { sinceMs: refusedMs, look: this.#look };
    const foundMs = this.#sinceMs.get(name) ?? nowMs;
    this.#sinceMs.set(name, foundMs);
    return nowMs - (alone ? foundMs : Math.min(foundMs, refusedMs)) >= this.#whileMs;
  }
}
