import { type Hex, keccak256 } from 'viem';
import type { Address, Hash } from '#lib/domain/address.ts';
import { bumpedFees, type FeeLimits, firstFees, type GasFees } from './fee-policy.ts';
import type { Attempt, SentStore, SentTransaction } from './sent-transactions.ts';
import { shortMessage } from './short-message.ts';
import { type OperatorSigner, SignerError } from './signers/operator-signer.ts';

/** A call that a transaction is to make. */
export type SubmitCall = {
  readonly to: Address;
  readonly data: Hex;
  /** Gas that it needs, as estimated; a share is added. */
  readonly gas: bigint;
  /** What it is for, in a person's words. */
  readonly purpose: string;
};

/** What became of a call. */
export type SubmitOutcome =
  | {
      readonly kind: 'mined';
      readonly transaction: Hash;
      readonly block: number;
      readonly gasUsed: bigint;
    }
  | {
      readonly kind: 'reverted';
      readonly transaction: Hash;
      readonly block: number;
      readonly gasUsed: bigint;
      /** Whether it used up all that it was given: more may be enough. */
      readonly outOfGas: boolean;
    }
  /** Somebody else used the nonce with the same key; the call was not made, and may be made again. */
  | { readonly kind: 'nonce-taken'; readonly nonce: number }
  /** It was not sent. */
  | {
      readonly kind: 'refused';
      readonly reason: 'fee-cap' | 'no-funds' | 'signer' | 'rejected' | 'stopped';
      readonly detail: string;
    }
  /** It was sent, and nobody waits for it any more; it is looked for before the next one is sent. */
  | { readonly kind: 'unknown'; readonly transaction: Hash };

/** What the chain did with one of several transactions of the same nonce. */
export type MinedReceipt = {
  readonly transaction: Hash;
  readonly block: number;
  readonly succeeded: boolean;
  readonly gasUsed: bigint;
  /** Blocks that it has, its own among them. */
  readonly confirmations: number;
};

/** What one endpoint knows of an account's transactions, all of the same moment. */
export type NonceLook = {
  /** The next nonce as of the newest block … */
  readonly nonce: number;
  /** … and as of the newest one with enough confirmations. */
  readonly deepNonce: number;
  /** Of the transaction that was asked for and is in a block. */
  readonly receipt: MinedReceipt | null;
};

/** The chain as far as it is needed here; every method rejects while no endpoint answers. */
export type SubmitterChain = {
  /** Transactions of an account in blocks: the next nonce. */
  nonce(account: Address): Promise<number>;
  baseFeeWei(): Promise<bigint>;
  balanceWei(account: Address): Promise<bigint>;
  /**
   * @throws TransactionRefusedError when a node refused it, and none can have it; any other error
   * when nobody knows whether one has it.
   */
  send(raw: Hex): Promise<void>;
  look(query: {
    readonly account: Address;
    readonly transactions: readonly Hash[];
    readonly confirmations: number;
  }): Promise<NonceLook>;
  /** Whether the node has it, in a block or waiting. */
  knows(transaction: Hash): Promise<boolean>;
};

/** The operator's keys. */
export type SubmitterKeys = {
  /**
   * Who is to sign a transaction that may cost so much, in wei.
   *
   * @throws SignerError when nobody may.
   */
  choose(costWei: bigint): Promise<OperatorSigner>;
  /** Who signs for an address; `null` when its key is no longer there. */
  of(address: Address): OperatorSigner | null;
};

export type SubmitterOptions = {
  readonly chainId: number;
  readonly chain: SubmitterChain;
  readonly keys: SubmitterKeys;
  readonly store: SentStore;
  readonly fees: FeeLimits;
  /** Gas that is added to what was estimated, percent. */
  readonly gasBufferPercent: number;
  /** Blocks that end the following of a transaction, its own among them; from 1. */
  readonly confirmations: number;
  readonly pollMs: number;
  /** After so long without a block that has it, more is offered. */
  readonly replaceMs: number;
  /** After so long nobody waits for it any more. */
  readonly giveUpMs: number;
  readonly now: () => number;
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
  readonly onFailure: (error: string) => void;
};

/** Looks at a nonce that was used without any of ours in a block, until it is taken as stolen. */
const LOOKS_AT_STOLEN = 3;
const HUNDRED = 100n;
/** What nodes say when another transaction with the nonce waits, and offers as much. */
const UNDERPRICED = /replacement|underpriced/i;

/**
 * Sends transactions one after another, and sees each through: it is written down before it is sent,
 * sent again when the chain has forgotten or given it up, replaced by one that offers more when it
 * takes too long, and found again after a crash. A call is made at most once. Who signs is chosen for
 * each; what an earlier key has sent is seen through first.
 */
export class Submitter {
  readonly #options: SubmitterOptions;
  readonly #stopped = new AbortController();
  #turn: Promise<unknown> = Promise.resolve();

  constructor(options: SubmitterOptions) {
    this.#options = options;
  }

  /** Makes a call when those before it are through. What was sent in an earlier life comes first. */
  async submit(call: SubmitCall): Promise<SubmitOutcome> {
    return await this.#inTurn(async () => {
      await this.#seeThroughEarlier();
      if (this.#stopped.signal.aborted) return refused('stopped', 'the exchange is being stopped');
      return await this.#send(call);
    });
  }

  /** Sees through what was sent in an earlier life of the process; `null` when there is nothing. */
  async resume(): Promise<{ readonly purpose: string; readonly outcome: SubmitOutcome } | null> {
    return await this.#inTurn(async () => await this.#seeThroughEarlier());
  }

  /** Waits for nothing any more. */
  stop(): void {
    this.#stopped.abort();
  }

  async #inTurn<Result>(run: () => Promise<Result>): Promise<Result> {
    const mine = this.#turn.then(run, run);
    this.#turn = mine.catch(() => undefined);
    return await mine;
  }

  async #seeThroughEarlier() {
    const sent = await this.#options.store.load();
    if (sent === null) return null;
    return { purpose: sent.purpose, outcome: await this.#seeThrough(sent) };
  }

  async #send({ to, data, gas, purpose }: SubmitCall): Promise<SubmitOutcome> {
    const { chain, fees, keys, gasBufferPercent, store } = this.#options;
    const offered = firstFees(await chain.baseFeeWei(), fees);
    if (offered === null) return refused('fee-cap', 'the base fee is above the cap');
    const buffered = gas + (gas * BigInt(gasBufferPercent)) / HUNDRED;
    const cost = buffered * offered.maxFeePerGas;
    let sent: SentTransaction;
    try {
      const { address: from } = await keys.choose(cost);
      const balance = await chain.balanceWei(from);
      if (balance < cost) {
        return refused('no-funds', `${from} has ${balance} wei and needs ${cost}`);
      }
      const nonce = await chain.nonce(from);
      const call = { from, nonce, to, data, gas: buffered, purpose, attempts: [] };
      sent = await this.#signed(call, offered);
    } catch (error) {
      if (error instanceof SignerError) return refused('signer', error.message);
      throw error;
    }
    await store.save(sent);
    const rejection = await this.#broadcast(sent);
    if (rejection === null) return await this.#seeThrough(sent);
    if (UNDERPRICED.test(rejection)) return await this.#outbid(sent, rejection);
    if (await this.#isOut(sent)) return await this.#seeThrough(sent);
    await store.save(null);
    return refused('rejected', rejection);
  }

  /**
   * Something else waits with this nonce: of an earlier life whose record was lost, say. One of the
   * two must go, so more is offered until the node takes it.
   */
  async #outbid(first: SentTransaction, why: string): Promise<SubmitOutcome> {
    const { chain, fees, store } = this.#options;
    let sent = first;
    let rejection: string | null = why;
    while (rejection !== null && UNDERPRICED.test(rejection)) {
      const baseFeeWei = await chain.baseFeeWei();
      const raised = bumpedFees(newest(sent), { baseFeeWei, limits: fees });
      if (raised === null) break;
      // None of those before was taken, so none can be mined.
      sent = await this.#signed({ ...sent, attempts: [] }, raised);
      await store.save(sent);
      rejection = await this.#broadcast(sent);
    }
    if (rejection === null || (await this.#isOut(sent))) return await this.#seeThrough(sent);
    await store.save(null);
    return refused('rejected', rejection);
  }

  async #seeThrough(first: SentTransaction): Promise<SubmitOutcome> {
    const { store, pollMs, giveUpMs, now, sleep, onFailure } = this.#options;
    const { signal } = this.#stopped;
    let sent = first;
    let looks = 0;
    const begunMs = now();
    while (!signal.aborted && now() - begunMs < giveUpMs) {
      try {
        const outcome = await this.#outcomeOf(sent, looks);
        looks = outcome === 'used by another' ? looks + 1 : 0;
        if (outcome === 'not in a block') {
          sent = await this.#pressOn(sent);
        } else if (typeof outcome !== 'string') {
          await store.save(null);
          return outcome;
        }
      } catch (error) {
        onFailure(shortMessage(error));
      }
      await sleep(pollMs, signal);
    }
    return { kind: 'unknown', transaction: newest(sent).hash };
  }

  async #outcomeOf(
    { from, nonce, gas, attempts }: SentTransaction,
    looks: number,
  ): Promise<SubmitOutcome | 'not in a block' | 'not deep enough' | 'used by another'> {
    const { chain, confirmations } = this.#options;
    const transactions = attempts.map(({ hash }) => hash);
    const seen = await chain.look({ account: from, transactions, confirmations });
    const { receipt } = seen;
    if (receipt !== null) {
      // The chain may give its block up, so it is followed a little longer.
      if (receipt.confirmations < confirmations) return 'not deep enough';
      const { transaction, block, gasUsed, succeeded } = receipt;
      if (succeeded) return { kind: 'mined', transaction, block, gasUsed };
      return { kind: 'reverted', transaction, block, gasUsed, outOfGas: isAll(gasUsed, gas) };
    }
    if (seen.deepNonce > nonce) {
      return looks < LOOKS_AT_STOLEN ? 'used by another' : { kind: 'nonce-taken', nonce };
    }
    return seen.nonce > nonce ? 'not deep enough' : 'not in a block';
  }

  /** Sends it again where it was forgotten, and offers more when it takes long. */
  async #pressOn(sent: SentTransaction): Promise<SentTransaction> {
    const { chain, fees, keys, replaceMs, now, store } = this.#options;
    const last = newest(sent);
    if (now() - last.sentMs >= replaceMs && keys.of(sent.from) !== null) {
      const baseFeeWei = await chain.baseFeeWei();
      const raised = bumpedFees(last, { baseFeeWei, limits: fees });
      if (raised !== null) {
        const replaced = await this.#signed(sent, raised);
        await store.save(replaced);
        await this.#broadcast(replaced);
        return replaced;
      }
    }
    if (!(await chain.knows(last.hash))) await this.#broadcast(sent);
    return sent;
  }

  async #signed(sent: SentTransaction, fees: GasFees): Promise<SentTransaction> {
    const { chainId, keys, now } = this.#options;
    const { from, nonce, to, data, gas, attempts } = sent;
    const signer = keys.of(from);
    if (signer === null) throw new SignerError(`The key of ${from} is no longer there.`);
    const raw = await signer.sign({ type: 'eip1559', chainId, nonce, to, data, gas, ...fees });
    const attempt = { hash: keccak256(raw), ...fees, raw, sentMs: now() };
    return { ...sent, attempts: [...attempts, attempt] };
  }

  /** @returns What a node objects to; `null` when it took it, had it, or nobody knows. */
  async #broadcast(sent: SentTransaction): Promise<string | null> {
    try {
      await this.#options.chain.send(newest(sent).raw);
      return null;
    } catch (error) {
      const message = shortMessage(error);
      this.#options.onFailure(message);
      return error instanceof TransactionRefusedError ? message : null;
    }
  }

  /** Whether the chain has an attempt although the answer to sending it said otherwise. */
  async #isOut({ attempts }: SentTransaction): Promise<boolean> {
    for (const { hash } of attempts) {
      try {
        if (await this.#options.chain.knows(hash)) return true;
      } catch {
        // It cannot be told, so it is taken as sent: it will be looked for.
        return true;
      }
    }
    return false;
  }
}

function newest({ attempts }: SentTransaction): Attempt {
  const attempt = attempts.at(-1);
  if (attempt === undefined) throw new Error('a transaction was remembered that was never sent');
  return attempt;
}

function refused(
  reason: Extract<SubmitOutcome, { kind: 'refused' }>['reason'],
  detail: string,
): SubmitOutcome {
  return { kind: 'refused', reason, detail };
}

/** A call that runs out leaves its caller a sixty-fourth, with which that one goes on (EIP-150). */
function isAll(gasUsed: bigint, gas: bigint): boolean {
  return gasUsed * 64n >= gas * 63n;
}

/** A node refused the transaction: what it said. */
export class TransactionRefusedError extends Error {
  override readonly name = 'TransactionRefusedError';
}
