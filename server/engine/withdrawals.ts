import type { Quanta } from '#lib/domain/quanta.ts';
import { ASSETS } from './state-view.ts';

/** Withdrawals of one account that may be on their way at a time. */
export const MOST_WITHDRAWALS = 16;

/** Money that has left the ledger and not yet the contract. */
export type PendingWithdrawal = {
  /** Names it within its account. */
  readonly nonce: number;
  readonly asset: number;
  /** Quanta. */
  readonly amount: Quanta;
};

/** Of one account. */
type Requested = {
  lastNonce: number;
  /** Ascending by nonce. */
  readonly pending: PendingWithdrawal[];
};

const NOTHING_REQUESTED = { lastNonce: 0, pending: [] } as const;

/** Withdrawals that the contract has still to pay, of all accounts. */
export class Withdrawals {
  readonly #requested: (Requested | undefined)[] = [];
  /** Sums of what is pending, by asset. */
  readonly #leaving = new Float64Array(ASSETS);

  /** The last nonce that an account used; 0 before the first. The next one is larger. */
  lastNonce(account: number): number {
    return this.#of(account).lastNonce;
  }

  /** Ascending by nonce. */
  pending(account: number): readonly PendingWithdrawal[] {
    return this.#of(account).pending;
  }

  /** Quanta of an asset that all accounts have pending. */
  leaving(asset: number): Quanta {
    return this.#leaving[asset] as number;
  }

  request(account: number, withdrawal: PendingWithdrawal): void {
    const requested = this.#requested[account] ?? { lastNonce: 0, pending: [] };
    requested.lastNonce = withdrawal.nonce;
    requested.pending.push(withdrawal);
    this.#requested[account] = requested;
    this.#add(withdrawal.asset, withdrawal.amount);
  }

  /** Takes a withdrawal away that is over; `null` when there is none with this nonce. */
  finish(account: number, nonce: number): PendingWithdrawal | null {
    const pending = this.#requested[account]?.pending ?? [];
    const place = pending.findIndex((withdrawal) => withdrawal.nonce === nonce);
    const [finished] = place === -1 ? [] : pending.splice(place, 1);
    if (finished === undefined) return null;
    this.#add(finished.asset, -finished.amount);
    return finished;
  }

  /** Puts back what an account had asked for: for a snapshot. */
  restore(
    account: number,
    kept: { readonly lastNonce: number; readonly pending: readonly PendingWithdrawal[] },
  ): void {
    this.#requested[account] = { lastNonce: kept.lastNonce, pending: [...kept.pending] };
    for (const { asset, amount } of kept.pending) this.#add(asset, amount);
  }

  #add(asset: number, amount: Quanta): void {
    this.#leaving[asset] = this.leaving(asset) + amount;
  }

  #of(account: number): Readonly<Omit<Requested, 'pending'>> & {
    readonly pending: readonly PendingWithdrawal[];
  } {
    return this.#requested[account] ?? NOTHING_REQUESTED;
  }
}
