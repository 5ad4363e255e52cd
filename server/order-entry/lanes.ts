/**
 * Lets the tasks of one key run one after the other, those of different keys side by side: what is
 * signed later must not overtake what was signed before, or its nonce is no longer the larger one, and
 * a cancel must not overtake the order that it means. A task begins at once when nothing is before it.
 */
export class Lanes {
  readonly #ends = new Map<string, Promise<unknown>>();

  async run<Result>(key: string, task: () => Promise<Result>): Promise<Result> {
    const before = this.#ends.get(key);
    const turn = before === undefined ? task() : before.then(task);
    const end = turn.catch(() => undefined);
    this.#ends.set(key, end);
    try {
      return await turn;
    } finally {
      if (this.#ends.get(key) === end) this.#ends.delete(key);
    }
  }
}
