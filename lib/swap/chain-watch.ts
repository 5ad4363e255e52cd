import { estimateMaxPriorityFeePerGas } from 'viem/actions';
import { findPools, type PoolRef } from '#lib/chain/find-pools.ts';
import { isContract } from '#lib/chain/is-contract.ts';
import { loadPools, type PoolSnapshot } from '#lib/chain/load-pools.ts';
import { type Holdings, readBalances } from '#lib/chain/read-balances.ts';
import type { BlockRef } from '#lib/chain/read-block.ts';
import type { ReadContext } from '#lib/chain/read-many.ts';
import { refreshPools } from '#lib/chain/refresh-pools.ts';
import type { Address } from '#lib/domain/address.ts';
import { LUX, type Token } from '#lib/domain/currency.ts';

/** What an account holds, and what the router may take of it, at the block of the view. */
export type AccountHoldings = Holdings & {
  readonly owner: Address;
  /** Whether no key signs for it: it cannot sign permits, and others pay for what it does. */
  readonly isContract: boolean;
};

/** The chain as the swap page needs it, all at one block. */
export type ChainView = {
  readonly snapshot: PoolSnapshot;
  /** Wei for one unit of gas, tip included. */
  readonly gasPrice: bigint;
  readonly holdings: AccountHoldings | null;
};

/** What is watched: it may change from one reading to the next. */
export type WatchSubject = {
  readonly tokens: readonly Token[];
  readonly owner: Address | null;
};

export type ChainWatchOptions = {
  readonly context: Omit<ReadContext, 'blockHash'>;
  readonly v2Factory: Address | undefined;
  readonly v3Factory: Address | undefined;
  /** Whose allowances are read. */
  readonly router: Address;
  readonly subject: () => WatchSubject;
};

/**
 * Readings after which new pools are looked for, the tip is asked again, and the pools are read whole
 * where blocks were skipped meanwhile.
 */
const SLOW_EVERY = 60;

/**
 * Reads the chain for the swap page, each time building on the reading before: a reading of a chain
 * that stands still costs one request.
 *
 * @returns A function that reads once; calls that overlap share one reading.
 * It throws `ChainError` as `loadPools` and `readBalances` do.
 */
export function createChainWatch(options: ChainWatchOptions): () => Promise<ChainView> {
  const reader = new ChainReader(options);
  let reading: Promise<ChainView> | null = null;
  return () => {
    reading ??= reader.read().finally(() => {
      reading = null;
    });
    return reading;
  };
}

class ChainReader {
  readonly #options: ChainWatchOptions;
  #count = 0;
  #tokens: readonly Token[] | null = null;
  #snapshot: PoolSnapshot | null = null;
  /** Whether blocks were skipped since the pools were last read whole. */
  #skipped = false;
  #tip = 0n;
  #holdings: { readonly value: AccountHoldings; readonly block: BlockRef } | null = null;

  constructor(options: ChainWatchOptions) {
    this.#options = options;
  }

  async read(): Promise<ChainView> {
    const subject = this.#options.subject();
    const isSlow = this.#count % SLOW_EVERY === 0;
    if (isSlow) this.#tip = await this.#readTip();
    const newTokens = this.#tokens !== subject.tokens;
    const snapshot = await this.#readPools(subject, isSlow || newTokens);
    const holdings = await this.#readHoldings(subject, { block: snapshot.block, newTokens });
    this.#count += 1;
    this.#tokens = subject.tokens;
    this.#snapshot = snapshot;
    return { snapshot, gasPrice: (snapshot.block.baseFeeWei ?? 0n) + this.#tip, holdings };
  }

  async #readPools({ tokens }: WatchSubject, search: boolean): Promise<PoolSnapshot> {
    const { context, v2Factory, v3Factory } = this.#options;
    const known = this.#snapshot;
    if (known !== null && !search) return await this.#refresh(known);
    const addresses = tokens.map(({ address }) => address);
    const refs = await findPools({ context, v2Factory, v3Factory, tokens: addresses });
    // What happened in skipped blocks is asked by their numbers, which a node that lags behind the
    // one asked before may answer too early: reading everything anew mends that.
    if (known !== null && !this.#skipped && sameRefs(known.refs, refs)) {
      return await this.#refresh(known);
    }
    const loaded = await loadPools(context, refs);
    this.#skipped = false;
    return loaded;
  }

  async #refresh(known: PoolSnapshot): Promise<PoolSnapshot> {
    const fresh = await refreshPools(this.#options.context, known);
    this.#skipped ||= fresh.block.number > known.block.number + 1n;
    return fresh;
  }

  async #readHoldings(
    { owner, tokens }: WatchSubject,
    { block, newTokens }: { readonly block: BlockRef; readonly newTokens: boolean },
  ): Promise<AccountHoldings | null> {
    if (owner === null) return null;
    const known = this.#holdings;
    const isKnown = known?.value.owner === owner && known.block.hash === block.hash && !newTokens;
    if (isKnown) return known.value;
    const { context, router } = this.#options;
    const [read, byContract] = await Promise.all([
      readBalances({
        context: { ...context, blockHash: block.hash },
        owner,
        currencies: [LUX, ...tokens],
        spender: router,
      }),
      // What is a contract stays one; an account without code may become one.
      known?.value.owner === owner && known.value.isContract
        ? true
        : isContract(context.client, owner),
    ]);
    const value = { ...read, owner, isContract: byContract };
    this.#holdings = { value, block };
    return value;
  }

  /** What it takes beyond the base fee; nodes that do not say take nothing. */
  async #readTip(): Promise<bigint> {
    return await estimateMaxPriorityFeePerGas(this.#options.context.client).catch(() => 0n);
  }
}

function sameRefs(a: readonly PoolRef[], b: readonly PoolRef[]): boolean {
  const addresses = new Set(a.map(({ address }) => address));
  return a.length === b.length && b.every(({ address }) => addresses.has(address));
}
