/** Counts open connections, all together and per client, up to their bounds. */
export class ConnectionCounter {
  readonly #maxPerClient: number;
  readonly #maxTotal: number;
  readonly #open = new Map<string, number>();
  #total = 0;

  constructor({ perClient, total }: { perClient: number; total: number }) {
    this.#maxPerClient = perClient;
    this.#maxTotal = total;
  }

  /** Counts one more connection of a client; false, and nothing counted, when that is too many. */
  open(client: string): boolean {
    const count = this.#open.get(client) ?? 0;
    if (count >= this.#maxPerClient || this.#total >= this.#maxTotal) return false;
    this.#open.set(client, count + 1);
    this.#total += 1;
    return true;
  }

  /** Ends one connection that was counted. */
  close(client: string): void {
    const count = this.#open.get(client) ?? 0;
    if (count === 0) return;
    this.#total -= 1;
    if (count === 1) this.#open.delete(client);
    else this.#open.set(client, count - 1);
  }
}
