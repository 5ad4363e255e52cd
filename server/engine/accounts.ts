import { bitOf, type FreezeReason } from './freeze-reason.ts';
import { NONE } from './order-pool.ts';

/** Account numbers, and their addresses. */
export class Accounts {
  readonly #addresses: string[] = [''];
  readonly #numbers = new Map<string, number>();
  /** Bits of the reasons, of those that have one. */
  readonly #frozen = new Map<number, number>();

  /** How many there are, the fee account included. */
  get count(): number {
    return this.#addresses.length;
  }

  has(account: number): boolean {
    return account >= 0 && account < this.#addresses.length;
  }

  /** Account 0 takes fees and does not trade. */
  isTrader(account: number): boolean {
    return account > 0 && account < this.#addresses.length;
  }

  /** Why an account may have no orders; `null` when it may. */
  tradingFault(account: number): 'account/unknown' | 'account/frozen' | null {
    if (!this.isTrader(account)) return 'account/unknown';
    return this.#frozen.size > 0 && this.#frozen.has(account) ? 'account/frozen' : null;
  }

  isFrozen(account: number): boolean {
    return this.#frozen.has(account);
  }

  isFrozenFor(account: number, reason: FreezeReason): boolean {
    return (this.freezeBits(account) & bitOf(reason)) !== 0;
  }

  /** Bits of the reasons for which an account is frozen; 0 = it is not. */
  freezeBits(account: number): number {
    return this.#frozen.get(account) ?? 0;
  }

  /** Puts other reasons in the place of those that there are. */
  setFreezeBits(account: number, bits: number): void {
    if (bits === 0) this.#frozen.delete(account);
    else this.#frozen.set(account, bits);
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
