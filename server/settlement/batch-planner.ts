import type { AuthorityRelay } from './authority-relay.ts';
import type { Backstop } from './backstop.ts';
import {
  type BatchBounds,
  type ComposedBatch,
  composeBatch,
  estimatedGas,
  fittingTrades,
  fittingWithdrawals,
  type SettleableTrade,
} from './compose-batch.ts';
import { dueWithdrawals } from './due-withdrawals.ts';
import type { BookChange, SettlementBook } from './settlement-book.ts';
import type { SettlementChain } from './settlement-chain.ts';
import type { MatchedTrade, SignedVersion, TradeSide } from './signed-version.ts';
import type { TakeOut } from './take-out.ts';
import type { WordGate } from './two-faced.ts';
import type { OpenWithdrawal } from './withdrawal-queue.ts';

export type PlannerOptions = {
  readonly book: SettlementBook;
  readonly chain: SettlementChain;
  readonly relay: AuthorityRelay;
  readonly takeOut: Pick<TakeOut, 'trades' | 'account'>;
  /** `null` where there is none. */
  readonly backstop: Backstop | null;
  readonly bounds: BatchBounds;
};

/** What the next batch is, or why there is none. */
export type Plan =
  | { readonly kind: 'batch'; readonly composed: ComposedBatch }
  | { readonly kind: 'nothing' }
  /** Something has to pass first that only time brings. */
  | { readonly kind: 'waits' }
  /** The contract could not be told what the next batch rests on. */
  | { readonly kind: 'untold' };

type EpochOf = (account: number) => number;

/** What the chain knows of the accounts of a batch. */
type Known = { readonly epochOf: EpochOf; readonly paidTo: (account: number) => number };

/** Trades that are looked at for a batch, for each fill that it may have. */
const LOOK_AHEAD = 2;

/** Makes the next batch out of what the book has and what the chain knows. */
export class BatchPlanner {
  readonly #options: PlannerOptions;

  constructor(options: PlannerOptions) {
    this.#options = options;
    options.book.onChange((change) => this.#forget(change));
  }

  /**
   * @param isHeld withdrawals that are not to be tried now
   * @param gate what has to stay out besides, where a batch without it can be made
   */
  async plan(
    isHeld: (withdrawal: OpenWithdrawal) => boolean,
    gate: WordGate | null = null,
  ): Promise<Plan> {
    const { book, bounds } = this.#options;
    const looked = await this.#withoutUnsigned(this.#look());
    const known = await this.#known(looked);
    const settleable = await this.#settleable(looked, known.epochOf);
    const first = settleable.slice(0, fittingTrades(settleable, { bounds }));
    const { epochOf: before } = known;
    const needs = { trades: first, withdrawals: [...book.withdrawals.all()], epochOf: before };
    const epochOf = await this.#tellChain(needs, looked);
    // It would refuse what is right, and the wrong ones would be blamed for it.
    if (epochOf === null) return { kind: 'untold' };
    const isAhead = ({ account, order }: SignedVersion) => order.epoch > epochOf(account);
    const hasToWait = ({ makerVersion, takerVersion }: SettleableTrade) =>
      isAhead(makerVersion) || isAhead(takerVersion);
    const parted = (trade: SettleableTrade) => hasToWait(trade) || gate?.trade(trade) === true;
    const apart = gate === null ? 0 : fittingTrades(settleable, { bounds, hasToWait: parted });
    // One command may rest on several words: its trades go together.
    const count = apart === 0 ? fittingTrades(settleable, { bounds, hasToWait }) : apart;
    const trades = settleable.slice(0, count);
    const withdrawals = this.#due(trades, (withdrawal) => {
      const { account, epoch, nonce } = withdrawal;
      // What has been paid in a block that is not final yet is not paid again.
      if (gate?.withdrawal(withdrawal) === true) return true;
      return isHeld(withdrawal) || epoch > epochOf(account) || nonce <= known.paidTo(account);
    });
    if (trades.length + withdrawals.length > 0) {
      return { kind: 'batch', composed: this.compose({ trades, withdrawals, epochOf }) };
    }
    return { kind: settleable.length === 0 ? 'nothing' : 'waits' };
  }

  /** A batch of some trades and withdrawals, to be the next one. */
  compose({
    trades,
    withdrawals,
    epochOf,
  }: {
    readonly trades: readonly SettleableTrade[];
    readonly withdrawals: readonly OpenWithdrawal[];
    readonly epochOf: EpochOf;
  }): ComposedBatch {
    const { book } = this.#options;
    const addressOf = (account: number) => book.addressOf(account);
    const sequence = book.trades.progress.batch + 1;
    return composeBatch({ sequence, trades, withdrawals, epochOf, addressOf });
  }

  /** The same batch with fewer trades, from the first on, and without withdrawals or with these. */
  shortened(
    { trades, epochOf }: ComposedBatch,
    {
      count,
      withdrawals = [],
    }: { readonly count: number; readonly withdrawals?: readonly OpenWithdrawal[] },
  ): ComposedBatch {
    return this.compose({ trades: trades.slice(0, count), withdrawals, epochOf });
  }

  /** Gas that a batch is given at least: what it takes when it is tried, a contract's answer may exceed. */
  leastGas(composed: ComposedBatch): bigint {
    return BigInt(Math.min(estimatedGas(composed), this.#options.bounds.gas));
  }

  /** What is settled, or undone, needs no signature of the backstop's any more. */
  #forget(change: BookChange): void {
    const { backstop } = this.#options;
    if (change.kind === 'annulled') backstop?.forget(change.tradeId);
    if (change.kind === 'settled') for (const tradeId of change.trades) backstop?.forget(tradeId);
  }

  #look(): readonly MatchedTrade[] {
    const { book, bounds } = this.#options;
    const looked: MatchedTrade[] = [];
    for (const trade of book.trades.pending()) {
      looked.push(trade);
      if (looked.length >= bounds.fills * LOOK_AHEAD) break;
    }
    return looked;
  }

  /** What nobody signed cannot be settled: it is left out, and somebody has to look. */
  async #withoutUnsigned(trades: readonly MatchedTrade[]): Promise<readonly MatchedTrade[]> {
    const isUnsigned = ({ maker, taker }: MatchedTrade) =>
      [maker, taker].some((side) => side.version === null && !this.#isBackstops(side));
    const unsigned = trades.filter(isUnsigned).map(({ tradeId }) => tradeId);
    if (unsigned.length === 0) return trades;
    await this.#options.takeOut.trades(unsigned, 'it was not signed');
    return trades.filter((trade) => !isUnsigned(trade));
  }

  #isBackstops({ account }: TradeSide): boolean {
    const { book, backstop } = this.#options;
    return backstop !== null && book.accountOf(backstop.address) === account;
  }

  /** Of everybody who is in these trades or wants money out. */
  async #known(trades: readonly MatchedTrade[]): Promise<Known> {
    const { book, chain } = this.#options;
    const accounts = new Set<number>();
    for (const { maker, taker } of trades) accounts.add(maker.account).add(taker.account);
    for (const { account } of book.withdrawals.all()) accounts.add(account);
    const numbers = [...accounts];
    const states = await chain.accounts(numbers.map((account) => book.addressOf(account)));
    const known = new Map(numbers.map((account, place) => [account, states[place]]));
    return {
      epochOf: (account) => known.get(account)?.epoch ?? 0,
      paidTo: (account) => known.get(account)?.withdrawalNonce ?? 0,
    };
  }

  async #settleable(
    trades: readonly MatchedTrade[],
    epochOf: EpochOf,
  ): Promise<readonly SettleableTrade[]> {
    const settleable: SettleableTrade[] = [];
    for (const trade of trades) {
      const makerVersion = await this.#version(trade, 'maker', epochOf);
      const takerVersion = await this.#version(trade, 'taker', epochOf);
      // A trade that cannot be signed now holds up those after it: their balances rest on it.
      if (makerVersion === null || takerVersion === null) break;
      settleable.push({ ...trade, makerVersion, takerVersion });
    }
    return settleable;
  }

  async #version(
    trade: MatchedTrade,
    side: 'maker' | 'taker',
    epochOf: EpochOf,
  ): Promise<SignedVersion | null> {
    const { version, account } = trade[side];
    if (version !== null) return version;
    const epoch = epochOf(account);
    return (await this.#options.backstop?.version(trade, { side, epoch })) ?? null;
  }

  /**
   * @returns Epochs as they are when the chain has been told what it lacked; `null` when it could not
   *   be told of keys that it would know, or what it does not begin had to be taken out first.
   */
  async #tellChain(
    needs: Parameters<AuthorityRelay['missingEpochs']>[0],
    looked: readonly MatchedTrade[],
  ): Promise<EpochOf | null> {
    const { relay, takeOut } = this.#options;
    const approvals = await relay.missingApprovals(needs.trades);
    if (approvals.length > 0 && !(await relay.tellApprovals(approvals))) return null;
    const epochs = relay.missingEpochs(needs);
    if (epochs.length === 0) return needs.epochOf;
    const refused = await relay.tellEpochs(epochs);
    let isTakenOut = false;
    for (const [account, reason] of refused) {
      const trades = this.#aheadOf(account, needs.epochOf(account));
      if (trades.length === 0) continue;
      isTakenOut = true;
      await takeOut.account(account, { trades, reason });
    }
    return isTakenOut ? null : (await this.#known(looked)).epochOf;
  }

  /** Unsettled trades that an account's side signed for an epoch which the chain has not begun. */
  #aheadOf(account: number, epoch: number): readonly number[] {
    const ahead: number[] = [];
    for (const { tradeId, maker, taker } of this.#options.book.trades.pending()) {
      const versions = [maker.version, taker.version].filter((version) => version !== null);
      const isIts = versions.some((each) => each.account === account && each.order.epoch > epoch);
      if (isIts) ahead.push(tradeId);
    }
    return ahead;
  }

  #due(
    trades: readonly SettleableTrade[],
    held: (withdrawal: OpenWithdrawal) => boolean,
  ): readonly OpenWithdrawal[] {
    const { book, bounds } = this.#options;
    const inBatch = new Set(trades.map(({ tradeId }) => tradeId));
    const due = dueWithdrawals({
      withdrawals: book.withdrawals.all(),
      unsettled: book.trades.all(),
      isInBatch: (tradeId) => inBatch.has(tradeId),
      quarantined: book.trades.quarantined,
      held,
    });
    return fittingWithdrawals(due, bounds);
  }
}
