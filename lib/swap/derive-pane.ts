import type { Currency } from '#lib/domain/currency.ts';
import { currencyKey } from '#lib/domain/currency.ts';
import type { SwapRoute } from '#lib/domain/route/swap-route.ts';
import { decimalText } from '#lib/format/decimal-text.ts';
import { exactAmount, formatAmount } from '#lib/format/format-amount.ts';
import { formatUsd } from '#lib/format/format-usd.ts';
import { gasReserve, spendable } from './spendable.ts';
import { type SwapInputs, typedAmount } from './swap-inputs.ts';
import type { ExactSide } from './swap-request.ts';
import type { SwapAccount, SwapMarketState } from './swap-state.ts';
import type { PaneView, ShownAmount } from './swap-view.ts';
import type { TokenEntry } from './token-entries.ts';
import { usdValue } from './usd-value.ts';

/** Significant digits of an amount that was computed; the exact one is what is signed. */
const SIGNIFICANT_DIGITS = 8;

export type PaneSources = {
  readonly inputs: SwapInputs;
  readonly market: SwapMarketState;
  readonly account: SwapAccount;
  readonly entries: ReadonlyMap<string, TokenEntry>;
  /** The route that answers the inputs, if there is one. */
  readonly route: SwapRoute | null;
};

/** One pane: its token, its amount typed or computed, its balance and its value. */
export function derivePane(side: ExactSide, sources: PaneSources): PaneView {
  const { inputs, account, entries, route } = sources;
  const currency = side === 'pay' ? inputs.pay : inputs.receive;
  const typed = inputs.exact === side;
  const parsed = typedAmount(inputs);
  const amount = paneAmount(side, sources);
  return {
    side,
    token: currency === null ? null : (entries.get(currencyKey(currency)) ?? null),
    text: typed ? inputs.text : computedText(side, currency, amount),
    estimated: !typed && route !== null,
    balance: shownBalance(currency, account),
    shortcuts: side === 'pay' ? shortcuts(sources) : null,
    usd: shownValue(currency, amount, sources.market),
    problem: typed && parsed.kind === 'problem' ? parsed.problem.message : null,
  };
}

/** The amount of a side in base units, typed or quoted; `null` while there is none. */
export function paneAmount(side: ExactSide, { inputs, route }: PaneSources): bigint | null {
  if (inputs.exact === side) {
    const parsed = typedAmount(inputs);
    return parsed.kind === 'amount' ? parsed.amount : null;
  }
  if (route === null) return null;
  return side === 'pay' ? route.amountIn : route.amountOut;
}

/** An amount shortened for reading, with the exact one beside it. Cut off, never rounded up. */
export function shownAmount(amount: bigint, currency: Currency): ShownAmount {
  return {
    text: formatAmount(amount, currency.decimals, { significantDigits: SIGNIFICANT_DIGITS }),
    symbol: currency.symbol,
    exact: `${exactAmount(amount, currency.decimals)} ${currency.symbol}`,
  };
}

/** The same for an amount to pay: shortened upwards, so that no more is taken than was read. */
export function shownPayment(amount: bigint, currency: Currency): ShownAmount {
  const { text } = shownAmount(shortenedUp(amount, currency), currency);
  return { ...shownAmount(amount, currency), text };
}

/** What a route takes, as it is shown before it is paid: what was typed, or an estimate. */
export function shownInput({ mode, amountIn, input }: SwapRoute): ShownAmount {
  return mode === 'exact-in' ? shownAmount(amountIn, input) : shownPayment(amountIn, input);
}

function computedText(side: ExactSide, currency: Currency | null, amount: bigint | null): string {
  if (currency === null || amount === null) return '';
  const maxDecimals = significantDecimals(amount, currency.decimals);
  const shown = side === 'pay' ? shortenedUp(amount, currency) : amount;
  return decimalText(shown, currency.decimals, { grouped: false, maxDecimals });
}

/** The least amount of as few digits as are shown that is not below `amount`. */
function shortenedUp(amount: bigint, { decimals }: Currency): bigint {
  const step = 10n ** BigInt(decimals - significantDecimals(amount, decimals));
  return ((amount + step - 1n) / step) * step;
}

function significantDecimals(amount: bigint, decimals: number): number {
  return Math.min(decimals, Math.max(0, decimals - amount.toString().length + SIGNIFICANT_DIGITS));
}

function shownBalance(currency: Currency | null, account: SwapAccount): ShownAmount | null {
  if (currency === null || account.kind !== 'connected') return null;
  const balance = account.balances.get(currencyKey(currency));
  return balance === undefined ? null : shownAmount(balance, currency);
}

function shortcuts({ inputs, account, market, route }: PaneSources): PaneView['shortcuts'] {
  const { pay } = inputs;
  if (pay === null || account.kind !== 'connected') return null;
  const balance = account.balances.get(currencyKey(pay));
  if (balance === undefined || (pay.kind === 'native' && market.gasPrice === null)) return null;
  const gasPrice = account.isContract ? 0n : (market.gasPrice ?? 0n);
  const most = spendable(pay, balance, gasReserve(gasPrice, route?.gasUnits ?? null));
  if (most === 0n) return null;
  const half = balance / 2n < most ? balance / 2n : most;
  return { max: exactAmount(most, pay.decimals), half: exactAmount(half, pay.decimals) };
}

function shownValue(
  currency: Currency | null,
  amount: bigint | null,
  market: SwapMarketState,
): string | null {
  if (currency === null || amount === null || amount === 0n) return null;
  const value = usdValue(amount, currency.decimals, market.prices.get(currencyKey(currency)));
  return value === null ? null : formatUsd(value);
}
