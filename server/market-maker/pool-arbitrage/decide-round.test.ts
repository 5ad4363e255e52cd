import { describe, expect, it } from 'vitest';
import { findMarket } from '#lib/domain/market.ts';
import { sampleTokens, sampleV2, worth } from '#scripts/testing/sample-pools.ts';
import { decideRound, type RoundInput } from './decide-round.ts';
import { DEFAULT_ARBITRAGE_RULES } from './pool-arbitrage.ts';

const { lusd, wlux, leth } = sampleTokens;
const NOW = 1_790_000_000_000;
const LUX = 10n ** 18n;
const router = '0x00000000000000000000000000000000000000ff';
const luxUsd = { token0: lusd, token1: wlux };

function priceOf(symbol: string, priceTicks: number, ageMs = 0) {
  const market = findMarket(symbol);
  if (market === undefined) throw new Error(`no market ${symbol}`);
  return { market, price: { priceTicks, timestampMs: NOW - ageMs } };
}

function input(changes: Partial<RoundInput> = {}): RoundInput {
  const amounts = new Map([lusd, wlux, leth].map((t) => [t.address, worth(t, 1_000_000n)]));
  return {
    nowMs: NOW,
    prices: [priceOf('LUX-USDT', 25_000), priceOf('ETH-USDT', 340_000)],
    tokens: [lusd, wlux, leth],
    // Too much LUX for a dollar: LUX is cheap there.
    pools: [sampleV2({ ...luxUsd, usd: 1_000_000n, offPpm: 20_000n })],
    holdings: { native: 100_000n * LUX, balances: amounts, allowances: amounts },
    account: '0x00000000000000000000000000000000000000aa',
    router,
    wlux: wlux.address,
    rules: DEFAULT_ARBITRAGE_RULES,
    ...changes,
  };
}

describe('decideRound', () => {
  it('swaps through the router, with an output that must be worth its input', () => {
    const decision = decideRound(input());
    if (decision.kind !== 'trade') throw new Error(`it is ${decision.kind}`);
    expect(decision.trades).toHaveLength(1);
    const [first] = decision.trades;
    expect(first?.transaction).toMatchObject({ to: router, value: 0n });
    expect(first?.trade.tokenIn).toBe(lusd.address);
    // 2.5 USD for one LUX: each of the 6-decimal units buys 4 · 10^11 of the 18-decimal ones.
    expect(first?.trade.breakEvenOut).toBe((first?.trade.amountIn ?? 0n) * 400_000_000_000n);
    expect(first?.trade.amountOut).toBeGreaterThan(first?.trade.breakEvenOut ?? 0n);
  });

  it('leaves out tokens whose price is stale, and does nothing when all are', () => {
    const stale = priceOf('LUX-USDT', 25_000, 5_001);
    const eth = priceOf('ETH-USDT', 340_000);
    expect(decideRound(input({ prices: [stale, eth] }))).toMatchObject({
      reason: 'market-maker/in-line',
    });
    const none = { market: eth.market, price: null };
    expect(decideRound(input({ prices: [stale, none] }))).toMatchObject({
      reason: 'market-maker/stale-price',
    });
  });

  it('approves what it pays with, once', () => {
    const { holdings } = input();
    const pools = [
      sampleV2({ ...luxUsd, usd: 1_000_000n, offPpm: 20_000n }),
      sampleV2({ ...luxUsd, usd: 500_000n, offPpm: 30_000n }),
    ];
    const decision = decideRound(
      input({ pools, holdings: { ...holdings, allowances: new Map() } }),
    );
    if (decision.kind !== 'prepare') throw new Error(`it is ${decision.kind}`);
    expect(decision.transactions.map(({ to, value }) => ({ to, value }))).toEqual([
      { to: lusd.address, value: 0n },
    ]);
  });

  it('wraps half of its spare LUX when WLUX is short, and pays with what it has after that', () => {
    const pools = [sampleV2({ ...luxUsd, usd: 1_000_000n, offPpm: -20_000n })];
    const { holdings } = input();
    const few = new Map([...holdings.balances, [wlux.address.toLowerCase(), LUX]]);
    const short = { ...holdings, balances: few };
    const wrapping = decideRound(input({ pools, holdings: short }));
    if (wrapping.kind !== 'prepare') throw new Error(`it is ${wrapping.kind}`);
    expect(wrapping.transactions.map(({ to, value }) => ({ to, value }))).toEqual([
      { to: wlux.address, value: 49_500n * LUX },
    ]);

    const spent = { ...short, native: 1_500n * LUX };
    const paying = decideRound(input({ pools, holdings: spent }));
    if (paying.kind !== 'trade') throw new Error(`it is ${paying.kind}`);
    expect(paying.trades.map(({ trade }) => trade.amountIn <= LUX)).toEqual([true]);

    const empty = { ...spent, balances: new Map<string, bigint>() };
    expect(decideRound(input({ pools, holdings: empty }))).toEqual({
      kind: 'idle',
      reason: 'market-maker/insufficient-inventory',
      detail: `short of ${wlux.address}`,
    });
  });

  it('keeps enough LUX for gas, and says when there is not', () => {
    const { holdings } = input();
    const poor = { ...holdings, native: 499n * LUX };
    expect(decideRound(input({ holdings: poor }))).toMatchObject({
      reason: 'market-maker/out-of-gas',
    });
  });
});
