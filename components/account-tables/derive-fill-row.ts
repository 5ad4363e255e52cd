import type { Fill } from '#lib/domain/fill.ts';
import { findMarket } from '#lib/domain/market.ts';
import { notionalOf } from '#lib/domain/notional.ts';
import { DASH } from '#lib/format/decimal-text.ts';
import { exactAmount, formatAmount } from '#lib/format/format-amount.ts';
import { formatPrice } from '#lib/format/format-price.ts';
import { quantaDecimals } from '#lib/order-ticket/ticket-text.ts';
import { lotsText } from './derive-order-row.ts';

/** A fill as a table writes it. */
export type FillRow = {
  readonly market: string;
  readonly side: 'Buy' | 'Sell';
  readonly price: string;
  readonly size: string;
  /** Price times size, exactly, with its asset. */
  readonly value: string;
  readonly fee: string;
  /** The fee with all its digits. */
  readonly feeNote: string;
  readonly feeAsset: string;
  readonly role: 'Maker' | 'Taker';
};

/** Significant digits of a fee; all are on hover. */
const FEE_DIGITS = 6;

/** One side of a trade in words and numbers. */
export function deriveFillRow(fill: Fill): FillRow {
  const { symbol, side, role, priceTicks, quantityLots, feeQuanta, feeAsset } = fill;
  const market = findMarket(symbol);
  const decimals = quantaDecimals(feeAsset);
  const fee = BigInt(feeQuanta);
  return {
    market: market === undefined ? symbol : `${market.base}/${market.quote}`,
    side: side === 'buy' ? 'Buy' : 'Sell',
    price: market === undefined ? DASH : formatPrice(priceTicks, market),
    size: lotsText(quantityLots, market),
    value:
      market === undefined
        ? DASH
        : formatAmount(
            BigInt(notionalOf(priceTicks, quantityLots, market.k)),
            quantaDecimals(market.quote),
            { minDecimals: 2, maxDecimals: 2 },
          ),
    fee: formatAmount(fee, decimals, { zeroAsDash: true, significantDigits: FEE_DIGITS }),
    feeNote: `${exactAmount(fee, decimals)} ${feeAsset}`,
    feeAsset: feeQuanta === 0 ? '' : feeAsset,
    role: role === 'maker' ? 'Maker' : 'Taker',
  };
}
