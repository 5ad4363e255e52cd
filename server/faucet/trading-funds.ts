import { assets, findAsset } from '#lib/domain/asset.ts';
import type { Quanta } from '#lib/domain/quanta.ts';
import { ProtocolError } from '#lib/protocol/protocol-error.ts';
import { openAccount } from '../account-opening.ts';
import { NONE } from '../engine/index.ts';
import type { ExchangePort } from '../exchange-port.ts';

/** Source 0 of deposits will be the chain; this is the local network's test money. */
const FAUCET_SOURCE = 1;

/** Times that a deposit is sent again because its number was taken. */
const ATTEMPTS = 16;

/** What an address is given each time, in whole units of the asset. */
const GIFTS: Readonly<Record<string, number>> = { USDT: 50_000, BTC: 1, ETH: 10, LUX: 100_000 };

/** What one address is given of each asset. */
export type TradingGift = { readonly asset: string; readonly amount: Quanta };

/** Test money in the exchange's ledger, by the same commands that bring deposits from the chain. */
export class TradingFunds {
  readonly #port: Pick<ExchangePort, 'execute' | 'read'>;
  #lastNumber = 0;

  constructor(port: Pick<ExchangePort, 'execute' | 'read'>) {
    this.#port = port;
  }

  /** How much of an asset an address has, available and in orders; 0 without an account. */
  async holdings(address: string, asset: string): Promise<Quanta> {
    const id = findAsset(asset)?.id ?? 0;
    const read = await this.#port.read(({ accounts, ledger }) => {
      const account = accounts.find(address.toLowerCase());
      if (account === NONE) return 0;
      return ledger.available(account, id) + ledger.locked(account, id);
    });
    return read.value;
  }

  /**
   * Opens the account of an address if there is none, and deposits test money, `times` as much as
   * one gift.
   *
   * @returns What was deposited, and the command after which it is there.
   * @throws ProtocolError `ledger/custody-full` when there is as much of it as the ledger counts,
   *   `account/too-many`, `sequencer/…`.
   */
  async give(address: string, times = 1): Promise<{ gifts: readonly TradingGift[]; seq: number }> {
    const account = await openAccount(this.#port, address.toLowerCase());
    const gifts: TradingGift[] = [];
    let last = 0;
    for (const { id: asset, symbol, decimals } of assets) {
      const amount = (GIFTS[symbol] ?? 0) * times * 10 ** decimals;
      if (amount === 0) continue;
      last = await this.#deposit({ account, asset, amount });
      gifts.push({ asset: symbol, amount });
    }
    return { gifts, seq: last };
  }

  /** The engine takes a number that it has seen for a deposit that it has: then somebody else was quicker. */
  async #deposit(deposit: { account: number; asset: number; amount: Quanta }): Promise<number> {
    for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
      const sourceSeq = await this.#nextNumber();
      const numbered = { ...deposit, source: FAUCET_SOURCE, sourceSeq };
      const { seq, events } = await this.#port.execute({ kind: 'deposit', ...numbered });
      const [event] = events;
      if (event?.kind === 'rejected') throw new ProtocolError(event.code);
      if (event?.kind !== 'duplicate') return seq;
    }
    throw new ProtocolError('sequencer/overloaded');
  }

  /** The engine remembers the last number, so it grows over restarts too. */
  async #nextNumber(): Promise<number> {
    const read = await this.#port.read((state) => state.sourceSeqs[FAUCET_SOURCE] ?? 0);
    this.#lastNumber = Math.max(this.#lastNumber, read.value) + 1;
    return this.#lastNumber;
  }
}
