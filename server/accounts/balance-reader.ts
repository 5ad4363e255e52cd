import { assets } from '#lib/domain/asset.ts';
import type { Balance } from '#lib/domain/balance.ts';
import { ProtocolError } from '#lib/protocol/protocol-error.ts';
import type { EngineState } from '#server/engine/index.ts';
import type { ExchangePort } from '#server/exchange-port.ts';
import type { Projection } from '#server/projection.ts';
import type { AccountActivity } from './account-activity.ts';

/** Balances of an account as of a command. */
export type BalanceUpdate = {
  readonly account: number;
  readonly seq: number;
  /** When they were read, milliseconds since the epoch. */
  readonly timestampMs: number;
  /** Those that are new, each whole. */
  readonly balances: readonly Balance[];
};

export type BalanceReaderOptions = {
  readonly port: Pick<ExchangePort, 'read'>;
  readonly activity: Pick<AccountActivity, 'onUpdate'>;
  readonly now: () => number;
};

type Watched = {
  watchers: number;
  /** As they were told the last time; `null` before the first. */
  balances: readonly Balance[] | null;
};

/**
 * Balances of the accounts that somebody watches. They are read from the engine, since only it knows
 * what its locks are: once for all that changed in a burst, and again when that is told and more has
 * changed meanwhile.
 */
export class BalanceReader implements Projection {
  readonly #options: BalanceReaderOptions;
  readonly #watched = new Map<number, Watched>();
  readonly #due = new Set<number>();
  readonly #listeners = new Set<(update: BalanceUpdate) => void>();
  #isReading = false;

  constructor(options: BalanceReaderOptions) {
    this.#options = options;
    options.activity.onUpdate(({ account }) => {
      if (this.#watched.has(account)) this.#due.add(account);
    });
  }

  /** Reads an account's balances now and whenever they change, until the returned function is called. */
  watch(account: number): () => void {
    const watched = this.#watched.get(account) ?? { watchers: 0, balances: null };
    this.#watched.set(account, watched);
    watched.watchers += 1;
    if (watched.watchers === 1) this.#due.add(account);
    this.settle();
    let isOver = false;
    return () => {
      if (isOver) return;
      isOver = true;
      watched.watchers -= 1;
      if (watched.watchers > 0) return;
      this.#watched.delete(account);
      this.#due.delete(account);
    };
  }

  /** What was read last of an account that is watched, every asset; `null` before the first time. */
  balances(account: number): readonly Balance[] | null {
    return this.#watched.get(account)?.balances ?? null;
  }

  /** Tells of accounts that are watched: everything at first, then what changed. */
  onUpdate(listener: (update: BalanceUpdate) => void): () => void {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }

  take(): void {
    // Which accounts changed is told by their activity.
  }

  settle(): void {
    if (this.#isReading || this.#due.size === 0) return;
    const due = [...this.#due];
    this.#due.clear();
    this.#isReading = true;
    void this.#read(due);
  }

  async #read(due: readonly number[]): Promise<void> {
    try {
      const { value, seq } = await this.#options.port.read((state) =>
        due.map((account) => ({ account, balances: balancesOf(state, account) })),
      );
      const timestampMs = this.#options.now();
      for (const { account, balances } of value)
        this.#tell({ account, balances, seq, timestampMs });
    } catch (error) {
      if (!(error instanceof ProtocolError)) throw error;
      // The engine does not serve; what it releases next asks for them again.
      for (const account of due) if (this.#watched.has(account)) this.#due.add(account);
      return;
    } finally {
      this.#isReading = false;
    }
    this.settle();
  }

  #tell({ account, balances, ...asOf }: BalanceUpdate): void {
    const watched = this.#watched.get(account);
    if (watched === undefined) return;
    const before = watched.balances;
    const changed = balances.filter((balance, at) => !isSame(balance, before?.[at]));
    watched.balances = balances;
    if (changed.length === 0) return;
    for (const listener of this.#listeners) listener({ account, balances: changed, ...asOf });
  }
}

/** Every asset of the exchange, in their order. */
function balancesOf({ ledger, accounts }: EngineState, account: number): Balance[] {
  return assets.map(({ id, symbol }) => ({
    asset: symbol,
    available: accounts.has(account) ? ledger.available(account, id) : 0,
    locked: accounts.has(account) ? ledger.locked(account, id) : 0,
  }));
}

function isSame(one: Balance, other: Balance | undefined): boolean {
  return one.available === other?.available && one.locked === other.locked;
}
