import type { Market } from '#lib/domain/market.ts';
import type { Lots, Ticks } from '#lib/domain/quanta.ts';

/** What is lost from sight when a side of a trade cannot be settled; sums may exceed 2^53. */
export type ExposedAmount = {
  /** Quanta of the quote asset. */
  readonly notional: bigint;
  /** What the side pays, and what the backstop pays in its stead. */
  readonly asset: number;
  /** Quanta of that asset. */
  readonly paid: bigint;
};

/** Of so many lots at a price; every product is whole, so that nothing is rounded. */
export function exposedAmount(
  market: Market,
  { sells, price, lots }: { readonly sells: boolean; readonly price: Ticks; readonly lots: Lots },
): ExposedAmount {
  const notional = BigInt(price) * BigInt(lots) * BigInt(market.k);
  if (!sells) return { notional, asset: market.quoteAsset, paid: notional };
  return { notional, asset: market.baseAsset, paid: BigInt(lots) * BigInt(market.unitsPerLot) };
}

/** Amounts of accounts, added up. */
export class ExposedSums {
  readonly #notional = new Map<number, bigint>();
  readonly #paid = new Map<number, bigint>();

  /** Quanta of the quote asset. */
  notional(account: number): bigint {
    return this.#notional.get(account) ?? 0n;
  }

  /** Quanta of an asset that all accounts pay. */
  paid(asset: number): bigint {
    return this.#paid.get(asset) ?? 0n;
  }

  /** The largest of an account. */
  largest(): bigint {
    let largest = 0n;
    for (const notional of this.#notional.values()) if (notional > largest) largest = notional;
    return largest;
  }

  add(account: number, { notional, asset, paid }: ExposedAmount): void {
    this.#notional.set(account, this.notional(account) + notional);
    this.#paid.set(asset, this.paid(asset) + paid);
  }

  subtract(account: number, { notional, asset, paid }: ExposedAmount): void {
    const left = this.notional(account) - notional;
    if (left === 0n) this.#notional.delete(account);
    else this.#notional.set(account, left);
    this.#paid.set(asset, this.paid(asset) - paid);
  }
}
