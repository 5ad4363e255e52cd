import type { Address } from '#lib/domain/address.ts';
import { assets } from '#lib/domain/asset.ts';
import type { Deployment } from '#lib/domain/network.ts';
import type { Quanta } from '#lib/domain/quanta.ts';
import { NONE } from '../engine/index.ts';
import type { ExchangePort } from '../exchange-port.ts';
import { type FundingTarget, planFunding } from './plan-funding.ts';
import type { TreasuryDeposit } from './treasury-wallet.ts';

/** Source of the deposits that the contract tells: its numbers are those of the deposits. */
const CHAIN_SOURCE = 0;

export type CustodyFundsOptions = {
  readonly treasury: {
    isSettled(): Promise<boolean>;
    depositCount(clearingHouse: Address): Promise<number>;
    deposit(deposit: TreasuryDeposit): Promise<void>;
  };
  readonly port: Pick<ExchangePort, 'read'>;
  /** What is deployed on the chain; `null` while that is not known. */
  readonly deployment: () => Deployment | null;
  /** Waits between two looks; it rejects when the signal is aborted. */
  readonly sleep: (signal: AbortSignal) => Promise<void>;
  /** What went wrong; it is tried again. */
  readonly onFailure: (error: unknown, account: Address) => void;
};

/**
 * Funds the local network's own accounts as anybody is funded: tokens are deposited on chain, and the
 * ledger has them when the deposits are final.
 */
export class CustodyFunds {
  readonly #options: CustodyFundsOptions;
  #turn: Promise<unknown> = Promise.resolve();

  constructor(options: CustodyFundsOptions) {
    this.#options = options;
  }

  /**
   * Resolves when the account has at least half of its target of each asset in the ledger. It deposits
   * what is lacking, and nothing where a deposit is on its way: so it can be asked at every start.
   *
   * @throws the signal's reason when it is aborted; nothing else.
   */
  async ensure(
    account: Address,
    { target, signal }: { readonly target: FundingTarget; readonly signal: AbortSignal },
  ): Promise<void> {
    // One after the other, as the treasury counts its transactions.
    const mine = this.#turn.then(async () => await this.#ensure(account, target, signal));
    this.#turn = mine.catch(() => undefined);
    await mine;
  }

  async #ensure(account: Address, target: FundingTarget, signal: AbortSignal): Promise<void> {
    let awaited: number | null = null;
    for (;;) {
      signal.throwIfAborted();
      try {
        awaited ??= await this.#depositsSoFar();
        if (awaited !== null && (await this.#isCredited(awaited))) {
          if (!(await this.#deposit(account, target, signal))) return;
          awaited = null;
        }
      } catch (error) {
        signal.throwIfAborted();
        this.#options.onFailure(error, account);
        awaited = null;
      }
      await this.#options.sleep(signal);
    }
  }

  /** Number of the last deposit: it may be this account's. `null` while one can be on its way to the chain. */
  async #depositsSoFar(): Promise<number | null> {
    const { treasury, deployment } = this.#options;
    const clearingHouse = deployment()?.contracts.clearingHouse;
    if (clearingHouse === undefined || !(await treasury.isSettled())) return null;
    return await treasury.depositCount(clearingHouse);
  }

  /** Whether anything had to be deposited. */
  async #deposit(account: Address, target: FundingTarget, signal: AbortSignal): Promise<boolean> {
    const { treasury, deployment: current } = this.#options;
    const deposits = planFunding(target, await this.#holdings(account));
    if (deposits.length === 0) return false;
    const deployment = current();
    signal.throwIfAborted();
    if (deployment !== null) await treasury.deposit({ account, deposits, deployment });
    return true;
  }

  async #isCredited(depositId: number): Promise<boolean> {
    const last = await this.#options.port.read((state) => state.sourceSeqs[CHAIN_SOURCE] ?? -1);
    return last.value >= depositId || depositId === 0;
  }

  async #holdings(account: Address): Promise<(asset: number) => Quanta> {
    const { value } = await this.#options.port.read(({ accounts, ledger }) => {
      const number = accounts.find(account.toLowerCase());
      if (number === NONE) return [];
      return assets.map(({ id }) => ({
        id,
        amount: ledger.available(number, id) + ledger.locked(number, id),
      }));
    });
    return (asset) => value.find(({ id }) => id === asset)?.amount ?? 0;
  }
}
