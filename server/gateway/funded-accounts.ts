import { assets } from '#lib/domain/asset.ts';
import { type EngineState, NONE } from '#server/engine/index.ts';
import type { ExchangePort } from '#server/exchange-port.ts';

export type FundedAccountsOptions = {
  readonly port: Pick<ExchangePort, 'read'>;
  /** Accounts that are remembered as funded, at most. */
  readonly maxAccounts: number;
  /** How long they are. */
  readonly keptMs: number;
  readonly now: () => number;
};

/**
 * Tells accounts that hold something from those that cost nothing: an address makes as many keys as it
 * likes, and what each of them may ask for must not add up.
 */
export class FundedAccounts {
  readonly #options: FundedAccountsOptions;
  /** Until when, by the owner's address; the one that was looked up longest ago first. */
  readonly #known = new Map<string, number>();

  constructor(options: FundedAccountsOptions) {
    this.#options = options;
  }

  /**
   * Whether an owner's account holds anything; false while the engine cannot be asked.
   *
   * @param address - lower case
   */
  has(address: string): boolean {
    const { maxAccounts, keptMs, now } = this.#options;
    const nowMs = now();
    if ((this.#known.get(address) ?? 0) > nowMs) return true;
    this.#known.delete(address);
    if (!this.#look(address)) return false;
    this.#known.set(address, nowMs + keptMs);
    const [oldest] = this.#known.keys();
    if (this.#known.size > maxAccounts && oldest !== undefined) this.#known.delete(oldest);
    return true;
  }

  /** The engine as it is now, durable or not: nobody is told of it. */
  #look(address: string): boolean {
    const seen = { holds: false };
    const durable = this.#options.port.read((state) => {
      seen.holds = holdsAnything(state, address);
    });
    durable.catch(() => undefined);
    return seen.holds;
  }
}

function holdsAnything({ accounts, ledger }: EngineState, address: string): boolean {
  const account = accounts.find(address);
  if (account === NONE) return false;
  return assets.some(({ id }) => ledger.available(account, id) + ledger.locked(account, id) > 0);
}
