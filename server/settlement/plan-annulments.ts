import { type AnnulledTrade, MOST_ANNULLED, MOST_QUARANTINED } from '#server/engine/index.ts';

/** Quanta that an account has free of an asset of the ledger. */
export type AvailableOf = (account: number, asset: number) => number;

/**
 * Looks at a trade that one plan may take, since matching waits for it: sixteen at each, if as many are
 * left out as can be. Three at each are enough to find something that can be undone if there is anything:
 * what a plan does not reach is reached by the next ones, when this much of it is undone.
 */
const MOST_LOOKS = 16 * MOST_QUARANTINED;
/** Assets have sixteen bits. */
const ASSET_NUMBERS = 65_536;
const FEES = 0;

/**
 * In which order trades can be undone, so that no balance goes below zero: the newest first, since what
 * a trade brought was spent in later ones. Trades that each need what another one brings back go
 * together in one group. A plan ends early when finding more would take too long.
 *
 * @param trades - At most as many as can be left out at a time, 1,024.
 * @returns Groups in the order in which they can be undone; what is in none is missing something, or
 *   was not reached.
 */
export function planAnnulments(
  trades: readonly AnnulledTrade[],
  availableOf: AvailableOf,
): readonly (readonly AnnulledTrade[])[] {
  const plan = new Plan(undoingsOf(trades, availableOf));
  let isMore = true;
  while (isMore) isMore = plan.undoAlone() || plan.undoEntangled();
  return plan.groups;
}

/** One balance as it would be after what was planned. */
type Balance = {
  amount: bigint;
  /** Trades that are not planned and change it, if only by nothing. */
  sharers: number;
  /** The most that any of these would take from it, as of the last look at all of them. */
  mostTaken: bigint;
};

/** A trade, and what undoing it adds to each balance, every balance once. */
type Undoing = {
  readonly trade: AnnulledTrade;
  readonly changes: ReadonlyMap<Balance, bigint>;
};

/** The newest first. */
function undoingsOf(
  trades: readonly AnnulledTrade[],
  availableOf: AvailableOf,
): readonly Undoing[] {
  const balances = new Map<number, Balance>();
  const balanceOf = (account: number, asset: number) => {
    const key = account * ASSET_NUMBERS + asset;
    const known = balances.get(key);
    if (known !== undefined) return known;
    const balance = { amount: BigInt(availableOf(account, asset)), sharers: 0, mostTaken: 0n };
    balances.set(key, balance);
    return balance;
  };
  const undoings = trades.map((trade) => ({ trade, changes: changesOf(trade, balanceOf) }));
  for (const { changes } of undoings) for (const balance of changes.keys()) balance.sharers += 1;
  return undoings.sort((a, b) => b.trade.tradeId - a.trade.tradeId);
}

function changesOf(
  { buyer, seller, baseAsset, quoteAsset, ...amounts }: AnnulledTrade,
  balanceOf: (account: number, asset: number) => Balance,
): ReadonlyMap<Balance, bigint> {
  const [base, quote] = [BigInt(amounts.base), BigInt(amounts.quote)];
  const [buyerFee, sellerFee] = [BigInt(amounts.buyerFee), BigInt(amounts.sellerFee)];
  return sumsOf([
    [balanceOf(buyer, baseAsset), buyerFee - base],
    [balanceOf(buyer, quoteAsset), quote],
    [balanceOf(seller, baseAsset), base],
    [balanceOf(seller, quoteAsset), sellerFee - quote],
    [balanceOf(FEES, baseAsset), -buyerFee],
    [balanceOf(FEES, quoteAsset), -sellerFee],
  ]);
}

function sumsOf(
  changes: Iterable<readonly [balance: Balance, by: bigint]>,
): ReadonlyMap<Balance, bigint> {
  const sums = new Map<Balance, bigint>();
  for (const [balance, by] of changes) sums.set(balance, (sums.get(balance) ?? 0n) + by);
  return sums;
}

/** What was found so far. */
class Plan {
  readonly groups: (readonly AnnulledTrade[])[] = [];
  #left: readonly Undoing[];
  #looks = 0;

  constructor(left: readonly Undoing[]) {
    this.#left = left;
  }

  /** Looks once at each trade. @returns Whether one was undone. */
  undoAlone(): boolean {
    const before = this.#left.length;
    this.#left = this.#left.filter((undoing) => {
      if (!this.#mayLook(1) || isShort(undoing.changes)) return true;
      this.#undo([undoing], undoing.changes);
      return false;
    });
    return this.#left.length < before;
  }

  /**
   * Undoes groups of trades none of which can be undone alone: one after another, as long as what was
   * undone changes neither which groups there are nor whether one of those before can be undone.
   *
   * @returns Whether one was undone.
   */
  undoEntangled(): boolean {
    if (!this.#mayLook(this.#left.length)) return false;
    const undone = new Set<Undoing>();
    const missing = new Set<Balance>();
    for (const group of entangled(this.#left)) {
      // These cannot be undone whatever becomes of the others.
      if (group.length === 1 || group.length > MOST_ANNULLED) continue;
      if (!this.#mayLook(group.length)) break;
      const sums = sumsOf(group.flatMap(({ changes }) => [...changes]));
      if (isShort(sums)) {
        for (const [balance, by] of sums) if (balance.amount + by < 0n) missing.add(balance);
        continue;
      }
      this.#undo(group, sums);
      for (const undoing of group) undone.add(undoing);
      if ([...sums.keys()].some((balance) => missing.has(balance) || isTooMuchWanted(balance)))
        break;
    }
    this.#left = this.#left.filter((undoing) => !undone.has(undoing));
    return undone.size > 0;
  }

  #mayLook(trades: number): boolean {
    if (this.#looks + trades > MOST_LOOKS) return false;
    this.#looks += trades;
    return true;
  }

  #undo(group: readonly Undoing[], sums: ReadonlyMap<Balance, bigint>): void {
    for (const [balance, by] of sums) balance.amount += by;
    for (const { changes } of group) for (const balance of changes.keys()) balance.sharers -= 1;
    const trades = group.map(({ trade }) => trade);
    this.groups.push(trades.sort((a, b) => a.tradeId - b.tradeId));
  }
}

function isShort(changes: ReadonlyMap<Balance, bigint>): boolean {
  for (const [balance, by] of changes) if (balance.amount + by < 0n) return true;
  return false;
}

/** Whether there may be a trade that wants more of a balance than there is. */
function isTooMuchWanted({ amount, sharers, mostTaken }: Balance): boolean {
  return sharers > 0 && amount < mostTaken;
}

/**
 * Trades that are tied to one another by balances of which one of them alone would need too much; the
 * group comes first whose oldest trade is the newest.
 */
function entangled(undoings: readonly Undoing[]): readonly (readonly Undoing[])[] {
  noteMostTaken(undoings);
  // Places of other trades of the same group, of older ones but for the oldest, whose own it is.
  const older = undoings.map((_, place) => place);
  const oldestOf = (place: number): number => {
    let at = place;
    for (let next = older[at]; next !== undefined && next !== at; next = older[at]) {
      older[at] = older[next] ?? next;
      at = next;
    }
    return at;
  };
  const tied = new Map<Balance, number>();
  for (const [place, { changes }] of undoings.entries()) {
    for (const balance of changes.keys()) {
      if (!isTooMuchWanted(balance)) continue;
      older[oldestOf(tied.get(balance) ?? place)] = place;
      tied.set(balance, place);
    }
  }
  const groups = undoings.map((): Undoing[] => []);
  for (const [place, undoing] of undoings.entries()) groups[oldestOf(place)]?.push(undoing);
  return groups.filter(({ length }) => length > 0);
}

function noteMostTaken(undoings: readonly Undoing[]): void {
  for (const { changes } of undoings) for (const balance of changes.keys()) balance.mostTaken = 0n;
  for (const { changes } of undoings) {
    for (const [balance, by] of changes) {
      if (-by > balance.mostTaken) balance.mostTaken = -by;
    }
  }
}
