import { describe, expect, test } from 'vitest';
import type { Pool } from '#lib/domain/amm/pool.ts';
import { type Currency, LUX, type Token } from '#lib/domain/currency.ts';
import type { SwapRoute } from '#lib/domain/route/swap-route.ts';
import {
  samplePools,
  sampleTokens,
  sampleV2,
  sampleV3,
  worth,
} from '#scripts/testing/sample-pools.ts';
import { requote } from './requote.ts';
import type { ExactSide } from './swap-request.ts';

const { wlux, lusd, leth, lbtc } = sampleTokens;
const imported: Token = { ...leth, address: `0x${'5'.repeat(40)}`, symbol: 'NEW' };
const listed = [wlux, lusd, leth, lbtc];

type Ask = {
  readonly pools: readonly Pool[];
  readonly pay: Currency;
  readonly receive: Currency;
  readonly amount: bigint;
  readonly exact?: ExactSide;
};

function quoteOf({ pools, pay, receive, amount, exact = 'pay' }: Ask) {
  return requote({
    request: { pay, receive, exact, amount },
    market: { pools, gasPrice: 0n, asOfMs: 0 },
    wlux,
    listed,
  });
}

function routeOf(ask: Ask): SwapRoute {
  const quote = quoteOf(ask);
  if (quote.kind !== 'quoted') throw new Error(`expected a quote, got ${quote.kind}`);
  return quote.route;
}

const deep = (token0: Token, token1: Token) => sampleV2({ token0, token1, usd: 50_000_000n });

describe('an imported token', () => {
  test('is on no way between two others, however good the way', () => {
    const lure = [
      sampleV2({ token0: wlux, token1: imported, usd: 50_000_000n, offPpm: 100_000n }),
      sampleV2({ token0: lusd, token1: imported, usd: 50_000_000n }),
    ];
    const amount = worth(wlux, 50_000n);
    const route = routeOf({ pools: [...samplePools(), ...lure], pay: wlux, receive: lusd, amount });
    const tokens = route.legs.flatMap(({ hops }) =>
      hops.flatMap((hop) => [hop.tokenIn, hop.tokenOut]),
    );
    expect(tokens).not.toContain(imported.address);
    expect(quoteOf({ pools: lure, pay: wlux, receive: lusd, amount })).toEqual({
      kind: 'refused',
      code: 'swap/no-route',
    });
  });

  test('is bought with LUX in one leg, and with tokens in as many as pay', () => {
    const pools = [deep(wlux, imported), deep(wlux, imported), deep(lusd, imported)];
    const amount = worth(wlux, 5_000_000n);
    expect(routeOf({ pools, pay: LUX, receive: imported, amount }).legs).toHaveLength(1);
    expect(routeOf({ pools, pay: wlux, receive: imported, amount }).legs.length).toBeGreaterThan(1);
    const sold = { pay: imported, receive: LUX, amount: worth(imported, 5_000_000n) };
    expect(routeOf({ pools, ...sold }).legs.length).toBeGreaterThan(1);
  });

  test('is not bought with LUX in an exact amount where the pool is paid last', () => {
    const ranges = [[6_000, 50_000_000n]] as const;
    const v3 = sampleV3({ token0: wlux, token1: imported, feePpm: 3000, spacing: 60, ranges });
    const ask = { receive: imported, exact: 'receive', amount: worth(imported, 10n) } as const;
    const pools = [v3, sampleV2({ token0: wlux, token1: imported, usd: 1_000n })];
    expect(routeOf({ ...ask, pools, pay: LUX }).legs[0]?.hops[0]?.kind).toBe('v2');
    expect(routeOf({ ...ask, pools, pay: wlux }).legs[0]?.hops[0]?.kind).toBe('v3');
    expect(routeOf({ ...ask, pools, pay: LUX, exact: 'pay' }).legs[0]?.hops[0]?.kind).toBe('v3');
    expect(quoteOf({ ...ask, pools: [v3], pay: LUX })).toEqual({
      kind: 'refused',
      code: 'swap/exact-out-unsafe',
    });
    expect(quoteOf({ ...ask, pools: [], pay: LUX })).toEqual({
      kind: 'refused',
      code: 'swap/no-route',
    });
  });
});

test('before the chain was read a quote is on its way, and without a request there is none', () => {
  const request = { pay: LUX, receive: lusd, exact: 'pay', amount: 1n } as const;
  expect(requote({ request, market: null, wlux, listed })).toEqual({ kind: 'loading' });
  expect(requote({ request: null, market: null, wlux, listed })).toEqual({ kind: 'none' });
});
