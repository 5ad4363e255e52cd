import type { AnnulledTrade, EngineState, FreezeReason } from '#server/engine/index.ts';
import type { ExchangePort } from '#server/exchange-port.ts';
import { type AvailableOf, planAnnulments } from './plan-annulments.ts';
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

/** What an account's side is taken out for. */
export type Blame = {
  readonly trades: readonly number[];
  readonly reason: string;
  /**
   * It leaves, and nothing that it signed is at fault: the chain's newest block says so (`seen`), or a
   * final one, before anything is taken in that came later (`final`).
   */
  readonly exit?: 'seen' | 'final' | null;
};

export type Trouble =
  | { readonly kind: 'frozen'; readonly account: number; readonly reason: string }
  | { readonly kind: 'quarantined'; readonly tradeId: number; readonly reason: string }
  | { readonly kind: 'not-taken-over'; readonly tradeId: number; readonly reason: string }
  | { readonly kind: 'annulled'; readonly tradeId: number }
  | { readonly kind: 'not-annulled'; readonly tradeId: number; readonly reason: string }
  | { readonly kind: 'refused-by-engine'; readonly command: string; readonly reason: string };

/**
 * Takes trades out of batches that the contract refuses, and has the backstop take them over. What it
 * cannot take over, because the other side does not count either, is annulled.
 */
export class TakeOut {
  readonly #options: TakeOutOptions;
  /** Whose side a trade was left out for. */
  readonly #blamed = new Map<number, number>();
  /** Who left, and stays frozen as long as what they left behind is left out. */
  readonly #withheld = new Set<number>();

  constructor(options: TakeOutOptions) {
    this.#options = options;
  }

  /**
   * An account's side cannot be settled: it is frozen, and its side of the trades taken over. Because it
   * leaves: then the end of its exit thaws it, unless what it left behind could be neither taken over nor
   * annulled yet. Because what it signed does not count: then its operator does.
   */
  async account(account: number, blame: Blame): Promise<void> {
    const { trades, reason } = blame;
    const isLeaving = await this.#freeze(account, blame);
    await this.trades(trades, reason);
    for (const tradeId of trades) this.#blamed.set(tradeId, account);
    await this.#resolve(trades);
    const isLeft = this.#leftOut(trades).length > 0;
    // It would spend what these brought, and after a restart nobody would know that it has failed.
    if (isLeaving && isLeft && (await this.#freezeFor(account, 'unsettleable', reason))) {
      this.#withheld.add(account);
    }
    await this.#release();
  }

  /** @returns Whether it is frozen for its exit alone, as far as is known here. */
  async #freeze(account: number, { reason, exit = null }: Blame): Promise<boolean> {
    if (account === this.#options.backstop()) return false;
    if (exit === 'final') {
      await this.#freezeFor(account, 'exit', reason);
      return true;
    }
    if (exit === 'seen') {
      if (this.#withheld.has(account)) return true;
      const leaves = await this.#options.port.read(({ accounts }) =>
        accounts.isFrozenFor(account, 'exit'),
      );
      // An exit that is over by now would never be lifted again, so it is not given as a reason here.
      if (leaves.value) return true;
    }
    this.#withheld.delete(account);
    await this.#freezeFor(account, 'unsettleable', reason);
    return false;
  }

  /** @returns Whether it was not frozen for that before. */
  async #freezeFor(account: number, freezes: FreezeReason, why: string): Promise<boolean> {
    const { port, onTrouble } = this.#options;
    const command = { kind: 'freeze-account', account, reason: freezes, frozen: true } as const;
    const { events } = await port.execute(command);
    if (events[0]?.kind !== 'account-frozen') return false;
    onTrouble({ kind: 'frozen', account, reason: why });
    return true;
  }

  /** Leaves trades out, without blaming anybody. */
  async trades(trades: readonly number[], reason: string): Promise<void> {
    const { port, onTrouble } = this.#options;
    for (const tradeId of trades) {
      const outcome = await port.execute({ kind: 'quarantine-trade', tradeId });
      const code = rejectionOf(outcome);
      if (code !== null)
        onTrouble({ kind: 'refused-by-engine', command: 'quarantine', reason: code });
      else if (outcome.events[0]?.kind === 'trade-quarantined')
        onTrouble({ kind: 'quarantined', tradeId, reason });
    }
  }

  /** Tries again what could be neither taken over nor annulled before: there may be funds now. */
  async again(): Promise<void> {
    await this.#resolve([...this.#options.book.trades.quarantined]);
    await this.#release();
  }

  async #resolve(tradeIds: readonly number[]): Promise<void> {
    const { port } = this.#options;
    const left = this.#leftOut(tradeIds);
    if (left.length === 0) return;
    const sides = await port.read((state) =>
      left.flatMap((trade) => {
        const blamed = this.#blamed.get(trade.tradeId) ?? null;
        const from = guiltySide(state, trade, blamed);
        return from === null ? [] : [{ trade, from, isLost: isLost(state, trade, blamed) }];
      }),
    );
    for (const { trade, from, isLost: both } of sides.value) {
      const fault = await this.#takeOver(trade, from);
      // Neither side counts: it is annulled below, or it is said there why not.
      if (fault === null || both) continue;
      this.#options.onTrouble({ kind: 'not-taken-over', tradeId: trade.tradeId, reason: fault });
    }
    await this.#annul();
    for (const tradeId of this.#blamed.keys()) {
      if (!this.#options.book.trades.quarantined.has(tradeId)) this.#blamed.delete(tradeId);
    }
  }

  /** Whoever left, and has nothing in quarantine any more, waits for the end of the exit alone. */
  async #release(): Promise<void> {
    const { port, book } = this.#options;
    for (const account of this.#withheld) {
      if (book.trades.hasQuarantined(account)) continue;
      const lifts = { kind: 'freeze-account', account, frozen: false } as const;
      await port.execute({ ...lifts, reason: 'unsettleable' });
      this.#withheld.delete(account);
    }
  }

  /** @returns Why it could not be taken over; `null` = it was. */
  async #takeOver(trade: MatchedTrade, from: number): Promise<string | null> {
    const { tradeId, maker: makerSide } = trade;
    const to = this.#options.backstop();
    if (to === null) return 'the backstop has no account';
    const fault = takeOverFault(trade, { from, to });
    if (fault !== null) return fault;
    const { maker, taker } = amountsOf(trade);
    const { fee: _fee, ...amounts } = makerSide.account === from ? maker : taker;
    const reassigns = { kind: 'reassign-trade', tradeId, from, to, ...amounts } as const;
    return rejectionOf(await this.#options.port.execute(reassigns));
  }

  /** Whatever is left out and neither of whose sides counts, as far as everything is there. */
  async #annul(): Promise<void> {
    const { port, book, onTrouble } = this.#options;
    const left = this.#leftOut([...book.trades.quarantined]);
    if (left.length === 0) return;
    const { value: look } = await port.read((state) => {
      const blamed = ({ tradeId }: MatchedTrade) => this.#blamed.get(tradeId) ?? null;
      const lost = left.filter((trade) => isLost(state, trade, blamed(trade))).map(annulledTrade);
      const availableOf: AvailableOf = (account, asset) => state.ledger.available(account, asset);
      return { lost, groups: planAnnulments(lost, availableOf) };
    });
    for (const trades of look.groups) {
      const code = rejectionOf(await port.execute({ kind: 'annul-trades', trades }));
      for (const { tradeId } of trades) {
        if (code === null) onTrouble({ kind: 'annulled', tradeId });
        else onTrouble({ kind: 'not-annulled', tradeId, reason: code });
      }
    }
    const planned = new Set(look.groups.flat());
    for (const trade of look.lost) {
      if (planned.has(trade)) continue;
      const { tradeId } = trade;
      onTrouble({ kind: 'not-annulled', tradeId, reason: 'risk/insufficient-funds' });
    }
  }

  #leftOut(tradeIds: readonly number[]): readonly MatchedTrade[] {
    const { trades } = this.#options.book;
    return tradeIds.flatMap((tradeId) => {
      const trade = trades.quarantined.has(tradeId) ? trades.trade(tradeId) : null;
      return trade === null ? [] : [trade];
    });
  }
}

type Known = Pick<EngineState, 'accounts' | 'settlement'>;

/**
 * Whose side of a trade that is left out is to be taken over: who was blamed; else an account whose
 * signatures do not count, or one that leaves. `null` = nobody's.
 */
function guiltySide(
  { accounts }: Known,
  { maker, taker }: MatchedTrade,
  blamed: number | null,
): number | null {
  const sides = [maker.account, taker.account];
  if (blamed !== null && sides.includes(blamed)) return blamed;
  const hasFailed = (account: number) => accounts.isFrozenFor(account, 'unsettleable');
  const isFrozen = (account: number) => accounts.isFrozen(account);
  return sides.find(hasFailed) ?? sides.find(isFrozen) ?? null;
}

/**
 * Whether neither side counts: each has failed, or was taken over already. Who leaves has failed where
 * that was found of this trade.
 */
function isLost(
  { accounts, settlement }: Known,
  { tradeId, maker, taker }: MatchedTrade,
  blamed: number | null,
): boolean {
  return [maker, taker].every(
    ({ account }) =>
      accounts.isFrozenFor(account, 'unsettleable') ||
      (account === blamed && accounts.isFrozen(account)) ||
      settlement.isTakenOver(tradeId, account),
  );
}

/** Why the backstop cannot take over a side; `null` = it can. */
function takeOverFault(
  { maker, taker }: MatchedTrade,
  { from, to }: { readonly from: number; readonly to: number },
): string | null {
  if (from === to) return 'it is the backstop that cannot settle';
  if (maker.account === to || taker.account === to) return 'the other side is the backstop';
  return null;
}

/** What both sides gave and received, as the engine takes it back. */
function annulledTrade(trade: MatchedTrade): AnnulledTrade {
  const { tradeId, takerSells } = trade;
  const { maker, taker } = amountsOf(trade);
  const [bought, sold] = takerSells ? [maker, taker] : [taker, maker];
  return {
    tradeId,
    buyer: (takerSells ? trade.maker : trade.taker).account,
    seller: (takerSells ? trade.taker : trade.maker).account,
    baseAsset: sold.paidAsset,
    quoteAsset: bought.paidAsset,
    base: sold.paid,
    quote: bought.paid,
    buyerFee: bought.fee,
    sellerFee: sold.fee,
  };
}
