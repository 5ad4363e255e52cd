/** Stands for a name that nobody remembers, so that its order can still be told from others. */
const FORGOTTEN = /^unnamed-(\d{1,16})$/;

type Named = { readonly account: number; readonly number: number };

/**
 * How clients call their orders. The engine knows each name as a number (0 = none); what the client
 * wrote is remembered here while the order is of interest, and in the history after that.
 */
export class ClientNames {
  readonly #names = new Map<string, string>();
  readonly #limit: number;
  readonly #numberOf: (name: string) => number;

  /**
   * @param limit names that are remembered; the oldest is forgotten first
   * @param numberOf the engine's number of a name
   */
  constructor(limit: number, numberOf: (name: string) => number) {
    this.#limit = limit;
    this.#numberOf = numberOf;
  }

  remember(of: Named, name: string): void {
    // What only stands for a name must not take the place of one.
    if (this.#forgotten(name) === of.number) return;
    const key = keyOf(of);
    // The newest are the last ones.
    this.#names.delete(key);
    this.#names.set(key, name);
    if (this.#names.size <= this.#limit) return;
    const [oldest] = this.#names.keys();
    if (oldest !== undefined) this.#names.delete(oldest);
  }

  nameOf(of: Named): string {
    const known = this.#names.get(keyOf(of));
    if (known !== undefined) return known;
    const digits = String(of.number);
    return this.#numberOf(digits) === of.number ? digits : `unnamed-${digits}`;
  }

  /** The engine's number of a name as `nameOf` gives it; 0 for none. */
  numberOf(name: string | null): number {
    if (name === null) return 0;
    return this.#forgotten(name) ?? this.#numberOf(name);
  }

  /** The number that a name stands for which nobody remembers; digits never do, they are the name. */
  #forgotten(name: string): number | null {
    const digits = FORGOTTEN.exec(name)?.[1];
    const stands = digits !== undefined && this.#numberOf(digits) !== Number(digits);
    return stands ? Number(digits) : null;
  }
}

function keyOf({ account, number }: Named): string {
  return `${account}:${number}`;
}
