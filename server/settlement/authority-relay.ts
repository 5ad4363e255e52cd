import type { Address } from '#lib/domain/address.ts';
import { findMarketById } from '#lib/domain/market.ts';
import type { SignedOrder } from '#lib/domain/signed-order.ts';
import { AuthorityTeller, type TellerOptions } from './authority-teller.ts';
import type { SettleableTrade } from './compose-batch.ts';
import type { SettlementBook } from './settlement-book.ts';
import type { KeyScope, KeyState, SettlementChain } from './settlement-chain.ts';
import type { SignedApproval, SignedApprovals } from './signed-approvals.ts';
import type { SignedEpoch, SignedEpochs } from './signed-epochs.ts';
import type { MatchedTrade } from './signed-version.ts';
import type { OpenWithdrawal } from './withdrawal-queue.ts';

export type RelayOptions = TellerOptions & {
  readonly chain: Pick<SettlementChain, 'keyStates'>;
  readonly book: Pick<SettlementBook, 'addressOf'> & {
    readonly approvals: Pick<SignedApprovals, 'of' | 'inForce'>;
    readonly epochs: Pick<SignedEpochs, 'signed'>;
  };
};

/** What a batch rests on: who signed what, and for which epoch. */
type Needs = {
  readonly trades: readonly SettleableTrade[];
  readonly withdrawals: readonly OpenWithdrawal[];
  readonly epochOf: (account: number) => number;
};

/** One side of a trade, as far as its authority goes. */
type Side = {
  /** Number of the command that made the trade. */
  readonly seq: number;
  readonly account: number;
  readonly agent: number;
  readonly order: SignedOrder;
};

/** A trading key, and what rests on it. */
type KeyNeeds = {
  readonly account: Address;
  readonly agent: Address;
  readonly sides: (Side & { readonly approval: SignedApproval })[];
};

/**
 * Tells the contract what owners signed off chain and a batch rests on: approvals of trading keys, and
 * the beginning of epochs.
 */
export class AuthorityRelay {
  readonly #options: RelayOptions;
  readonly #teller: AuthorityTeller;
  /** Accounts that narrowed something on chain since the contract was told what it lacked. */
  readonly #overtaken = new Set<number>();

  constructor(options: RelayOptions) {
    this.#options = options;
    this.#teller = new AuthorityTeller(options);
  }

  /** Epochs that the contract has to begin before a batch, one of each account at a time. */
  missingEpochs({ trades, withdrawals, epochOf }: Needs): readonly SignedEpoch[] {
    const { epochs } = this.#options.book;
    const ahead = new Set<number>();
    for (const { makerVersion, takerVersion } of trades) {
      for (const { account, order } of [makerVersion, takerVersion]) {
        if (order.epoch > epochOf(account)) ahead.add(account);
      }
    }
    for (const { account, epoch } of withdrawals) if (epoch > epochOf(account)) ahead.add(account);
    return [...ahead]
      .map((account) => epochs.signed(account, epochOf(account) + 1))
      .filter((signed) => signed !== null);
  }

  /** Remembers that an owner narrowed something on chain: what rests on it is told before all else. */
  overtaken(account: number): void {
    this.#overtaken.add(account);
  }

  /**
   * Tells at once of approvals that were overtaken on chain before they were told, as far as matched
   * trades rest on them: the contract takes them for a minute.
   */
  async tellOvertaken(trades: Iterable<MatchedTrade>): Promise<void> {
    if (this.#overtaken.size === 0) return;
    const accounts = [...this.#overtaken];
    const sides = [...trades].flatMap(sidesOf).filter(({ account }) => accounts.includes(account));
    const lacking = await this.#missing(sides);
    if (!(await this.tellApprovals(lacking))) return;
    for (const account of accounts) this.#overtaken.delete(account);
  }

  /** Approvals that the contract lacks for these trades, in the order of their nonces. */
  async missingApprovals(trades: readonly SettleableTrade[]): Promise<readonly SignedApproval[]> {
    return await this.#missing(trades.flatMap(sidesOf));
  }

  async #missing(sides: readonly Side[]): Promise<readonly SignedApproval[]> {
    const { book, chain } = this.#options;
    const keys = new Map<string, KeyNeeds>();
    for (const side of sides) {
      const approval = side.agent === 0 ? null : book.approvals.inForce(side);
      if (approval === null) continue;
      const { account, agent } = approval.approval;
      const name = `${account}:${agent}`;
      const needs = keys.get(name) ?? { account, agent, sides: [] };
      keys.set(name, needs);
      needs.sides.push({ ...side, approval });
    }
    const states = await chain.keyStates([...keys.values()]);
    const missing = [...keys.values()].flatMap(({ sides: resting }, place) => {
      const state = states[place];
      if (state === undefined) return [];
      const overtaken = resting
        .filter(({ approval }) => mayBeJoined(approval, state))
        .filter(({ order }) => !isCovered(order, state));
      return [
        ...overtaken.map(({ approval }) => approval),
        ...resting
          .flatMap(({ account, agent }) => book.approvals.of(account, agent))
          .filter(({ approval }) => approval.nonce > state.present.nonce),
      ];
    });
    return [...new Set(missing)].sort((one, other) => one.approval.nonce - other.approval.nonce);
  }

  /** @returns Whether all of it was taken; what the contract refuses is told and left out. */
  async tellApprovals(approvals: readonly SignedApproval[]): Promise<boolean> {
    return await this.#teller.approvals(approvals);
  }

  /**
   * @returns The accounts whose next epoch is never begun by what they signed, and why: a contract took
   *   its word back. Others that are not begun now are tried again.
   */
  async tellEpochs(epochs: readonly SignedEpoch[]): Promise<ReadonlyMap<number, string>> {
    return await this.#teller.epochs(epochs);
  }
}

function sidesOf(
  trade: MatchedTrade & Partial<Pick<SettleableTrade, 'makerVersion' | 'takerVersion'>>,
): readonly Side[] {
  const { seq, maker, taker } = trade;
  return [trade.makerVersion ?? maker.version, trade.takerVersion ?? taker.version]
    .filter((version) => version !== null)
    .map(({ account, agent, order }) => ({ seq, account, agent, order }));
}

/** Whether an approval that the contract has overtaken may still count there for a while. */
function mayBeJoined({ approval }: SignedApproval, { present, former }: KeyState): boolean {
  return approval.nonce <= present.nonce && approval.nonce > former.overNonce;
}

/** Whether the contract takes a key's order by what it has, as long as anything that came late counts. */
function isCovered(order: SignedOrder, { present, former }: KeyState): boolean {
  if (covers(present, order)) return true;
  return former.until >= present.bindsAt && covers(former, order);
}

function covers({ expiry, markets, maxNotional }: KeyScope, order: SignedOrder): boolean {
  const k = findMarketById(order.market)?.k ?? 0;
  const notional = BigInt(order.price) * BigInt(order.quantity) * BigInt(k);
  return expiry !== 0 && ((markets >> BigInt(order.market)) & 1n) === 1n && notional <= maxNotional;
}
