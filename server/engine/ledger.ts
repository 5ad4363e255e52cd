import type { Quanta } from '#lib/domain/quanta.ts';
import * as quanta from '#lib/domain/quanta.ts';
import { invariant } from './invariant.ts';
import * as stateView from './state-view.ts';

// Copies, which the compiler folds; an imported constant is read from memory at each use.
const { MAX_QUANTA } = quanta;
const { ASSETS } = stateView;

/**
 * Balances of all accounts: available and locked quanta of every asset, in two blocks of memory.
 * All amounts are whole numbers up to 2^53 − 1. Custody, which bounds every sum, is what was
 * deposited less what was withdrawn.
 */
export class Ledger {
  #available: Float64Array;
  #locked: Float64Array;
  readonly #custody = new Float64Array(ASSETS);

  constructor(accounts = 64) {
    this.#available = new Float64Array(accounts * ASSETS);
    this.#locked = new Float64Array(accounts * ASSETS);
  }

  /** Makes room for accounts 0 … `count` − 1. */
  reserve(count: number): void {
    if (count * ASSETS <= this.#available.length) return;
    const size = Math.max(count, (this.#available.length / ASSETS) * 2) * ASSETS;
    this.#available = grown(this.#available, size);
    this.#locked = grown(this.#locked, size);
  }

  available(account: number, asset: number): Quanta {
    return this.#available[account * ASSETS + asset] as number;
  }

  locked(account: number, asset: number): Quanta {
    return this.#locked[account * ASSETS + asset] as number;
  }

  custody(asset: number): Quanta {
    return this.#custody[asset] as number;
  }

  /** Money from outside; the caller has checked that custody has room. */
  deposit(account: number, asset: number, amount: Quanta): void {
    const custody = this.custody(asset) + amount;
    invariant(custody <= MAX_QUANTA, 'custody of an asset exceeds 2^53 - 1');
    this.#custody[asset] = custody;
    this.credit(account, asset, amount);
  }

  withdraw(account: number, asset: number, amount: Quanta): void {
    this.#custody[asset] = this.custody(asset) - amount;
    this.#debit(account, asset, amount);
  }

  /** What the other side of a fill, its fee or a released lock gives. */
  credit(account: number, asset: number, amount: Quanta): void {
    const at = account * ASSETS + asset;
    this.#available[at] = (this.#available[at] as number) + amount;
  }

  /** From one available balance to another; custody stays. */
  move({
    from,
    to,
    asset,
    amount,
  }: {
    readonly from: number;
    readonly to: number;
    readonly asset: number;
    readonly amount: Quanta;
  }): void {
    this.#debit(from, asset, amount);
    this.credit(to, asset, amount);
  }

  /** Changes an available balance by what another one changes by the other way. */
  change(account: number, asset: number, by: number): void {
    if (by < 0) this.#debit(account, asset, -by);
    else this.credit(account, asset, by);
  }

  lock(account: number, asset: number, amount: Quanta): void {
    this.#debit(account, asset, amount);
    const at = account * ASSETS + asset;
    this.#locked[at] = (this.#locked[at] as number) + amount;
  }

  unlock(account: number, asset: number, amount: Quanta): void {
    this.spend(account, asset, amount);
    this.credit(account, asset, amount);
  }

  /** Takes from the lock what a fill pays away or gives back; the caller credits it elsewhere. */
  spend(account: number, asset: number, amount: Quanta): void {
    const at = account * ASSETS + asset;
    const left = (this.#locked[at] as number) - amount;
    invariant(left >= 0, 'more is taken from a lock than it holds');
    this.#locked[at] = left;
  }

  /** Sets both balances of a snapshot. */
  restore(account: number, asset: number, amounts: { available: Quanta; locked: Quanta }): void {
    const at = account * ASSETS + asset;
    this.#available[at] = amounts.available;
    this.#locked[at] = amounts.locked;
    this.#custody[asset] = this.custody(asset) + amounts.available + amounts.locked;
  }

  #debit(account: number, asset: number, amount: Quanta): void {
    const at = account * ASSETS + asset;
    const left = (this.#available[at] as number) - amount;
    invariant(left >= 0, 'more is taken from a balance than it holds');
    this.#available[at] = left;
  }
}

function grown(array: Float64Array, length: number): Float64Array {
  const larger = new Float64Array(length);
  larger.set(array);
  return larger;
}
