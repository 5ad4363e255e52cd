import type { ExchangePort } from '#server/exchange-port.ts';
import { rejectionOf } from './rejection-of.ts';
import type { SettlementBook } from './settlement-book.ts';
import type { MatchedTrade } from './signed-version.ts';
import { amountsOf } from './trade-amounts.ts';

export type TakeOutOptions = {
  readonly port: Pick<ExchangePort, 'execute' | 'read'>;
  readonly book: SettlementBook;
  /** The backstop's account; `null` where there is none, or it has no account yet. */
  readonly backstop: () => number | null;
  /** Somebody has to know. */
  readonly onTrouble: (trouble: Trouble) => void;
};

export type Trouble =
  | { readonly kind: 'frozen'; readonly account: number; readonly reason: string }
  | { readonly kind: 'quarantined'; readonly tradeId: number; readonly reason: string }
  | { readonly kind: 'not-taken-over'; readonly tradeId: number; readonly reason: string }
  | { readonly kind: 'refused-by-engine'; readonly command: string; readonly reason: string };

/** Takes trades out of batches that the contract refuses, and has the backstop take them over. */
export class TakeOut {
  readonly #options: TakeOutOptions;

  constructor(options: TakeOutOptions) {
    this.#options = options;
  }

  /** What an account signed does not count: it is frozen, and its side of the trades taken over. */
  async account(
    account: number,
    { trades, reason }: { readonly trades: readonly number[]; readonly reason: string },
  ): Promise<void> {
    const { port, onTrouble } = this.#options;
    if (account !== this.#options.backstop()) {
      const { events } = await port.execute({ kind: 'freeze-account', account, frozen: true });
      if (events[0]?.kind === 'account-frozen') onTrouble({ kind: 'frozen', account, reason });
    }
    await this.trades(trades, reason);
    for (const tradeId of trades) await this.#takeOver(tradeId, account);
  }

  /** Leaves trades out, without blaming anybody. */
  async trades(trades: readonly number[], reason: string): Promise<void> {
    const { port, onTrouble } = this.#options;
    for (const tradeId of trades) {
      const outcome = await port.execute({ kind: 'quarantine-trade', tradeId });
      const code = rejectionOf(outcome);
      if (code !== null)
        onTrouble({ kind: 'refused-by-engine', command: 'quarantine', reason: code });
      else onTrouble({ kind: 'quarantined', tradeId, reason });
    }
  }

  /** Tries again what the backstop could not take over before: it may have funds now. */
  async again(): Promise<void> {
    const { port, book } = this.#options;
    const trades = [...book.trades.quarantined]
      .map((tradeId) => book.trades.trade(tradeId))
      .filter((trade) => trade !== null);
    if (trades.length === 0) return;
    const frozen = await port.read(({ accounts }) =>
      trades.flatMap(({ tradeId, maker, taker }) => {
        const side = [maker, taker].find(({ account }) => accounts.isFrozen(account));
        return side === undefined ? [] : [{ tradeId, account: side.account }];
      }),
    );
    for (const { tradeId, account } of frozen.value) await this.#takeOver(tradeId, account);
  }

  async #takeOver(tradeId: number, from: number): Promise<void> {
    const { port, book, onTrouble } = this.#options;
    const to = this.#options.backstop();
    const trade = book.trades.trade(tradeId);
    if (trade === null || !book.trades.quarantined.has(tradeId)) return;
    const fault = takeOverFault(trade, from, to);
    if (fault !== null || to === null) {
      onTrouble({ kind: 'not-taken-over', tradeId, reason: fault ?? 'there is no backstop' });
      return;
    }
    const { maker, taker } = amountsOf(trade);
    const { fee: _fee, ...amounts } = trade.maker.account === from ? maker : taker;
    const outcome = await port.execute({ kind: 'reassign-trade', tradeId, from, to, ...amounts });
    const code = rejectionOf(outcome);
    if (code !== null) onTrouble({ kind: 'not-taken-over', tradeId, reason: code });
  }
}

/** Why the backstop cannot take over a side; `null` = it can. */
function takeOverFault(
  { maker, taker }: MatchedTrade,
  from: number,
  to: number | null,
): string | null {
  if (to === null) return 'the backstop has no account';
  if (from === to) return 'it is the backstop that cannot settle';
  if (maker.account === to || taker.account === to) return 'the other side is the backstop';
  return null;
}
