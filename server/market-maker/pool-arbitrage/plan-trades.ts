import type { Address } from '#lib/domain/address.ts';
import { applyDown, applyUp, type Fraction, multiply } from '#lib/domain/amm/fraction.ts';
import type { Pool } from '#lib/domain/amm/pool.ts';
import { type ArbitrageTrade, arbitrageTrade, mispricedSide } from './arbitrage-trade.ts';
import { fairPrice, tokenValue, type ValuedToken } from './token-values.ts';

/** How the market maker trades. Values are in base units of the quote token. */
export type TradingRules = {
  /** A pool is left alone while the next unit swapped would gain no more than this after its fee. */
  readonly thresholdPpm: number;
  /** The most that one swap pays in. What is left of a larger move follows with the next block. */
  readonly maxTradeValue: bigint;
  /** Swaps that would pay in less are not worth a transaction. */
  readonly minTradeValue: bigint;
};

export type PlannedTrade = ArbitrageTrade & {
  readonly tokenIn: Address;
  readonly tokenOut: Address;
  /** What is paid in, and what is gained by it, at fair prices, in base units of the quote token. */
  readonly value: bigint;
  readonly profit: bigint;
  /** Output that is worth the input at fair prices, base units. */
  readonly breakEvenOut: bigint;
};

export type TradePlan = {
  readonly trades: readonly PlannedTrade[];
  /** Tokens of which more was wanted than there was. */
  readonly short: readonly Address[];
};

/** A mispriced pool, and what its tokens are worth. */
type Offer = {
  readonly pool: Pool;
  readonly fair: Fraction;
  readonly tokenIn: Address;
  readonly tokenOut: Address;
  readonly valueIn: Fraction;
  readonly valueOut: Fraction;
};

/**
 * The swaps that bring pools back to the market, the most profitable first. What is held of a token
 * is paid out once over all of them; pools with a token that has no value are left alone.
 */
export function planTrades({
  pools,
  values,
  balances,
  rules,
}: {
  readonly pools: readonly Pool[];
  readonly values: readonly ValuedToken[];
  /** Base units held, by lower-case token address. */
  readonly balances: ReadonlyMap<string, bigint>;
  readonly rules: TradingRules;
}): TradePlan {
  const wanted = pools.flatMap((pool) => {
    const offer = offerOf(pool, values, rules);
    const trade = offer === null ? null : tradeOn(offer, largestInput(offer, rules), rules);
    return offer === null || trade === null ? [] : [{ offer, trade }];
  });
  wanted.sort((a, b) => (a.trade.profit < b.trade.profit ? 1 : -1));

  const left = new Map(balances);
  const short = new Set<Address>();
  const trades: PlannedTrade[] = [];
  for (const { offer, trade } of wanted) {
    const key = offer.tokenIn.toLowerCase();
    const held = left.get(key) ?? 0n;
    const covered = held >= trade.amountIn;
    if (!covered) short.add(offer.tokenIn);
    const affordable = covered ? trade : tradeOn(offer, held, rules);
    if (affordable === null) continue;
    left.set(key, held - affordable.amountIn);
    trades.push(affordable);
  }
  return { trades, short: [...short] };
}

function offerOf(pool: Pool, values: readonly ValuedToken[], rules: TradingRules): Offer | null {
  const fair = fairPrice(values, pool);
  if (fair === null) return null;
  const zeroForOne = mispricedSide({ pool, fair, thresholdPpm: rules.thresholdPpm });
  if (zeroForOne === null) return null;
  const { token0, token1 } = pool;
  const [tokenIn, tokenOut] = zeroForOne ? [token0, token1] : [token1, token0];
  const valueIn = tokenValue(values, tokenIn);
  const valueOut = tokenValue(values, tokenOut);
  if (valueIn === null || valueOut === null) return null;
  return { pool, fair, tokenIn, tokenOut, valueIn, valueOut };
}

function largestInput({ valueIn }: Offer, { maxTradeValue }: TradingRules): bigint {
  return (maxTradeValue * valueIn.denominator) / valueIn.numerator;
}

function tradeOn(offer: Offer, most: bigint, rules: TradingRules): PlannedTrade | null {
  const { pool, fair, tokenIn, tokenOut, valueIn, valueOut } = offer;
  const input = { pool, fair, thresholdPpm: rules.thresholdPpm };
  const trade = arbitrageTrade(input, most);
  if (trade === null) return null;
  const value = applyUp(trade.amountIn, valueIn);
  const profit = applyDown(trade.amountOut, valueOut) - value;
  if (value < rules.minTradeValue || profit <= 0n) return null;
  const perInput = multiply(valueIn, {
    numerator: valueOut.denominator,
    denominator: valueOut.numerator,
  });
  const breakEvenOut = applyUp(trade.amountIn, perInput);
  return { ...trade, tokenIn, tokenOut, value, profit, breakEvenOut };
}
