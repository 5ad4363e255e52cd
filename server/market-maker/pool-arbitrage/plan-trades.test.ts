import { describe, expect, it } from 'vitest';
import type { Pool } from '#lib/domain/amm/pool.ts';
import type { Token } from '#lib/domain/currency.ts';
import { findMarket } from '#lib/domain/market.ts';
import { sampleTokens, sampleV2, sampleV3, worth } from '#scripts/testing/sample-pools.ts';
import { planTrades, type TradingRules } from './plan-trades.ts';
import { tokenValues, type ValuedToken } from './token-values.ts';

const { lbtc, lusd, wlux, leth } = sampleTokens;
const rules: TradingRules = {
  thresholdPpm: 500,
  maxTradeValue: 50_000_000_000n,
  minTradeValue: 1_000_000n,
};

/** The prices that the sample pools are made at. */
const values = tokenValues(
  [lbtc, lusd, wlux, leth],
  [
    ['BTC-USDT', 6_700_000],
    ['ETH-USDT', 340_000],
    ['LUX-USDT', 25_000],
  ].flatMap(([symbol, priceTicks]) => {
    const market = findMarket(String(symbol));
    const price = { priceTicks: Number(priceTicks), timestampMs: 0 };
    return market === undefined ? [] : [{ market, price }];
  }),
);

function holding(usdEach: bigint): Map<string, bigint> {
  const tokens: Token[] = [lbtc, lusd, wlux, leth];
  return new Map(tokens.map((token) => [token.address, worth(token, usdEach)]));
}

function plan(
  pools: readonly Pool[],
  balances = holding(1_000_000n),
  known: ValuedToken[] = values,
) {
  return planTrades({ pools, values: known, balances, rules });
}

const luxUsd = { token0: lusd, token1: wlux };
const ethUsd = { token0: lusd, token1: leth };

describe('planTrades', () => {
  it('swaps on the pools that are out of line, the most profitable first', () => {
    const inLine = sampleV2({ ...luxUsd, usd: 1_000_000n, offPpm: 3_000n });
    const off = sampleV2({ ...luxUsd, usd: 1_000_000n, offPpm: 10_000n });
    const further = sampleV3({
      ...ethUsd,
      feePpm: 500,
      spacing: 10,
      ranges: [[2_000, 500_000n]],
      offPpm: -20_000n,
    });
    const { trades, short } = plan([inLine, off, further]);
    expect(trades.map(({ pool }) => pool)).toEqual([further, off]);
    expect(short).toEqual([]);
    const [first, second] = trades;
    // Too little ETH for a dollar: ETH is dear there and is sold; too much LUX: it is bought.
    expect([first?.tokenIn, first?.tokenOut]).toEqual([leth.address, lusd.address]);
    expect([second?.tokenIn, second?.tokenOut]).toEqual([lusd.address, wlux.address]);
    for (const { profit, value } of trades) {
      expect(profit).toBeGreaterThan(0n);
      expect(value).toBeGreaterThan(profit);
    }
  });

  it('caps what one swap pays in', () => {
    const { trades } = plan([sampleV2({ ...luxUsd, usd: 20_000_000n, offPpm: 100_000n })]);
    expect(trades).toHaveLength(1);
    expect(trades[0]?.value).toBeLessThanOrEqual(rules.maxTradeValue);
    expect(trades[0]?.value).toBeGreaterThan((rules.maxTradeValue * 99n) / 100n);
  });

  it('never pays out more of a token than is held, and says of which it is short', () => {
    const pools = [30_000n, 20_000n, 15_000n].map((offPpm) =>
      sampleV2({ ...luxUsd, usd: 1_000_000n, offPpm }),
    );
    const wanted = plan(pools).trades.map(({ amountIn }) => amountIn);
    const held = (wanted[0] ?? 0n) + 2_000_000n;
    const balances = new Map([[lusd.address.toLowerCase(), held]]);
    const { trades, short } = plan(pools, balances);
    expect(short).toEqual([lusd.address]);
    expect(trades.length).toBeLessThan(pools.length);
    const paid = trades.reduce((sum, { amountIn }) => sum + amountIn, 0n);
    expect(paid).toBeLessThanOrEqual(held);
    expect(paid).toBeGreaterThan(held - 1_000_000n);
  });

  it('swaps nothing with nothing in hand', () => {
    const { trades, short } = plan(
      [sampleV2({ ...luxUsd, usd: 1_000_000n, offPpm: 30_000n })],
      new Map(),
    );
    expect(trades).toEqual([]);
    expect(short).toEqual([lusd.address]);
  });

  it('leaves alone what is not worth a transaction, and pools whose tokens have no value', () => {
    expect(plan([sampleV2({ ...luxUsd, usd: 60n, offPpm: 10_000n })]).trades).toEqual([]);
    const unknown = values.filter(({ token }) => token !== wlux);
    const off = sampleV2({ ...luxUsd, usd: 1_000_000n, offPpm: 50_000n });
    expect(plan([off], holding(1_000_000n), unknown)).toEqual({ trades: [], short: [] });
  });
});
