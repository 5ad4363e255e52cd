/**
 * Everything that is sent in one turn goes out at its end: one write for each socket, however many
 * frames it gets, and one microtask for all sockets, however many there are.
 */
export class OutboundTurn {
  #due: (() => void)[] = [];

  /** Calls back at the end of this turn. */
  atEnd(flush: () => void): void {
    this.#due.push(flush);
    if (this.#due.length === 1) void Promise.resolve().then(() => this.#end());
  }

  #end(): void {
    const due = this.#due;
    this.#due = [];
    for (const flush of due) flush();
  }
}
