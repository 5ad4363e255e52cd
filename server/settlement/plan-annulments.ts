import type { AnnulledTrade } from '#server/engine/index.ts';

/** Quanta that an account has free of an asset of the ledger. */
export type AvailableOf = (account: number, asset: number) => number;

/** Trades that one command of the engine can undo. */
const MOST_AT_ONCE = 56;
const FEES = 0;

/**
 * In which order trades can be undone, so that no balance goes below zero: the newest first, since what
 * a trade brought was spent in later ones. Trades that each need what another one brings back go
 * together in one group.
 *
 * @returns Groups in the order in which they can be undone; what is in none is missing something.
 */
export function planAnnulments(
  trades: readonly AnnulledTrade[],
  availableOf: AvailableOf,
): readonly (readonly AnnulledTrade[])[] {
  const balances = new Balances(availableOf);
  const groups: (readonly AnnulledTrade[])[] = [];
  let left = [...trades].sort((a, b) => b.tradeId - a.tradeId);
  const undo = (group: readonly AnnulledTrade[]) => {
    if (group.length > MOST_AT_ONCE || balances.shortOf(group).length > 0) return false;
    balances.undo(group);
    groups.push([...group].sort((a, b) => a.tradeId - b.tradeId));
    left = left.filter((trade) => !group.includes(trade));
    return true;
  };
  for (let before = -1; before !== left.length; ) {
    before = left.length;
    for (const trade of [...left]) undo([trade]);
    if (before !== left.length) continue;
    for (const group of entangled(left, balances)) if (undo(group)) break;
  }
  return groups;
}

/** Trades that are tied to one another by balances of which one of them alone would need too much. */
function entangled(
  trades: readonly AnnulledTrade[],
  balances: Balances,
): readonly (readonly AnnulledTrade[])[] {
  const short = new Set(trades.flatMap((trade) => balances.shortOf([trade])));
  const groups: AnnulledTrade[][] = [];
  for (const trade of trades) {
    const touched = changesOf(trade).map(({ key }) => key);
    const ties = touched.filter((key) => short.has(key));
    const isTied = (group: AnnulledTrade[]) =>
      group.some((other) => changesOf(other).some(({ key }) => ties.includes(key)));
    const tied = groups.filter(isTied);
    for (const group of tied) groups.splice(groups.indexOf(group), 1);
    groups.push([trade, ...tied.flat()]);
  }
  return groups;
}

/** One balance, by account and asset, and what undoing a trade adds to it. */
type Change = {
  readonly key: string;
  readonly account: number;
  readonly asset: number;
  readonly by: bigint;
};

function changesOf(trade: AnnulledTrade): readonly Change[] {
  const { buyer, seller, baseAsset, quoteAsset } = trade;
  const [base, quote] = [BigInt(trade.base), BigInt(trade.quote)];
  const [buyerFee, sellerFee] = [BigInt(trade.buyerFee), BigInt(trade.sellerFee)];
  const change = (account: number, asset: number, by: bigint): Change => {
    return { key: `${account}:${asset}`, account, asset, by };
  };
  return [
    change(buyer, baseAsset, buyerFee - base),
    change(buyer, quoteAsset, quote),
    change(seller, baseAsset, base),
    change(seller, quoteAsset, sellerFee - quote),
    change(FEES, baseAsset, -buyerFee),
    change(FEES, quoteAsset, -sellerFee),
  ];
}

/** Balances as they would be, after what was planned. */
class Balances {
  readonly #availableOf: AvailableOf;
  readonly #changed = new Map<string, bigint>();

  constructor(availableOf: AvailableOf) {
    this.#availableOf = availableOf;
  }

  /** Balances that would be below zero if these were undone together. */
  shortOf(trades: readonly AnnulledTrade[]): readonly string[] {
    return [...this.#after(trades)].filter(([, amount]) => amount < 0n).map(([key]) => key);
  }

  undo(trades: readonly AnnulledTrade[]): void {
    for (const [key, amount] of this.#after(trades)) this.#changed.set(key, amount);
  }

  #after(trades: readonly AnnulledTrade[]): ReadonlyMap<string, bigint> {
    const after = new Map<string, bigint>();
    for (const { key, account, asset, by } of trades.flatMap(changesOf)) {
      const before = after.get(key) ?? this.#changed.get(key);
      after.set(key, (before ?? BigInt(this.#availableOf(account, asset))) + by);
    }
    return after;
  }
}
