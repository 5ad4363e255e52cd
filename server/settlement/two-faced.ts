import type { ComposedBatch, SettleableTrade } from './compose-batch.ts';
import { isByContract } from './signed-version.ts';
import type { OpenWithdrawal } from './withdrawal-queue.ts';

/** What of a plan has to stay out of the next batch; made anew for each plan. */
export type WordGate = {
  readonly trade: (trade: SettleableTrade) => boolean;
  readonly withdrawal: (withdrawal: OpenWithdrawal) => boolean;
};

/** Batches with one contract alone that are undone before it is believed to be the cause … */
const ALONE = 2;
/** … and with several that no batch can part. */
const TOGETHER = 4;

/**
 * Finds contracts that say yes when they are asked and no in a block: a batch that passes when it is
 * tried, and is undone when it is mined, rests on nothing else that could differ. From then on batches
 * rest on one contract's word at a time, until those who were in it have been in one that was taken.
 */
export class TwoFaced {
  /** Batches that were undone, by account, since one with it was taken. */
  readonly #undone = new Map<number, number>();

  /** `null` while nobody is suspected. */
  gate(): WordGate | null {
    if (this.#undone.size === 0) return null;
    let only: number | null = null;
    const isOther = (account: number) => {
      only ??= account;
      return only !== account;
    };
    return {
      trade: (trade) => wordsOf(trade).some(isOther),
      withdrawal: ({ account, signature }) => isByContract(signature) && isOther(account),
    };
  }

  /** The chain has taken a batch. */
  passed(composed: ComposedBatch): void {
    for (const account of accountsOf(composed)) this.#undone.delete(account);
  }

  /** A batch that had passed was undone. @returns Whose side cannot be settled; `null` = not known. */
  undone(composed: ComposedBatch): number | null {
    const accounts = accountsOf(composed);
    for (const account of accounts) this.#undone.set(account, this.#count(account) + 1);
    const [worst] = [...accounts].sort((one, other) => this.#count(other) - this.#count(one));
    if (worst === undefined) return null;
    if (this.#count(worst) < (accounts.size === 1 ? ALONE : TOGETHER)) return null;
    this.#undone.delete(worst);
    return worst;
  }

  #count(account: number): number {
    return this.#undone.get(account) ?? 0;
  }
}

/** Trades of a batch that rest on the word of an account's contract. */
export function tradesOnWord({ trades }: ComposedBatch, account: number): readonly number[] {
  return trades.filter((trade) => wordsOf(trade).includes(account)).map(({ tradeId }) => tradeId);
}

function wordsOf({ makerVersion, takerVersion }: SettleableTrade): readonly number[] {
  return [makerVersion, takerVersion]
    .filter(({ signature }) => isByContract(signature))
    .map(({ account }) => account);
}

function accountsOf({ trades, withdrawals }: ComposedBatch): ReadonlySet<number> {
  const asked = withdrawals.filter(({ signature }) => isByContract(signature));
  return new Set([...trades.flatMap(wordsOf), ...asked.map(({ account }) => account)]);
}
