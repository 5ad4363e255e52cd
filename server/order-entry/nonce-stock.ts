import type { NonceRange } from './answers.ts';

/** Signers whose nonces are remembered; of who signed longest ago a rest of a range is given up. */
const MOST_SIGNERS = 4_096;

type Stock = { next: number; end: number; readonly returned: number[] };

/** Nonces for resting orders that were reserved for the keys which the gateway signs with. */
export class NonceStock {
  readonly #stocks = new Map<string, Stock>();

  /** The next nonce; `null` = a range has to be reserved first. */
  take(signer: string): number | null {
    const stock = this.#stocks.get(signer);
    if (stock === undefined) return null;
    const returned = stock.returned.pop();
    if (returned !== undefined) return returned;
    if (stock.next === stock.end) return null;
    stock.next += 1;
    return stock.next - 1;
  }

  /** How many are left. */
  left(signer: string): number {
    const stock = this.#stocks.get(signer);
    return stock === undefined ? 0 : stock.end - stock.next + stock.returned.length;
  }

  /** Adds a range; what is left of the one before is used first. */
  add(signer: string, { first, count }: NonceRange): void {
    const before = this.#stocks.get(signer);
    const returned = before === undefined ? [] : restOf(before);
    this.#stocks.delete(signer);
    this.#stocks.set(signer, { next: first, end: first + count, returned });
    if (this.#stocks.size <= MOST_SIGNERS) return;
    for (const oldest of this.#stocks.keys()) {
      this.#stocks.delete(oldest);
      break;
    }
  }

  /** Takes back one that no order used. */
  putBack(signer: string, nonce: number): void {
    this.#stocks.get(signer)?.returned.push(nonce);
  }

  /** Gives up what there is: the engine knows it otherwise. */
  drop(signer: string): void {
    this.#stocks.delete(signer);
  }
}

function restOf({ next, end, returned }: Stock): number[] {
  const rest: number[] = [];
  for (let nonce = end - 1; nonce >= next; nonce -= 1) rest.push(nonce);
  return [...rest, ...returned];
}
