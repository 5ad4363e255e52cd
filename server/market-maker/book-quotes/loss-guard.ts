import type { Quanta } from '#lib/domain/quanta.ts';

/**
 * Ends quoting when what the maker owns is worth so much less than it was. It is compared at the same
 * prices: what base is worth may fall, what trading has cost may not.
 */
export class LossGuard {
  readonly #limit: Quanta;
  #start: ReadonlyMap<string, Quanta> | null = null;

  /** @param limit the largest loss, quote quanta */
  constructor(limit: Quanta) {
    this.#limit = limit;
  }

  /**
   * The loss so far at present prices, quote quanta; negative = a gain. The first call sets what it is
   * compared with.
   *
   * @param holdings quanta of each asset, available and locked
   * @param worthOf quote quanta of an amount of an asset at present prices
   */
  loss(
    holdings: ReadonlyMap<string, Quanta>,
    worthOf: (asset: string, amount: Quanta) => Quanta,
  ): Quanta {
    this.#start ??= holdings;
    const start = this.#start;
    const assets = new Set([...start.keys(), ...holdings.keys()]);
    let loss = 0;
    for (const asset of assets) {
      const missing = (start.get(asset) ?? 0) - (holdings.get(asset) ?? 0);
      loss += missing < 0 ? -worthOf(asset, -missing) : worthOf(asset, missing);
    }
    return loss;
  }

  /** Whether a loss is more than is borne. */
  isTooMuch(loss: Quanta): boolean {
    return loss > this.#limit;
  }
}
