import { NONE } from './order-pool.ts';

/** Account numbers, and their addresses. */
export class Accounts {
  readonly #addresses: string[] = [''];
  readonly #numbers = new Map<string, number>();

  /** How many there are, the fee account included. */
  get count(): number {
    return this.#addresses.length;
  }

  has(account: number): boolean {
    return account >= 0 && account < this.#addresses.length;
  }

  /** Account 0 takes fees and does not trade. */
  mayTrade(account: number): boolean {
    return account > 0 && account < this.#addresses.length;
  }

  address(account: number): string {
    return this.#addresses[account] ?? '';
  }

  /** The account of an address, or `NONE`. */
  find(address: string): number {
    return this.#numbers.get(address) ?? NONE;
  }

  /** Opens the next account. */
  open(address: string): void {
    this.#numbers.set(address, this.#addresses.push(address) - 1);
  }
}
