import { type Asset, assets } from '#lib/domain/asset.ts';
import type { Balance } from '#lib/domain/balance.ts';
import { type Market, markets } from '#lib/domain/market.ts';
import type { PendingDeposit, Withdrawal } from '#lib/domain/settlement.ts';
import { DASH } from '#lib/format/decimal-text.ts';
import { exactAmount, formatAmount } from '#lib/format/format-amount.ts';
import { formatUsd } from '#lib/format/format-usd.ts';
import { sizeText } from '#lib/order-ticket/ticket-text.ts';

/** What an account has of one asset, as a table writes it. */
export type BalanceRow = {
  readonly asset: string;
  readonly available: AmountText;
  readonly inOrders: AmountText;
  /** What trades that are not on chain yet changed of it, with its sign; part of the balance already. */
  readonly settling: AmountText;
  /** Paid in, and not credited yet. */
  readonly arriving: AmountText;
  /** `1 of 2`: how far the arriving deposit that is least far is; `null` without one. */
  readonly confirmations: string | null;
  /** Put aside for withdrawals that are not paid yet. */
  readonly withdrawing: AmountText;
  /** In the wallet, outside of the exchange. */
  readonly inWallet: AmountText;
  /** Of what the exchange holds, in USDT at the index price; a dash without a price. */
  readonly value: string;
  /** What can be done with a rest that is smaller than the smallest order step; `null` = no such rest. */
  readonly dust: string | null;
};

export type AmountText = { readonly text: string; readonly exact: string };

export type Balances = {
  readonly rows: readonly BalanceRow[];
  /** What all of it is worth; `null` while a price of something held is not known. */
  readonly value: string | null;
  /** Nothing is in the exchange, or on its way. */
  readonly isEmpty: boolean;
};

/** Prices by symbol: ticks of the index or, without one, of the last trade. */
export type PriceTicks = Readonly<Record<string, number | undefined>>;

/** Everything that is known of an account's money. */
export type Holdings = {
  readonly balances: ReadonlyMap<string, Balance>;
  /** Net of unsettled trades, quanta by asset. */
  readonly settling: ReadonlyMap<string, number>;
  readonly deposits: readonly PendingDeposit[];
  readonly withdrawals: readonly Withdrawal[];
  /** Base units by asset; `null` while the chain has not answered. */
  readonly wallet: ReadonlyMap<string, bigint> | null;
};

/** Fraction digits of an amount in a row; all digits are on hover. */
const DIGITS = 8;
/** Amounts beside the balance are read, not compared digit by digit. */
const SIGNIFICANT = 8;

type Held = {
  readonly asset: Asset;
  readonly balance: Pick<Balance, 'available' | 'locked'>;
  /** Quanta on their way in and out. */
  readonly arriving: number;
  readonly withdrawing: number;
  /** Micro-USDT; `null` without a price. */
  readonly value: bigint | null;
};

/** Every asset of the exchange, in its order: where it is, and what it is worth. */
export function deriveBalances(holdings: Holdings, prices: PriceTicks): Balances {
  const held = assets.map((asset): Held => {
    const balance = holdings.balances.get(asset.symbol) ?? { available: 0, locked: 0 };
    const arriving = sumOf(holdings.deposits, asset);
    const withdrawing = sumOf(holdings.withdrawals.filter(isOnItsWay), asset);
    const value = worthOf(asset, balance.available + balance.locked + withdrawing, prices);
    return { asset, balance, arriving, withdrawing, value };
  });
  const isKnown = held.every(({ value }) => value !== null);
  const sum = held.reduce((total, { value }) => total + (value ?? 0n), 0n);
  return {
    rows: held.map((each) => rowOf(each, holdings)),
    value: isKnown ? formatUsd(sum).replace('$', '') : null,
    isEmpty: held.every(
      ({ balance, arriving, withdrawing }) =>
        balance.available + balance.locked + arriving + withdrawing === 0,
    ),
  };
}

function rowOf(held: Held, { settling, deposits, wallet }: Holdings): BalanceRow {
  const { asset, balance, arriving, withdrawing, value } = held;
  const { available, locked } = balance;
  const net = settling.get(asset.symbol) ?? 0;
  return {
    asset: asset.symbol,
    available: amountOf(available, asset),
    inOrders: amountOf(locked, asset),
    settling: net > 0 ? plus(shortOf(net, asset)) : shortOf(net, asset),
    arriving: shortOf(arriving, asset),
    confirmations: confirmationsOf(deposits, asset),
    withdrawing: shortOf(withdrawing, asset),
    inWallet: walletOf(wallet?.get(asset.symbol), asset),
    value: value === null || value === 0n ? DASH : formatUsd(value).replace('$', ''),
    dust: dustOf(asset, balance),
  };
}

function plus({ text, exact }: AmountText): AmountText {
  return { text: `+${text}`, exact: `+${exact}` };
}

/** Whether money has left the balance and is not paid. */
function isOnItsWay({ stage }: Withdrawal): boolean {
  return stage === 'requested' || stage === 'settling';
}

function sumOf(
  amounts: readonly { readonly asset: string; readonly quanta: number }[],
  { symbol }: Asset,
): number {
  return amounts.reduce((sum, { asset, quanta }) => (asset === symbol ? sum + quanta : sum), 0);
}

function confirmationsOf(deposits: readonly PendingDeposit[], { symbol }: Asset): string | null {
  const [last] = deposits
    .filter(({ asset }) => asset === symbol)
    .sort((one, other) => one.confirmations - other.confirmations);
  return last === undefined ? null : `${last.confirmations} of ${last.needed}`;
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

function shortOf(quanta: number, { decimals, symbol }: Asset): AmountText {
  const amount = BigInt(quanta);
  return {
    text: formatAmount(amount, decimals, { zeroAsDash: true, significantDigits: SIGNIFICANT }),
    exact: `${exactAmount(amount, decimals)} ${symbol}`,
  };
}

function walletOf(amount: bigint | undefined, { tokenDecimals, symbol }: Asset): AmountText {
  if (amount === undefined) return { text: DASH, exact: 'Not known yet' };
  return {
    text: formatAmount(amount, tokenDecimals, {
      zeroAsDash: true,
      significantDigits: SIGNIFICANT,
    }),
    exact: `${exactAmount(amount, tokenDecimals)} ${symbol}`,
  };
}

/** Micro-USDT, cut off; `null` without a price. What nobody holds needs none. */
function worthOf(asset: Asset, held: number, prices: PriceTicks): bigint | null {
  const quanta = BigInt(held);
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

function dustOf(asset: Asset, { available, locked }: Held['balance']): string | null {
  const market = marketOf(asset);
  const total = available + locked;
  if (market === undefined || total === 0 || total >= market.unitsPerLot) return null;
  return `Less than one lot (${sizeText(1, market)}): can be withdrawn, not sold`;
}
