import type { Address } from '#lib/domain/address.ts';
import type { Command, EngineEvent } from '#server/engine/index.ts';
import { nextInTurn } from './next-in-turn.ts';
import type { SignedApproval, SignedApprovals } from './signed-approvals.ts';
import type { SignedEpochs } from './signed-epochs.ts';
import { isByContract } from './signed-version.ts';

/** By what right an order came. */
export type SignedBy = {
  readonly account: number;
  /** 0 = the account's owner, else the number of an agent. */
  readonly agent: number;
  readonly epoch: number;
  /** Whether the account's contract confirmed the signature. */
  readonly byContract: boolean;
  readonly market: number;
  /** Of the order as it was signed, quanta of the quote asset. */
  readonly signedNotional: bigint;
};

/** A trading key as the contract has it in a final block. */
export type KeyOnChain = {
  readonly nonce: number;
  /** Unix seconds; 0 = it was revoked, or never approved. */
  readonly expiry: number;
  readonly markets: bigint;
  readonly maxNotional: bigint;
};

/** What has to be looked up on the chain. */
export type WantedKey = {
  readonly key: string;
  readonly account: Address;
  readonly agent: Address;
};

type ContractWordsOptions = {
  readonly approvals: Pick<SignedApprovals, 'of'>;
  readonly epochs: Pick<SignedEpochs, 'all'>;
};

/**
 * Which orders hang on a contract's word: its account could still take the word back, since the
 * clearing house asks the contract when they are settled. What the chain has itself, finally, hangs on
 * nothing: a key that it knows, an epoch that it has begun.
 */
export class ContractWords {
  readonly #approvals: ContractWordsOptions['approvals'];
  readonly #signedEpochs: ContractWordsOptions['epochs'];
  /** The newest epoch of an account that its contract signed, until the chain is known to have it. */
  readonly #epochs = new Map<number, number>();
  /** By account and agent. */
  readonly #onChain = new Map<string, KeyOnChain>();
  /** Asked for since the last look at the chain. */
  readonly #wanted = new Map<string, SignedApproval>();
  /** In which look each was asked about last, as long as it is wanted. */
  readonly #asked = new Map<string, number>();
  #look = 0;

  constructor({ approvals, epochs }: ContractWordsOptions) {
    this.#approvals = approvals;
    this.#signedEpochs = epochs;
  }

  /** Everything that was kept is back. */
  restored(): void {
    for (const { account, epoch, signature } of this.#signedEpochs.all()) {
      if (isByContract(signature)) this.#signedEpoch(account, epoch);
    }
  }

  /** To be called when the approvals have taken the same. */
  take(command: Command, [event]: readonly EngineEvent[]): void {
    if (command.kind !== 'bump-epoch' || event?.kind !== 'epoch-bumped') return;
    if (isWord(command.signature)) this.#signedEpoch(command.account, command.epoch);
  }

  /** Whether an order could not be settled if the account's contract said no. */
  hangs({ account, agent, epoch, byContract, market, signedNotional }: SignedBy): boolean {
    if (byContract) return true;
    // Until the chain has begun it, no order of an account that waits for an epoch is certain.
    if (epoch > 0 && this.#epochs.has(account)) return true;
    if (agent === 0) return false;
    const word = this.#approvals.of(account, agent).findLast(({ signature }) => isWord(signature));
    if (word === undefined) return false;
    const key = keyOf(account, agent);
    const known = this.#onChain.get(key);
    // An older approval on chain may have been narrowed again without the engine's knowing.
    const isCovered =
      known !== undefined &&
      known.nonce >= word.approval.nonce &&
      known.expiry !== 0 &&
      ((known.markets >> BigInt(market)) & 1n) === 1n &&
      signedNotional <= known.maxNotional;
    if (!isCovered) this.#wanted.set(key, word);
    return !isCovered;
  }

  /** Whether to look closer: nearly all orders are of accounts that are no contracts. */
  mayHang({ account, agent }: Pick<SignedBy, 'account' | 'agent'>): boolean {
    if (this.#epochs.has(account)) return true;
    return (
      agent !== 0 && this.#approvals.of(account, agent).some(({ signature }) => isWord(signature))
    );
  }

  /** Keys that orders hang on which were asked about, so many at most: those first whose turn is longest ago. */
  takeWanted(most: number): readonly WantedKey[] {
    this.#look += 1;
    for (const key of this.#asked.keys()) if (!this.#wanted.has(key)) this.#asked.delete(key);
    const lookOf = (key: string) => this.#asked.get(key) ?? 0;
    const taken = [...this.#wanted]
      .sort(([one], [other]) => lookOf(one) - lookOf(other))
      .slice(0, most);
    for (const [key] of taken) {
      this.#wanted.delete(key);
      this.#asked.set(key, this.#look);
    }
    return taken.map(([key, { approval }]) => {
      const { account, agent } = approval;
      return { key, account, agent };
    });
  }

  /** Accounts whose present epoch the chain may lack, so many at most; others come with the next look. */
  takeWaiting(most: number): readonly number[] {
    return nextInTurn(this.#epochs, most);
  }

  /** What a final block has of a key. */
  learnKey(key: string, onChain: KeyOnChain): void {
    this.#onChain.set(key, onChain);
  }

  /** The epoch that an account has in a final block. */
  learnEpoch(account: number, epoch: number): void {
    if (epoch >= (this.#epochs.get(account) ?? Number.POSITIVE_INFINITY)) {
      this.#epochs.delete(account);
    }
  }

  #signedEpoch(account: number, epoch: number): void {
    this.#epochs.set(account, Math.max(epoch, this.#epochs.get(account) ?? 0));
  }
}

/** Whether a signature is a contract's word. */
export function isWord(signature: Uint8Array | null): boolean {
  return signature !== null && isByContract(signature);
}

function keyOf(account: number, agent: number): string {
  return `${account}:${agent}`;
}
