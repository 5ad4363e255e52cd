import { bytesToHex, hexToBytes } from 'viem';
import type { Address } from '#lib/domain/address.ts';
import type { Command, EngineEvent } from '#server/engine/index.ts';
import type { Keep } from './kept-codec.ts';
import { nextInTurn } from './next-in-turn.ts';

/** The end of an account's former epochs, as its owner signed it. */
export type SignedEpoch = {
  readonly account: number;
  readonly epoch: number;
  readonly signature: Uint8Array;
};

/** What a final block has of an account. */
export type EpochOnChain = {
  readonly epoch: number;
  /** Until when no other epoch can be begun; Unix seconds. */
  readonly changesUntil: number;
};

/** An epoch that was begun here or on chain; what its owner did on chain has no signature here. */
type Begun = Omit<SignedEpoch, 'signature'> & { readonly signature: Uint8Array | null };

type BegunText = Omit<Begun, 'signature'> & { readonly signature: `0x${string}` | null };

type Options = {
  readonly addressOf: (account: number) => Address;
  readonly keep: Keep;
};

/**
 * Epochs from when they begin here until the contract would begin the one after them: it begins one a
 * minute. Meanwhile no other may be begun here, since what is traded in it would wait, and all trades
 * behind it. Each is over when a final block says so, so that it outlives a restart and a block that
 * is given up.
 */
export class SignedEpochs {
  readonly #options: Options;
  /** By account, then by epoch. */
  readonly #begun = new Map<number, Map<number, Begun>>();
  /** What final events told, by address: there may be no account yet. */
  readonly #told = new Map<string, EpochOnChain>();

  constructor(options: Options) {
    this.#options = options;
  }

  /** What the owner signed to begin an epoch; `null` where they did it on chain. */
  signed(account: number, epoch: number): SignedEpoch | null {
    return signedOf(this.#begun.get(account)?.get(epoch));
  }

  /** All that was signed and may not be on the chain. */
  *all(): Generator<SignedEpoch> {
    for (const own of this.#begun.values()) {
      for (const begun of own.values()) {
        const signed = signedOf(begun);
        if (signed !== null) yield signed;
      }
    }
  }

  /** Whether the contract would not begin the account's next epoch yet. */
  isChanging(account: number): boolean {
    return this.#begun.has(account) || this.#told.has(this.#nameOf(account));
  }

  /** Accounts to be looked up at a final block, so many at most; others come with the next ones. */
  takeUntold(most: number): readonly number[] {
    return nextInTurn(this.#begun, most).filter(
      (account) => !this.#told.has(this.#nameOf(account)),
    );
  }

  take(command: Command | null, events: readonly EngineEvent[]): void {
    for (const event of events) {
      if (event.kind !== 'epoch-bumped') continue;
      const signature = command?.kind === 'bump-epoch' ? command.signature : null;
      const { account, epoch } = event;
      // What its owner began on chain follows on what the chain had begun before.
      if (signature === null) this.#drop(account, (begun) => begun < epoch);
      this.#put({ account, epoch, signature });
      const text: BegunText = {
        account,
        epoch,
        signature: signature === null ? null : bytesToHex(signature),
      };
      this.#options.keep('epoch', keyOf(event), JSON.stringify(text));
    }
  }

  /** A final event told that an owner's epoch has begun, and from when on the next one can. */
  told(owner: Address, onChain: EpochOnChain): void {
    this.#told.set(owner.toLowerCase(), onChain);
  }

  /** What a final block has of an account, and that block's time in Unix seconds. */
  learn(account: number, { epoch, changesUntil }: EpochOnChain, atSeconds: number): void {
    if (atSeconds >= changesUntil) this.#drop(account, (begun) => begun <= epoch);
  }

  /** All events up to a final block of this time, in Unix seconds, are told. */
  reached(atSeconds: number, accountOf: (owner: Address) => number | null): void {
    for (const [owner, onChain] of this.#told) {
      if (atSeconds < onChain.changesUntil) continue;
      this.#told.delete(owner);
      const account = accountOf(owner as Address);
      if (account !== null) this.learn(account, onChain, atSeconds);
    }
  }

  /** Puts back what was kept. */
  restore(text: string): void {
    const { account, epoch, signature } = JSON.parse(text) as BegunText;
    this.#put({ account, epoch, signature: signature === null ? null : hexToBytes(signature) });
  }

  #put(begun: Begun): void {
    const own = this.#begun.get(begun.account) ?? new Map<number, Begun>();
    own.set(begun.epoch, begun);
    this.#begun.set(begun.account, own);
  }

  #drop(account: number, isOver: (epoch: number) => boolean): void {
    const own = this.#begun.get(account);
    if (own === undefined) return;
    for (const begun of own.values()) {
      if (!isOver(begun.epoch)) continue;
      own.delete(begun.epoch);
      this.#options.keep('epoch', keyOf(begun), null);
    }
    if (own.size === 0) this.#begun.delete(account);
  }

  #nameOf(account: number): string {
    return this.#options.addressOf(account).toLowerCase();
  }
}

function signedOf(begun: Begun | undefined): SignedEpoch | null {
  if (begun === undefined || begun.signature === null) return null;
  return { ...begun, signature: begun.signature };
}

function keyOf({ account, epoch }: Pick<Begun, 'account' | 'epoch'>): string {
  return `${account}:${epoch}`;
}
