import { findMarketById, type Market } from '#lib/domain/market.ts';
import type { Lots, Ticks } from '#lib/domain/quanta.ts';
import { SELL_FLAG } from '#lib/domain/signed-order.ts';
import type { Command, EngineEvent, Trade } from '#server/engine/index.ts';
import type { ContractWords, SignedBy } from './contract-words.ts';
import { type ExposedAmount, ExposedSums, exposedAmount } from './exposed-amount.ts';
import { isByContract, type MatchedTrade, type SignedVersion } from './signed-version.ts';

/** An open order, or a leg that waits, that hangs on a contract's word. */
type HangingOrder = {
  readonly by: SignedBy;
  readonly market: Market;
  readonly sells: boolean;
  /** Ticks; the most that is paid, or asked for. */
  readonly price: Ticks;
  readonly total: Lots;
  /** Not filled yet. */
  readonly left: Lots;
};

/** A side of a trade that is not settled. */
type HangingSide = { readonly by: SignedBy; readonly amount: ExposedAmount };

export type ContractExposureOptions = {
  readonly words: Pick<ContractWords, 'hangs' | 'mayHang'>;
  /** What was signed last for an open order. */
  readonly version: (orderId: number) => SignedVersion | null;
};

/**
 * What hangs on contracts' words, of every account: the value of its open orders and of its trades that
 * are not settled. It follows the journal with the settlement book. An order is judged when it comes,
 * and again whenever the chain was looked at.
 */
export class ContractExposure {
  readonly #options: ContractExposureOptions;
  readonly #orders = new Map<number, HangingOrder>();
  readonly #trades = new Map<number, readonly HangingSide[]>();
  readonly #sums = new ExposedSums();

  constructor(options: ContractExposureOptions) {
    this.#options = options;
  }

  /** Of an account, quanta of the quote asset. */
  notional(account: number): bigint {
    return this.#sums.notional(account);
  }

  /** Of an asset, what all of them together would have to be paid in their stead. */
  paid(asset: number): bigint {
    return this.#sums.paid(asset);
  }

  /** The largest of an account, quanta of the quote asset. */
  largest(): bigint {
    return this.#sums.largest();
  }

  /** An open order as far as it counts; `null` when it hangs on nothing. */
  order(orderId: number): { readonly filled: Lots; readonly amount: ExposedAmount } | null {
    const order = this.#orders.get(orderId);
    if (order === undefined) return null;
    return { filled: order.total - order.left, amount: amountOf(order) };
  }

  /**
   * Takes up what was kept. How much of an order was filled before is not kept: it counts whole until
   * it ends.
   */
  restored(versions: Iterable<SignedVersion>, trades: Iterable<MatchedTrade>): void {
    for (const version of versions) this.#judge(version);
    for (const { tradeId, market, price, lots, maker, taker } of trades) {
      for (const { version } of [maker, taker]) {
        if (version !== null) this.#addSide(tradeId, version, { market, price, lots });
      }
    }
  }

  /** Takes in a command: when its signatures are taken in, and before those are forgotten. */
  take(command: Command | null, events: readonly EngineEvent[]): void {
    if (command !== null)
      for (const orderId of signedOrders(command, events)) this.#signed(orderId);
    if (this.#orders.size === 0 && this.#trades.size === 0) return;
    for (const event of events) this.#takeEvent(event);
  }

  /** Trades that are settled finally hang on nothing. */
  settled(tradeIds: readonly number[]): void {
    for (const tradeId of tradeIds) this.#dropSides(tradeId, () => true);
  }

  /** Judges everything anew, by what the chain is known to have now. */
  recheck(): void {
    const { words } = this.#options;
    for (const [orderId, { by }] of this.#orders) if (!words.hangs(by)) this.#drop(orderId);
    for (const tradeId of this.#trades.keys())
      this.#dropSides(tradeId, ({ by }) => !words.hangs(by));
  }

  #takeEvent(event: EngineEvent): void {
    switch (event.kind) {
      case 'trade':
        this.#traded(event);
        return;
      case 'done':
        this.#drop(event.orderId);
        return;
      case 'activated':
        // A leg is as large as what its parent was filled.
        this.#change(event.orderId, (order) => {
          return { ...order, total: event.quantity, left: event.quantity };
        });
        return;
      case 'decremented':
        // It is smaller, as if it had been placed so: nothing of that counts as filled.
        this.#change(event.orderId, (order) => {
          return { ...order, total: order.total - event.by, left: order.left - event.by };
        });
        return;
      case 'modified':
        // An order that keeps its place became smaller, and nothing new was signed for it.
        this.#change(event.orderId, (order) => {
          const { total, left } = order;
          return { ...order, total: event.quantity, left: event.quantity - (total - left) };
        });
        return;
      case 'trade-reassigned':
        this.#dropSides(event.tradeId, ({ by }) => by.account === event.from);
        return;
      case 'trade-annulled':
        this.#dropSides(event.tradeId, () => true);
        return;
      default:
        return;
    }
  }

  /** An order was signed, for the first time or anew; what is filled of it stays filled. */
  #signed(orderId: number): void {
    const former = this.#orders.get(orderId);
    this.#drop(orderId);
    const version = this.#options.version(orderId);
    if (version !== null)
      this.#judge(version, former === undefined ? 0 : former.total - former.left);
  }

  #judge(version: SignedVersion, filled: Lots = 0): void {
    const { orderId, order, signature } = version;
    const { words } = this.#options;
    // Nearly all orders are of keys of no contract: nothing is reckoned for them.
    if (!isByContract(signature) && !words.mayHang(version)) return;
    const by = signedBy(version);
    if (!words.hangs(by)) return;
    const { sells, market, price } = termsOf(version);
    const total = order.quantity;
    this.#put(orderId, { by, market, sells, price, total, left: total - filled });
  }

  #traded({ tradeId, market, price, quantity: lots, makerOrderId, takerOrderId }: Trade): void {
    for (const orderId of [makerOrderId, takerOrderId]) {
      const order = this.#orders.get(orderId);
      if (order === undefined) continue;
      this.#change(orderId, (before) => ({ ...before, left: before.left - lots }));
      const version = this.#options.version(orderId);
      if (version !== null) this.#addSide(tradeId, version, { market, price, lots });
    }
  }

  #addSide(
    tradeId: number,
    version: SignedVersion,
    { price, lots }: { readonly market: number; readonly price: Ticks; readonly lots: Lots },
  ): void {
    const by = signedBy(version);
    if (!this.#options.words.hangs(by)) return;
    const { market, sells } = termsOf(version);
    const amount = exposedAmount(market, { sells, price, lots });
    this.#sums.add(by.account, amount);
    this.#trades.set(tradeId, [...(this.#trades.get(tradeId) ?? []), { by, amount }]);
  }

  #dropSides(tradeId: number, isOver: (side: HangingSide) => boolean): void {
    const sides = this.#trades.get(tradeId);
    if (sides === undefined) return;
    for (const { by, amount } of sides.filter(isOver)) this.#sums.subtract(by.account, amount);
    const left = sides.filter((side) => !isOver(side));
    if (left.length === 0) this.#trades.delete(tradeId);
    else this.#trades.set(tradeId, left);
  }

  #change(orderId: number, change: (order: HangingOrder) => HangingOrder): void {
    const order = this.#orders.get(orderId);
    if (order === undefined) return;
    this.#drop(orderId);
    this.#put(orderId, change(order));
  }

  #put(orderId: number, order: HangingOrder): void {
    this.#orders.set(orderId, order);
    this.#sums.add(order.by.account, amountOf(order));
  }

  #drop(orderId: number): void {
    const order = this.#orders.get(orderId);
    if (order === undefined) return;
    this.#orders.delete(orderId);
    this.#sums.subtract(order.by.account, amountOf(order));
  }
}

/** Orders that a command brought signatures for, if the engine took it. */
function signedOrders(command: Command, [first]: readonly EngineEvent[]): readonly number[] {
  if (command.kind === 'modify') return first?.kind === 'modified' ? [first.orderId] : [];
  if (first?.kind !== 'accepted') return [];
  if (command.kind === 'place') {
    const { orderId, takeProfit, stopLoss } = command;
    return [orderId, takeProfit?.orderId ?? 0, stopLoss?.orderId ?? 0].filter((id) => id !== 0);
  }
  if (command.kind !== 'place-oco') return [];
  return [command.limitLeg.orderId, command.stopLeg.orderId];
}

function signedBy({ account, agent, order, signature }: SignedVersion): SignedBy {
  const { epoch, market, price, quantity } = order;
  const signedNotional = BigInt(price) * BigInt(quantity) * BigInt(findMarketById(market)?.k ?? 1);
  const byContract = isByContract(signature);
  return { account, agent, epoch, byContract, market, signedNotional };
}

/** A sell may be worth more than its limit says: at most what it waits for. */
function termsOf({ order }: SignedVersion) {
  const market = findMarketById(order.market);
  if (market === undefined) throw new RangeError(`an order is in market ${order.market}`);
  const sells = (order.flags & SELL_FLAG) !== 0;
  const price = sells ? Math.max(order.price, order.triggerPrice) : order.price;
  return { market, sells, price };
}

function amountOf({ market, sells, price, left }: HangingOrder): ExposedAmount {
  return exposedAmount(market, { sells, price, lots: Math.max(0, left) });
}
