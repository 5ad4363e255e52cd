import { type Market, markets } from '#lib/domain/market.ts';
import type { PriceUpdate } from '#lib/domain/price-update.ts';
import { MAX_TICKS } from '#lib/domain/quanta.ts';
import { INDEX_PRICE } from '#server/engine/index.ts';
import { type SubmitCommand, submitIfAccepted } from './submit-command.ts';

export type IndexPriceKeeperOptions = {
  readonly submit: SubmitCommand;
  readonly prices: () => readonly PriceUpdate[];
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** Prices older than this are not handed on. */
  readonly staleMs: number;
};

/** Hands the index price of each market to the engine, where price bands and triggers need it. */
export class IndexPriceKeeper {
  readonly #options: IndexPriceKeeperOptions;
  readonly #submitted = new Map<number, number>();

  constructor(options: IndexPriceKeeperOptions) {
    this.#options = options;
  }

  /** One round: every price that has changed since it was handed on. */
  round(): void {
    const prices = new Map(this.#options.prices().map((price) => [price.symbol, price]));
    for (const market of markets) {
      const price = prices.get(market.symbol);
      if (price !== undefined) this.#handOn(market, price);
    }
  }

  #handOn({ id }: Market, { priceTicks, timestampMs }: PriceUpdate): void {
    const { submit, now, staleMs } = this.#options;
    const fits = priceTicks >= 1 && priceTicks <= MAX_TICKS;
    if (!fits || now() - timestampMs > staleMs || this.#submitted.get(id) === priceTicks) return;
    const taken = submitIfAccepted(submit, {
      kind: 'set-price',
      seq: 0,
      time: 0,
      market: id,
      source: INDEX_PRICE,
      price: priceTicks,
    });
    if (taken) this.#submitted.set(id, priceTicks);
  }
}
