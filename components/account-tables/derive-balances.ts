import { type Asset, assets } from '#lib/domain/asset.ts';
import type { Balance } from '#lib/domain/balance.ts';
import { type Market, markets } from '#lib/domain/market.ts';
import { DASH } from '#lib/format/decimal-text.ts';
import { exactAmount, formatAmount } from '#lib/format/format-amount.ts';
import { formatUsd } from '#lib/format/format-usd.ts';
import { sizeText } from '#lib/order-ticket/ticket-text.ts';

/** What an account has of one asset, as a table writes it. */
export type BalanceRow = {
  readonly asset: string;
  readonly total: AmountText;
  readonly available: AmountText;
  readonly inOrders: AmountText;
  /** In USDT at the index price; a dash without a price. */
  readonly value: string;
  /** What can be done with a rest that is smaller than the smallest order step; `null` = no such rest. */
  readonly dust: string | null;
};

export type AmountText = { readonly text: string; readonly exact: string };

export type Balances = {
  readonly rows: readonly BalanceRow[];
  /** What all of it is worth; `null` while a price of something held is not known. */
  readonly value: string | null;
  readonly isEmpty: boolean;
};

/** Prices by symbol: ticks of the index or, without one, of the last trade. */
export type PriceTicks = Readonly<Record<string, number | undefined>>;

/** Fraction digits of an amount in a row; all digits are on hover. */
const DIGITS = 8;

/** Every asset of the exchange, in its order, with what it is worth. */
export function deriveBalances(
  balances: ReadonlyMap<string, Balance>,
  prices: PriceTicks,
): Balances {
  const held = assets.map((asset) => {
    const balance = balances.get(asset.symbol) ?? { available: 0, locked: 0 };
    return { asset, balance, value: worthOf(asset, balance, prices) };
  });
  const isKnown = held.every(({ value }) => value !== null);
  const sum = held.reduce((total, { value }) => total + (value ?? 0n), 0n);
  return {
    rows: held.map(rowOf),
    value: isKnown ? formatUsd(sum).replace('$', '') : null,
    isEmpty: held.every(({ balance }) => balance.available + balance.locked === 0),
  };
}

type Amounts = Pick<Balance, 'available' | 'locked'>;

function rowOf({
  asset,
  balance: { available, locked },
  value,
}: {
  readonly asset: Asset;
  readonly balance: Amounts;
  readonly value: bigint | null;
}): BalanceRow {
  return {
    asset: asset.symbol,
    total: amountOf(available + locked, asset),
    available: amountOf(available, asset),
    inOrders: amountOf(locked, asset),
    value: value === null || value === 0n ? DASH : formatUsd(value).replace('$', ''),
    dust: dustOf(asset, { available, locked }),
  };
}

function amountOf(quanta: number, { decimals, symbol }: Asset): AmountText {
  const amount = BigInt(quanta);
  return {
    text: formatAmount(amount, decimals, {
      zeroAsDash: true,
      minDecimals: decimals,
      maxDecimals: DIGITS,
    }),
    exact: `${exactAmount(amount, decimals)} ${symbol}`,
  };
}

/** Micro-USDT, cut off; `null` without a price. What nobody holds needs none. */
function worthOf(asset: Asset, { available, locked }: Amounts, prices: PriceTicks): bigint | null {
  const quanta = BigInt(available + locked);
  if (quanta === 0n) return 0n;
  const market = marketOf(asset);
  if (market === undefined) return quanta;
  const ticks = prices[market.symbol];
  if (ticks === undefined || ticks === 0) return null;
  return (quanta * BigInt(ticks) * BigInt(market.k)) / BigInt(market.unitsPerLot);
}

/** The market that an asset is sold in; the quote asset is what everything is measured in. */
function marketOf({ symbol }: Asset): Market | undefined {
  return markets.find(({ base }) => base === symbol);
}

function dustOf(asset: Asset, { available, locked }: Amounts): string | null {
  const market = marketOf(asset);
  const total = available + locked;
  if (market === undefined || total === 0 || total >= market.unitsPerLot) return null;
  return `Less than one lot (${sizeText(1, market)}): can be withdrawn, not sold`;
}
