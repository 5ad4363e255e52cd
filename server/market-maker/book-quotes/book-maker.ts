import { assets } from '#lib/domain/asset.ts';
import type { Market } from '#lib/domain/market.ts';
import { notionalOf } from '#lib/domain/notional.ts';
import type { Order } from '#lib/domain/order.ts';
import type { OrderRequest } from '#lib/domain/order-request.ts';
import type { Quanta, Ticks } from '#lib/domain/quanta.ts';
import type { ApiAccount } from '../api-account.ts';
import { plainRequest } from '../plain-request.ts';
import { LossGuard } from './loss-guard.ts';
import { type LiveQuote, planQuotes } from './plan-quotes.ts';
import { type Quote, type QuoteRules, quoteLadder } from './quote-ladder.ts';

export type IndexPrice = { readonly ticks: Ticks; readonly timestampMs: number };

export type BookMakerOptions = {
  readonly account: Pick<
    ApiAccount,
    'isReady' | 'openOrders' | 'holdings' | 'place' | 'cancel' | 'cancelAll' | 'stayAlive'
  >;
  readonly markets: readonly Market[];
  /** `null` = none is known. */
  readonly index: (market: Market) => IndexPrice | null;
  readonly rules: QuoteRules;
  /** An older index is not quoted around. */
  readonly staleMs: number;
  /** Largest loss against the first holdings, at present prices; quote quanta. */
  readonly lossLimitQuanta: Quanta;
  /** Everything is canceled by the exchange when nothing was heard for so long. */
  readonly deadManMs: number;
  readonly now: () => number;
  readonly onOutcome: (outcome: BookMakerOutcome) => void;
};

/** What became of a round. */
export type BookMakerOutcome =
  | { readonly kind: 'not-ready' }
  | { readonly kind: 'stale'; readonly symbol: string }
  | { readonly kind: 'quoted'; readonly symbol: string; readonly placed: number }
  | { readonly kind: 'loss'; readonly lossQuanta: Quanta };

const QUOTE_NAME = /^q-(buy|sell)-(\d+)-/;

/**
 * Quotes around the index on several levels, as a client of the exchange like any other. It cancels
 * everything when the index is stale, and ends when it has lost too much.
 */
export class BookMaker {
  readonly #options: BookMakerOptions;
  readonly #guard: LossGuard;
  /** Base of each market that is wanted: what there was at first. */
  readonly #wanted = new Map<string, Quanta>();
  #names: number;
  #isBusy = false;
  #hasLost = false;

  constructor(options: BookMakerOptions) {
    this.#options = options;
    this.#guard = new LossGuard(options.lossLimitQuanta);
    // Names of an earlier process must not be used again.
    this.#names = options.now();
  }

  /** Brings the quotes to where they should be; does nothing while the round before is under way. */
  async round(): Promise<void> {
    const { account, markets, onOutcome } = this.#options;
    if (this.#isBusy || this.#hasLost) return;
    if (!account.isReady) {
      onOutcome({ kind: 'not-ready' });
      return;
    }
    this.#isBusy = true;
    try {
      await account.stayAlive(this.#options.deadManMs);
      if (await this.#endsWithLoss()) return;
      for (const market of markets) await this.#quote(market);
    } finally {
      this.#isBusy = false;
    }
  }

  async #quote(market: Market): Promise<void> {
    const { account, rules, onOutcome } = this.#options;
    const { symbol } = market;
    const indexTicks = this.#freshIndex(market);
    if (indexTicks === null) {
      if (this.#live(market).length > 0) await account.cancelAll(symbol);
      onOutcome({ kind: 'stale', symbol });
      return;
    }
    const inventoryQuanta = this.#inventory(market, indexTicks);
    const wanted = quoteLadder({ market, indexTicks, inventoryQuanta, rules });
    const { cancels, places } = planQuotes({
      wanted,
      live: this.#live(market),
      tolerancePpm: rules.tolerancePpm,
    });
    await Promise.all(cancels.map(({ orderId }) => account.cancel(orderId)));
    await Promise.all(places.map((quote) => account.place(this.#orderOf(market, quote))));
    onOutcome({ kind: 'quoted', symbol, placed: places.length });
  }

  #freshIndex(market: Market): Ticks | null {
    const { index, now, staleMs } = this.#options;
    const price = index(market);
    return price !== null && now() - price.timestampMs <= staleMs ? price.ticks : null;
  }

  /** Value of the base beyond what there was at first; negative = less than that. */
  #inventory(market: Market, indexTicks: Ticks): Quanta {
    const held = this.#options.account.holdings.get(market.base) ?? 0;
    const wanted = this.#wanted.get(market.base) ?? held;
    this.#wanted.set(market.base, wanted);
    const lots = Math.trunc((held - wanted) / market.unitsPerLot);
    const value = notionalOf(indexTicks, Math.abs(lots), market.k);
    return lots < 0 ? -value : value;
  }

  async #endsWithLoss(): Promise<boolean> {
    const { account, markets, onOutcome } = this.#options;
    // Without all prices nobody can say what is owned.
    if (markets.some((market) => this.#freshIndex(market) === null)) return false;
    const lossQuanta = this.#guard.loss(account.holdings, (asset, amount) =>
      this.#worthOf(asset, amount),
    );
    if (!this.#guard.isTooMuch(lossQuanta)) return false;
    this.#hasLost = true;
    await account.cancelAll();
    onOutcome({ kind: 'loss', lossQuanta });
    return true;
  }

  #worthOf(symbol: string, amount: Quanta): Quanta {
    const asset = assets.find((each) => each.symbol === symbol);
    const market = this.#options.markets.find(({ baseAsset }) => baseAsset === asset?.id);
    if (market === undefined) return amount;
    const ticks = this.#freshIndex(market) ?? 0;
    return notionalOf(ticks, Math.floor(amount / market.unitsPerLot), market.k);
  }

  #live({ symbol }: Market): readonly LiveQuote[] {
    const ours = this.#options.account.openOrders.filter((order) => order.symbol === symbol);
    return ours.map(liveQuoteOf);
  }

  #orderOf({ symbol }: Market, { side, level, priceTicks, quantityLots }: Quote): OrderRequest {
    this.#names += 1;
    return {
      ...plainRequest,
      symbol,
      side,
      type: 'limit',
      timeInForce: 'GTC',
      priceTicks,
      quantityLots,
      // The index moves faster than quotes can follow: one that would take is not meant to.
      postOnly: true,
      clientOrderId: `q-${side}-${level}-${this.#names}`,
    };
  }
}

/** An order that is none of the quotes stands on no level: it is canceled. */
function liveQuoteOf(order: Order): LiveQuote {
  const match = QUOTE_NAME.exec(order.clientOrderId ?? '');
  return {
    orderId: order.orderId,
    side: order.side,
    level: match === null ? -1 : Number(match[2]),
    priceTicks: order.priceTicks,
    remainingLots: order.quantityLots - order.filledLots,
  };
}
