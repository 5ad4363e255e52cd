import type { Address } from '#lib/domain/address.ts';
import { assets } from '#lib/domain/asset.ts';
import type { Quanta } from '#lib/domain/quanta.ts';
import type { FinalBlock } from '#server/chain/index.ts';
import type { EngineState } from '#server/engine/index.ts';
import type { ExchangePort } from '#server/exchange-port.ts';
import { chainAsset } from './asset-numbers.ts';
import type { AssetOnChain, LedgerReader } from './ledger-reader.ts';
import type { SettlementBook } from './settlement-book.ts';
import type { AssetSolvency, LedgerDifference, Reconciliation } from './settlement-view.ts';
import { amountsOf, type SideAmounts } from './trade-amounts.ts';

export type ReconcilerOptions = {
  readonly port: Pick<ExchangePort, 'read'>;
  readonly book: SettlementBook;
  readonly reader: LedgerReader;
  /** The backstop's address; `null` where there is none. */
  readonly backstop: Address | null;
};

/** What the engine owes, in quanta: by account, by asset of the ledger. */
type Owed = readonly (readonly Quanta[])[];

const MOST_DIFFERENCES = 100;
/** Looks until one is not disturbed by a settlement or a takeover. */
const LOOKS = 5;
const FEE_ACCOUNT = 0;

/**
 * Compares the ledger with the chain, account by account, at a block up to which all the contract's
 * events are taken in: what the engine has, less what is not settled, is what the contract has.
 */
export class Reconciler {
  readonly #options: ReconcilerOptions;
  #last: Reconciliation | null = null;

  constructor(options: ReconcilerOptions) {
    this.#options = options;
  }

  /** The last comparison; `null` before the first. */
  get last(): Reconciliation | null {
    return this.#last;
  }

  /**
   * Compares as of this block. Nothing of later blocks may be taken in meanwhile.
   *
   * @returns `null` when settlement went on all the time, so that nothing can be said.
   * @throws When the chain does not answer.
   */
  async check({ hash, number, timestampMs }: FinalBlock): Promise<Reconciliation | null> {
    const { book, reader } = this.#options;
    const looked = await this.#look();
    if (looked === null) return null;
    const { owed, expected } = looked;
    const feeAccount = await reader.feeAccount(hash);
    const addresses = owed.map((_, account) =>
      account === FEE_ACCOUNT ? feeAccount : book.addressOf(account),
    );
    const listed = await reader.assets(hash);
    const balances = await reader.balances(addresses, hash);
    const differences = this.#differences({ addresses, expected, balances });
    const reconciliation = {
      block: number,
      timestampMs,
      accountsChecked: addresses.length,
      differences,
      assets: this.#solvency(listed, owed),
    };
    this.#last = reconciliation;
    return reconciliation;
  }

  /** The engine and the book as of one command. */
  async #look(): Promise<{ readonly owed: Owed; readonly expected: Owed } | null> {
    const { port, book } = this.#options;
    for (let look = 0; look < LOOKS; look += 1) {
      const { revision } = book.trades;
      const { value } = await port.read((state) => ({
        owed: owedBy(state),
        tradeCount: state.tradeCount,
      }));
      if (revision === book.trades.revision) {
        return { owed: value.owed, expected: this.#expected(value.owed, value.tradeCount) };
      }
    }
    return null;
  }

  /** What the chain has to have: trades that are not settled are undone. */
  #expected(owed: Owed, tradeCount: number): Owed {
    const expected = owed.map((quanta) => [...quanta]);
    const add = (account: number, asset: number, quanta: Quanta) => {
      const balances = expected[account];
      if (balances !== undefined) balances[asset] = (balances[asset] ?? 0) + quanta;
    };
    const undo = (account: number, side: SideAmounts) => {
      add(account, side.paidAsset, side.paid);
      add(account, side.receivedAsset, -side.received);
      add(FEE_ACCOUNT, side.receivedAsset, -side.fee);
    };
    for (const trade of this.#options.book.trades.all()) {
      if (trade.tradeId > tradeCount) break;
      const { maker, taker } = amountsOf(trade);
      undo(trade.maker.account, maker);
      undo(trade.taker.account, taker);
    }
    return expected;
  }

  #differences({
    addresses,
    expected,
    balances,
  }: {
    readonly addresses: readonly Address[];
    readonly expected: Owed;
    readonly balances: readonly (readonly Quanta[])[];
  }): readonly LedgerDifference[] {
    const differences: LedgerDifference[] = [];
    for (const [account, address] of addresses.entries()) {
      for (const { id, symbol } of assets) {
        const number = chainAsset(id);
        const onChain = number === null ? 0 : (balances[account]?.[number] ?? 0);
        const quanta = expected[account]?.[id] ?? 0;
        if (onChain === quanta) continue;
        differences.push({ account: address, asset: symbol, onChain, expected: quanta });
        if (differences.length >= MOST_DIFFERENCES) return differences;
      }
    }
    return differences;
  }

  #solvency(listed: readonly AssetOnChain[], owed: Owed): readonly AssetSolvency[] {
    const { book, backstop } = this.#options;
    const own = [FEE_ACCOUNT, backstop === null ? null : book.accountOf(backstop)];
    return assets.map(({ id, symbol }) => {
      const number = chainAsset(id);
      const { held = 0, custody = 0 } = (number === null ? undefined : listed[number]) ?? {};
      const liabilities = owed.reduce((sum, quanta) => sum + (quanta[id] ?? 0), 0);
      const exchangeOwned = own.reduce<number>(
        (sum, account) => sum + (account === null ? 0 : (owed[account]?.[id] ?? 0)),
        0,
      );
      return { asset: symbol, held, custody, liabilities, exchangeOwned };
    });
  }
}

/** What each account has, what it wants out and is not paid included. */
function owedBy({ accounts, ledger, withdrawals }: EngineState): Owed {
  return Array.from({ length: accounts.count }, (_, account) => {
    const quanta = assets.map(() => 0);
    for (const { id } of assets) {
      quanta[id] = ledger.available(account, id) + ledger.locked(account, id);
    }
    for (const { asset, amount } of withdrawals.pending(account)) {
      quanta[asset] = (quanta[asset] ?? 0) + amount;
    }
    return quanta;
  });
}
