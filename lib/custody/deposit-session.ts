import { createStore, type StoreApi } from 'zustand/vanilla';
import type { SignedPermit } from '#lib/chain/permit.ts';
import type { Address, Hash } from '#lib/domain/address.ts';
import type { CustodyFailure } from './custody-failure.ts';
import { type DepositProgress, type DepositStep, stepOf } from './deposit-progress.ts';
import type { DepositOrder } from './derive-deposit.ts';

/** What a deposit does to the world outside; every step may throw. */
export type DepositSteps = {
  /** Lets the contract take the token; ends when that is in a block. */
  approve(order: DepositOrder, onSent: (hash: Hash) => void): Promise<void>;
  signPermit(order: DepositOrder): Promise<SignedPermit>;
  /** Tries it on the chain without sending; answers with the gas to allow. */
  rehearse(order: DepositOrder, permit: SignedPermit | null): Promise<bigint>;
  /** Has the wallet sign and send. */
  send(order: DepositOrder, sent: SentDeposit): Promise<Hash>;
  /** What the chain knows of a transaction now. */
  look(hash: Hash): Promise<DepositLook>;
  /** Ends when it is time to look again. */
  pause(): Promise<void>;
};

export type SentDeposit = { readonly permit: SignedPermit | null; readonly gas: bigint };

/** What one look at the chain showed of a deposit. */
export type DepositLook =
  /** In no block; `null` = the node does not answer. */
  | { readonly kind: 'waiting' }
  | { readonly kind: 'unreachable' }
  | { readonly kind: 'reverted' }
  /** The deposit is in a block with so many blocks from its own to the newest, both counted. */
  | { readonly kind: 'included'; readonly confirmations: number };

/** A deposit that was begun in this page. */
export type Deposit = {
  /** Counts up. */
  readonly id: number;
  readonly account: Address;
  readonly order: DepositOrder;
  readonly progress: DepositProgress;
};

export type DepositSessionOptions = {
  readonly steps: (account: Address) => DepositSteps;
  readonly failureOf: (error: unknown) => CustodyFailure;
  /** Blocks that make a deposit final, its own among them; `null` while that is not known. */
  readonly needed: () => number | null;
  /** Tells of a deposit whenever it changes. */
  readonly onChange: (deposit: Deposit) => void;
};

const REVERTED: CustodyFailure = {
  code: 'custody/reverted',
  text: 'The chain undid the transaction: nothing was paid in.',
};

/** The deposits of a page: they go on when their dialog is closed. It lives outside React. */
export class DepositSession {
  /** The newest first. */
  readonly store: StoreApi<readonly Deposit[]> = createStore<readonly Deposit[]>(() => []);
  readonly #options: DepositSessionOptions;
  #last = 0;
  #ended = false;

  constructor(options: DepositSessionOptions) {
    this.#options = options;
  }

  /** Stops looking at the chain. */
  end(): void {
    this.#ended = true;
  }

  /**
   * Begins a deposit. Nothing is thrown: how it goes is in the store.
   *
   * @returns Its id.
   */
  begin(order: DepositOrder, account: Address): number {
    this.#last += 1;
    const id = this.#last;
    const first = { permit: 'signing-permit', approve: 'approving', none: 'rehearsing' } as const;
    const progress: DepositProgress = { stage: first[order.approval] };
    this.store.setState((deposits) => [{ id, account, order, progress }, ...deposits], true);
    void this.#carryOut(id, this.#options.steps(account));
    return id;
  }

  async #carryOut(id: number, steps: DepositSteps): Promise<void> {
    const deposit = this.#find(id);
    if (deposit === undefined) return;
    const { order } = deposit;
    try {
      const permit = await this.#allow(id, { order, steps });
      this.#set(id, { stage: 'rehearsing' });
      const gas = await steps.rehearse(order, permit);
      this.#set(id, { stage: 'confirming' });
      const hash = await steps.send(order, { permit, gas });
      this.#set(id, { stage: 'pending', hash });
      await this.#follow(id, { hash, steps });
    } catch (error) {
      this.#fail(id, this.#options.failureOf(error));
    }
  }

  async #allow(
    id: number,
    { order, steps }: { readonly order: DepositOrder; readonly steps: DepositSteps },
  ): Promise<SignedPermit | null> {
    if (order.approval === 'permit') return await steps.signPermit(order);
    if (order.approval === 'approve') {
      await steps.approve(order, (hash) => this.#set(id, { stage: 'approval-pending', hash }));
    }
    return null;
  }

  /** Looks until the deposit is final. A block may be taken back: then it waits again. */
  async #follow(
    id: number,
    { hash, steps }: { readonly hash: Hash; readonly steps: DepositSteps },
  ): Promise<void> {
    while (!this.#ended) {
      const look = await steps.look(hash);
      if (look.kind === 'reverted') {
        this.#fail(id, REVERTED);
        return;
      }
      if (look.kind === 'included' && this.#isFinal(look.confirmations)) {
        this.#set(id, { stage: 'credited', hash });
        return;
      }
      if (look.kind === 'included') {
        this.#set(id, { stage: 'in-block', hash, confirmations: look.confirmations });
      }
      if (look.kind === 'waiting') this.#set(id, { stage: 'pending', hash });
      await steps.pause();
    }
  }

  #isFinal(confirmations: number): boolean {
    const needed = this.#options.needed();
    return needed !== null && confirmations >= needed;
  }

  #fail(id: number, failure: CustodyFailure): void {
    const progress = this.#find(id)?.progress;
    if (progress === undefined) return;
    const hash = 'hash' in progress ? progress.hash : null;
    const during: DepositStep = stepOf(progress);
    this.#set(id, { stage: 'failed', during, failure, hash });
  }

  #find(id: number): Deposit | undefined {
    return this.store.getState().find((deposit) => deposit.id === id);
  }

  #set(id: number, progress: DepositProgress): void {
    const before = this.#find(id);
    if (before === undefined || isSame(before.progress, progress)) return;
    const deposit = { ...before, progress };
    this.store.setState(
      (deposits) => deposits.map((each) => (each.id === id ? deposit : each)),
      true,
    );
    this.#options.onChange(deposit);
  }
}

function isSame(one: DepositProgress, other: DepositProgress): boolean {
  if (one.stage !== other.stage) return false;
  if (one.stage !== 'in-block' || other.stage !== 'in-block') return one.stage !== 'failed';
  return one.confirmations === other.confirmations;
}
