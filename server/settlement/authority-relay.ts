import type { Address } from '#lib/domain/address.ts';
import type { SubmitCall, SubmitOutcome } from '#server/chain/index.ts';
import type { SettleableTrade } from './compose-batch.ts';
import type { SettlementBook } from './settlement-book.ts';
import { approveCall, cancelAllCall, type SettlementChain } from './settlement-chain.ts';
import type { SignedApproval, SignedEpoch } from './signed-approvals.ts';
import type { OpenWithdrawal } from './withdrawal-queue.ts';

export type RelayOptions = {
  readonly book: Pick<SettlementBook, 'approvals' | 'addressOf'>;
  readonly chain: SettlementChain;
  readonly submit: (call: SubmitCall) => Promise<SubmitOutcome>;
  readonly onRefused: (what: string, detail: string) => void;
};

/** What a batch rests on: who signed what, and for which epoch. */
type Needs = {
  readonly trades: readonly SettleableTrade[];
  readonly withdrawals: readonly OpenWithdrawal[];
  readonly epochOf: (account: number) => number;
};

/** Approvals in one call: each verifies a signature and writes two words. */
const MOST_APPROVALS = 64;

/**
 * Tells the contract what owners signed off chain and a batch rests on: approvals of trading keys, and
 * the beginning of epochs.
 */
export class AuthorityRelay {
  readonly #options: RelayOptions;

  constructor(options: RelayOptions) {
    this.#options = options;
  }

  /** Epochs that the contract has to begin before a batch, one of each account at a time. */
  missingEpochs({ trades, withdrawals, epochOf }: Needs): readonly SignedEpoch[] {
    const { approvals } = this.#options.book;
    const ahead = new Set<number>();
    for (const { makerVersion, takerVersion } of trades) {
      for (const { account, order } of [makerVersion, takerVersion]) {
        if (order.epoch > epochOf(account)) ahead.add(account);
      }
    }
    for (const { account, epoch } of withdrawals) if (epoch > epochOf(account)) ahead.add(account);
    return [...ahead]
      .map((account) => approvals.epoch(account, epochOf(account) + 1))
      .filter((signed) => signed !== null);
  }

  /** Approvals that the contract lacks for these trades, in the order of their nonces. */
  async missingApprovals(trades: readonly SettleableTrade[]): Promise<readonly SignedApproval[]> {
    const { book, chain } = this.#options;
    const newest = new Map<string, SignedApproval>();
    for (const { makerVersion, takerVersion } of trades) {
      for (const { account, agent } of [makerVersion, takerVersion]) {
        const approval = agent === 0 ? undefined : book.approvals.of(account, agent).at(-1);
        if (approval !== undefined) newest.set(`${account}:${agent}`, approval);
      }
    }
    const agents = [...newest.values()];
    const nonces = await chain.agentNonces(agents.map(({ approval }) => approval));
    return agents
      .flatMap(({ account, agent }, place) => {
        const known = nonces[place] ?? 0;
        return book.approvals.of(account, agent).filter(({ approval }) => approval.nonce > known);
      })
      .sort((a, b) => a.approval.nonce - b.approval.nonce)
      .slice(0, MOST_APPROVALS);
  }

  /** @returns Whether all of it was taken; what the contract refuses is told and left out. */
  async tellApprovals(approvals: readonly SignedApproval[]): Promise<boolean> {
    const { chain } = this.#options;
    const together = await chain.simulate(approveCall(approvals));
    if (together.kind === 'succeeds') {
      const purpose = `approvals of ${approvals.length} trading keys`;
      return await this.#send({ data: approveCall(approvals), gas: together.gas, purpose });
    }
    // One of them stands in the way of the others: those that are taken alone go one by one.
    let isToldWhole = true;
    for (const approval of approvals) {
      const data = approveCall([approval]);
      const alone = await chain.simulate(data);
      const purpose = `the approval of trading key ${approval.approval.agent}`;
      if (alone.kind === 'succeeds') {
        isToldWhole = (await this.#send({ data, gas: alone.gas, purpose })) && isToldWhole;
      } else {
        this.#options.onRefused(purpose, alone.reason.code);
      }
    }
    return isToldWhole;
  }

  /** @returns The accounts whose next epoch the contract does not begin now. */
  async tellEpochs(epochs: readonly SignedEpoch[]): Promise<ReadonlySet<number>> {
    const { book, chain } = this.#options;
    const waiting = new Set<number>();
    for (const signed of epochs) {
      const address: Address = book.addressOf(signed.account);
      const data = cancelAllCall(address, signed);
      const simulated = await chain.simulate(data);
      const purpose = `epoch ${signed.epoch} of ${address}`;
      if (simulated.kind === 'reverts') {
        waiting.add(signed.account);
        // A minute after the epoch before it is over.
        if (simulated.reason.code !== 'EpochChanging') {
          this.#options.onRefused(purpose, simulated.reason.code);
        }
      } else if (!(await this.#send({ data, gas: simulated.gas, purpose }))) {
        waiting.add(signed.account);
      }
    }
    return waiting;
  }

  async #send(call: Omit<SubmitCall, 'to'>): Promise<boolean> {
    const { chain, submit, onRefused } = this.#options;
    const outcome = await submit({ ...call, to: chain.address });
    if (outcome.kind === 'mined') return true;
    onRefused(call.purpose, outcome.kind === 'refused' ? outcome.detail : outcome.kind);
    return false;
  }
}
