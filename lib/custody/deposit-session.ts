import { createStore, type StoreApi } from 'zustand/vanilla';
import type { SentTransaction } from '#lib/chain/look-at-transaction.ts';
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
  look(sent: SentTransaction): Promise<DepositSeen>;
  /** Ends when it is time to look again. */
  pause(): Promise<void>;
};

export type SentDeposit = { readonly permit: SignedPermit | null; readonly gas: bigint };

/** What one look at the chain showed, and what is to be looked at from now on. */
export type DepositSeen = { readonly look: DepositLook; readonly sent: SentTransaction };

/** What one look at the chain showed of a deposit. */
export type DepositLook =
  /** In no block; `null` = the node does not answer. */
  | { readonly kind: 'waiting' }
  | { readonly kind: 'unreachable' }
  | { readonly kind: 'reverted' }
  /** The wallet sent something else in its place. */
  | { readonly kind: 'replaced' }
  /** The deposit is in this block, with so many from it to the newest, both counted. */
  | { readonly kind: 'included'; readonly block: number; readonly confirmations: number };

/** A deposit of this browser. */
export type Deposit = {
  /** Counts up. */
  readonly id: number;
  readonly account: Address;
  readonly order: DepositOrder;
  readonly progress: DepositProgress;
};

/** A deposit that was sent and is not over, as it is kept for the next visit. */
export type KeptDeposit = { readonly order: DepositOrder; readonly sent: SentTransaction };

/** Keeps the deposits of an account that are under way; never throws. */
export type DepositKeeper = {
  all(account: Address): readonly KeptDeposit[];
  /** Keeps one, in place of what it was under the hash `before`. */
  put(account: Address, deposit: KeptDeposit, before: Hash): void;
  drop(account: Address, hash: Hash): void;
};

export type DepositSessionOptions = {
  readonly steps: (account: Address) => DepositSteps;
  readonly failureOf: (error: unknown) => CustodyFailure;
  /** Blocks that make a deposit final, its own among them; `null` while that is not known. */
  readonly needed: () => number | null;
  /** Whether the exchange has credited what came up to a block; `false` when it does not answer. */
  readonly isTakenIn: (block: number) => Promise<boolean>;
  readonly keeper: DepositKeeper;
  /** Tells of a deposit whenever it changes. */
  readonly onChange: (deposit: Deposit) => void;
};

const REVERTED: CustodyFailure = {
  code: 'custody/reverted',
  text: 'The chain undid the transaction: nothing was paid in.',
};

const REPLACED: CustodyFailure = {
  code: 'custody/replaced',
  text: 'The wallet replaced or canceled the transaction: nothing was paid in by it.',
};

/**
 * The deposits of a page: they go on when their dialog is closed, and when the page is left and opened
 * again. It lives outside React.
 */
export class DepositSession {
  /** The newest first. */
  readonly store: StoreApi<readonly Deposit[]> = createStore<readonly Deposit[]>(() => []);
  readonly #options: DepositSessionOptions;
  #last = 0;
  /** What was sent and is not over, by the deposit's id. */
  readonly #sent = new Map<number, SentTransaction>();
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

  /** Follows what an earlier visit left under way for an account, once. */
  resume(account: Address): void {
    const known = new Set([...this.#sent.values()].map(({ hash }) => hash));
    for (const { order, sent } of this.#options.keeper.all(account)) {
      if (known.has(sent.hash)) continue;
      this.#last += 1;
      const id = this.#last;
      const progress: DepositProgress = { stage: 'pending', hash: sent.hash };
      this.store.setState((deposits) => [{ id, account, order, progress }, ...deposits], true);
      this.#sent.set(id, sent);
      void this.#followKept(id, this.#options.steps(account));
    }
  }

  async #followKept(id: number, steps: DepositSteps): Promise<void> {
    try {
      await this.#follow(id, steps);
    } catch (error) {
      this.#fail(id, this.#options.failureOf(error));
    }
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
      this.#keep(id, { hash, call: null });
      this.#set(id, { stage: 'pending', hash });
      await this.#follow(id, steps);
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

  /**
   * Looks until the deposit is final. A block may be taken back: then it waits again. A wallet may send
   * it anew for more: then that one is looked at.
   */
  async #follow(id: number, steps: DepositSteps): Promise<void> {
    while (!this.#ended) {
      const before = this.#sent.get(id);
      if (before === undefined) return;
      const { look, sent } = await steps.look(before);
      if (sent !== before) this.#keep(id, sent);
      const { hash } = sent;
      if (look.kind === 'reverted' || look.kind === 'replaced') {
        this.#fail(id, look.kind === 'reverted' ? REVERTED : REPLACED);
        return;
      }
      if (look.kind === 'included' && (await this.#isCredited(look))) {
        this.#keep(id, null);
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

  /** Notes what is to be looked at, here and for the next visit; `null` = it is over. */
  #keep(id: number, sent: SentTransaction | null): void {
    const { keeper } = this.#options;
    const deposit = this.#find(id);
    const before = this.#sent.get(id)?.hash ?? sent?.hash;
    if (deposit === undefined || before === undefined) return;
    const { account, order } = deposit;
    if (sent === null) {
      this.#sent.delete(id);
      keeper.drop(account, before);
    } else {
      this.#sent.set(id, sent);
      keeper.put(account, { order, sent }, before);
    }
  }

  /** The ledger follows the chain a moment later. */
  async #isCredited({
    block,
    confirmations,
  }: {
    readonly block: number;
    readonly confirmations: number;
  }): Promise<boolean> {
    const { needed, isTakenIn } = this.#options;
    const most = needed();
    return most !== null && confirmations >= most && (await isTakenIn(block));
  }

  #fail(id: number, failure: CustodyFailure): void {
    const progress = this.#find(id)?.progress;
    if (progress === undefined) return;
    const hash = hashOf(progress);
    this.#keep(id, null);
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
  if (one.stage === 'failed' || hashOf(one) !== hashOf(other)) return false;
  if (one.stage !== 'in-block' || other.stage !== 'in-block') return true;
  return one.confirmations === other.confirmations;
}

function hashOf(progress: DepositProgress): Hash | null {
  return 'hash' in progress ? progress.hash : null;
}
