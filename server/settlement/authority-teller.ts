import type { SubmitCall, SubmitOutcome } from '#server/chain/index.ts';
import type { SettlementBook } from './settlement-book.ts';
import { approveCall, cancelAllCall, type SettlementChain } from './settlement-chain.ts';
import type { SignedApproval } from './signed-approvals.ts';
import type { SignedEpoch } from './signed-epochs.ts';
import { isByContract } from './signed-version.ts';

export type TellerOptions = {
  readonly book: Pick<SettlementBook, 'addressOf'>;
  readonly chain: Pick<SettlementChain, 'address' | 'simulate' | 'together'>;
  readonly submit: (call: SubmitCall) => Promise<SubmitOutcome>;
  readonly onRefused: (what: string, detail: string) => void;
};

/** The beginning of an epoch that passes when it is tried. */
type PassingEpoch = {
  readonly signed: SignedEpoch;
  readonly data: SubmitCall['data'];
  readonly gas: bigint;
  readonly purpose: string;
};

/** Approvals, and beginnings of epochs, in one call: each verifies a signature and writes two words. */
const MOST_TOGETHER = 64;
/** What handing calls on costs besides, on the safe side. */
const TOGETHER_GAS = 100_000n;

/**
 * Tells the contract what owners signed, in as few transactions as it takes: everybody's trades wait for
 * them. Anybody may bring what an owner signed, so it may come through another contract.
 */
export class AuthorityTeller {
  readonly #options: TellerOptions;

  constructor(options: TellerOptions) {
    this.#options = options;
  }

  /** @returns Whether all of it was taken; what the contract refuses is told and left out. */
  async approvals(approvals: readonly SignedApproval[]): Promise<boolean> {
    let isToldWhole = true;
    for (const some of parted(approvals, MOST_TOGETHER)) {
      isToldWhole = (await this.#approvals(some)) && isToldWhole;
    }
    return isToldWhole;
  }

  async #approvals(approvals: readonly SignedApproval[]): Promise<boolean> {
    const parts = await this.#passing(approvals);
    const passing = parts.flat();
    const hasRefused = passing.length < approvals.length;
    // Together they may need more gas than a block has: then they go as they passed.
    const isOne = hasRefused && parts.length > 1 && (await this.#gasOf(passing)) !== null;
    let isToldWhole = true;
    for (const part of isOne ? [passing] : parts) {
      isToldWhole = (await this.#sendApprovals(part)) && isToldWhole;
    }
    return isToldWhole;
  }

  /** Without those that stand in the way of others: parts of which each passes. */
  async #passing(
    approvals: readonly SignedApproval[],
  ): Promise<readonly (readonly SignedApproval[])[]> {
    const [first] = approvals;
    if (first === undefined) return [];
    const { chain, onRefused } = this.#options;
    const simulated = await chain.simulate(approveCall(approvals));
    if (simulated.kind === 'succeeds') return [approvals];
    if (approvals.length === 1) {
      onRefused(purposeOf([first]), simulated.reason.code);
      return [];
    }
    const middle = approvals.length >> 1;
    const before = await this.#passing(approvals.slice(0, middle));
    return [...before, ...(await this.#passing(approvals.slice(middle)))];
  }

  async #gasOf(approvals: readonly SignedApproval[]): Promise<bigint | null> {
    const simulated = await this.#options.chain.simulate(approveCall(approvals));
    return simulated.kind === 'succeeds' ? simulated.gas : null;
  }

  async #sendApprovals(approvals: readonly SignedApproval[]): Promise<boolean> {
    if (approvals.length === 0) return true;
    const gas = await this.#gasOf(approvals);
    // It passed before: at the next look it is known why not.
    if (gas === null) return false;
    const purpose = purposeOf(approvals);
    const sent = await this.#send({ data: approveCall(approvals), gas, purpose });
    const words = approvals.filter(isContracts);
    if (sent !== 'reverted' || words.length === 0) return sent === 'mined';
    // A contract may say yes when it is asked and no in a block: then it alone is refused.
    if (approvals.length === 1) return true;
    let isToldWhole = await this.#sendApprovals(approvals.filter((each) => !isContracts(each)));
    for (const word of words) isToldWhole = (await this.#sendApprovals([word])) && isToldWhole;
    return isToldWhole;
  }

  /**
   * @returns The accounts whose next epoch is never begun by what they signed, and why: a contract took
   *   its word back. Others that are not begun now are tried again.
   */
  async epochs(epochs: readonly SignedEpoch[]): Promise<ReadonlyMap<number, string>> {
    const refused = new Map<number, string>();
    const passing: PassingEpoch[] = [];
    for (const signed of epochs) {
      const found = await this.#tried(signed);
      if (typeof found === 'object') passing.push(found);
      // A minute after the epoch before it is over.
      else if (found === 'InvalidOwnerSignature') refused.set(signed.account, found);
    }
    // Whoever may say no in a block goes alone, to be told from the others.
    const isWord = ({ signed }: PassingEpoch) => isByContract(signed.signature);
    const firm = passing.filter((each) => !isWord(each));
    for (const some of parted(firm, MOST_TOGETHER)) await this.#begin(some);
    for (const each of passing.filter(isWord)) {
      const sent = await this.#begin([each]);
      if (sent === 'reverted') refused.set(each.signed.account, sent);
    }
    return refused;
  }

  /** @returns What the contract refuses it with, if it does. */
  async #tried(signed: SignedEpoch): Promise<PassingEpoch | string> {
    const { book, chain, onRefused } = this.#options;
    const address = book.addressOf(signed.account);
    const data = cancelAllCall(address, signed);
    const simulated = await chain.simulate(data);
    const purpose = `epoch ${signed.epoch} of ${address}`;
    if (simulated.kind === 'succeeds') return { signed, data, gas: simulated.gas, purpose };
    const { code } = simulated.reason;
    if (code !== 'EpochChanging') onRefused(purpose, code);
    return code;
  }

  /** One that somebody else has begun meanwhile stands in nobody's way. */
  async #begin(epochs: readonly PassingEpoch[]): Promise<SubmitOutcome['kind'] | null> {
    const [first] = epochs;
    if (first === undefined) return null;
    if (epochs.length === 1) return await this.#send(first);
    const gas = epochs.reduce((sum, each) => sum + each.gas, TOGETHER_GAS);
    const call = this.#options.chain.together(epochs.map(({ data }) => data));
    return await this.#send({ ...call, gas, purpose: `epochs of ${epochs.length} accounts` });
  }

  async #send({
    to = this.#options.chain.address,
    data,
    gas,
    purpose,
  }: Omit<SubmitCall, 'to'> & Partial<Pick<SubmitCall, 'to'>>): Promise<SubmitOutcome['kind']> {
    const { submit, onRefused } = this.#options;
    const outcome = await submit({ to, data, gas, purpose });
    if (outcome.kind !== 'mined') {
      onRefused(purpose, outcome.kind === 'refused' ? outcome.detail : outcome.kind);
    }
    return outcome.kind;
  }
}

function purposeOf(approvals: readonly SignedApproval[]): string {
  const [first] = approvals;
  const isOne = approvals.length === 1 && first !== undefined;
  return isOne
    ? `the approval of trading key ${first.approval.agent}`
    : `approvals of ${approvals.length} trading keys`;
}

function isContracts({ signature }: SignedApproval): boolean {
  return isByContract(signature);
}

function parted<Item>(items: readonly Item[], most: number): readonly (readonly Item[])[] {
  const count = Math.ceil(items.length / most);
  return Array.from({ length: count }, (_, at) => items.slice(at * most, (at + 1) * most));
}
