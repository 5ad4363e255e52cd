import { type Market, markets } from '#lib/domain/market.ts';
import type { Lots, Quanta, Ticks } from '#lib/domain/quanta.ts';
import { decimalText } from '#lib/format/decimal-text.ts';
import { formatPrice } from '#lib/format/format-price.ts';
import { BUY, type MarketParameters } from '#server/engine/index.ts';

/** An asset's symbol and how many decimals one quantum stands for. */
type AssetScale = { readonly symbol: string; readonly decimals: number };

/**
 * Names and decimal texts for what a journal holds as integers. A market counts as known when it was
 * listed with the very units of the exchange's own table; an asset, unless a market that is not known
 * trades it, for its quanta may mean something else then.
 */
export class DecimalTexts {
  readonly #markets = new Map<number, Market>();
  readonly #assets = new Map<number, AssetScale>();

  /** @param listed - the markets of the journal; `null` = not known, so nothing is */
  constructor(listed: readonly MarketParameters[] | null) {
    if (listed === null) return;
    const strange = listed.filter((parameters) => knownMarket(parameters) === null);
    const strangeAssets = new Set(
      strange.flatMap(({ baseAsset, quoteAsset }) => [baseAsset, quoteAsset]),
    );
    for (const market of markets) {
      if (strange.some((parameters) => parameters.market === market.id)) continue;
      this.#markets.set(market.id, market);
      for (const [asset, scale] of scalesOf(market)) {
        if (!strangeAssets.has(asset)) this.#assets.set(asset, scale);
      }
    }
  }

  /** `BTC-USDT`; `null` for a market that is not known. */
  symbol(market: number): string | null {
    return this.#markets.get(market)?.symbol ?? null;
  }

  /** `BTC`; `null` for an asset that is not known. */
  assetSymbol(asset: number): string | null {
    return this.#assets.get(asset)?.symbol ?? null;
  }

  /** The asset that a side receives when it trades, and pays its fee in; `null` where it is not known. */
  receivedAsset(market: number, side: number): number | null {
    const known = this.#markets.get(market);
    if (known === undefined) return null;
    return side === BUY ? known.baseAsset : known.quoteAsset;
  }

  /** All decimals of the market; `null` without them, and for no price. */
  price(market: number, ticks: Ticks): string | null {
    const known = this.#markets.get(market);
    return known === undefined || ticks === 0 ? null : formatPrice(ticks, known);
  }

  size(market: number, lots: Lots): string | null {
    const known = this.#markets.get(market);
    return known === undefined ? null : exact(lots, known.sizeDecimals);
  }

  amount(asset: number, quanta: Quanta): string | null {
    const known = this.#assets.get(asset);
    return known === undefined ? null : exact(quanta, known.decimals);
  }
}

function exact(units: number, decimals: number): string {
  return decimalText(BigInt(units), decimals, { minDecimals: decimals });
}

function knownMarket(listed: MarketParameters): Market | null {
  const known = markets.find(({ id }) => id === listed.market);
  const fits =
    known !== undefined &&
    known.baseAsset === listed.baseAsset &&
    known.quoteAsset === listed.quoteAsset &&
    known.unitsPerLot === listed.unitsPerLot &&
    known.k === listed.k;
  return fits ? known : null;
}

/** One lot is `unitsPerLot` base quanta, one tick times one lot is `k` quote quanta; both are powers of ten. */
function scalesOf(market: Market): readonly (readonly [number, AssetScale])[] {
  const { base, quote, baseAsset, quoteAsset, sizeDecimals, priceDecimals } = market;
  const baseDecimals = sizeDecimals + zeros(market.unitsPerLot);
  const quoteDecimals = priceDecimals + sizeDecimals + zeros(market.k);
  return [
    [baseAsset, { symbol: base, decimals: baseDecimals }],
    [quoteAsset, { symbol: quote, decimals: quoteDecimals }],
  ];
}

function zeros(powerOfTen: number): number {
  return String(powerOfTen).length - 1;
}
