import type { Side } from './command.ts';
import type { OrderPool } from './order-pool.ts';
import { ASCENDING, DESCENDING, PriceLevels } from './price-levels.ts';

/** The resting orders of one market. */
export class OrderBook {
  readonly bids: PriceLevels;
  readonly asks: PriceLevels;
  /** By side: a look, where a branch would be guessed wrong for every other order. */
  readonly #own: readonly [PriceLevels, PriceLevels];
  readonly #opposite: readonly [PriceLevels, PriceLevels];

  constructor(pool: OrderPool) {
    this.bids = new PriceLevels(pool, DESCENDING);
    this.asks = new PriceLevels(pool, ASCENDING);
    this.#own = [this.bids, this.asks];
    this.#opposite = [this.asks, this.bids];
  }

  /** Where orders of a side rest. */
  side(side: Side): PriceLevels {
    return this.#own[side];
  }

  /** What an order of a side may meet. */
  opposite(side: Side): PriceLevels {
    return this.#opposite[side];
  }
}
