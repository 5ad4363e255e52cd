import { decodeFunctionData, type Hex } from 'viem';
import { describe, expect, test } from 'vitest';
import { encodeSwap } from '#lib/chain/encode-swap.ts';
import { swapRouterAbi } from '#lib/chain/router-abis.ts';
import type { Address } from '#lib/domain/address.ts';
import { type Currency, LUX } from '#lib/domain/currency.ts';
import { findRoute } from '#lib/domain/route/find-route.ts';
import type { SwapMode, SwapRoute } from '#lib/domain/route/swap-route.ts';
import { exactAmount } from '#lib/format/format-amount.ts';
import { samplePools, sampleTokens, worth } from '#scripts/testing/sample-pools.ts';
import { deriveDetails } from './derive-details.ts';
import { planSwap, type SwapPlan } from './swap-plan.ts';
import { DEFAULT_SETTINGS } from './swap-state.ts';

const { wlux, lusd, leth, lbtc } = sampleTokens;
const pools = samplePools();
const ROUTER: Address = '0x00000000000000000000000000000000000000e1';
const SENDER: Address = '0x00000000000000000000000000000000000000b0';
const SELF = '0x0000000000000000000000000000000000000002';

function planOf(ask: {
  readonly input: Currency;
  readonly output: Currency;
  readonly mode: SwapMode;
  readonly usd: bigint;
  readonly slippagePpm: number;
}): SwapPlan {
  const { input, output, mode, usd, slippagePpm } = ask;
  const given = mode === 'exact-in' ? input : output;
  const amount = worth(given.kind === 'native' ? wlux : given, usd);
  const found = findRoute({ pools, wlux, input, output, mode, amount, gasPriceWei: 0n });
  if (found.status === 'failed') throw new Error(found.code);
  const terms = { slippagePpm, deadlineMinutes: 20, approval: 'exact', allowance: 0n } as const;
  return planSwap({ route: found.route, ...terms });
}

/** Every call to the router, as it is decoded by whoever signs or executes it. */
function callsOf(data: Hex) {
  const { functionName, args } = decodeFunctionData({ abi: swapRouterAbi, data });
  if (functionName !== 'multicall') throw new Error('a swap is a multicall');
  return args[1].map((call) => decodeFunctionData({ abi: swapRouterAbi, data: call }));
}

/**
 * What the calls of a swap let the router take and make it pay out, added up from the calldata alone:
 * a leg that pays the recipient itself counts with its own bound, one that pays the router with the
 * bound of what the router pays out at the end.
 */
function enforced(swap: ReturnType<typeof encodeSwap>, { output }: SwapRoute) {
  let most = 0n;
  let least = 0n;
  const pays = (recipient: string, amount: bigint) => {
    if (recipient.toLowerCase() !== SELF) {
      expect(recipient.toLowerCase()).toBe(SENDER);
      least += amount;
    }
  };
  for (const { functionName, args } of callsOf(swap.data)) {
    if (functionName === 'exactInputSingle' || functionName === 'exactInput') {
      most += args[0].amountIn;
      pays(args[0].recipient, args[0].amountOutMinimum);
    } else if (functionName === 'swapExactTokensForTokens') {
      most += args[0];
      pays(args[3], args[1]);
    } else if (functionName === 'exactOutputSingle' || functionName === 'exactOutput') {
      most += args[0].amountInMaximum;
      pays(args[0].recipient, args[0].amountOut);
    } else if (functionName === 'swapTokensForExactTokens') {
      most += args[1];
      pays(args[3], args[0]);
    } else if (functionName === 'wrapETH') {
      most += args[0];
    } else if (functionName === 'unwrapWETH9') {
      pays(args[1], args[0]);
    } else if (functionName === 'sweepToken') {
      const isOutput = output.kind === 'token' && args[0].toLowerCase() === output.address;
      if (isOutput) pays(args[2], args[1]);
      else expect([args[2].toLowerCase(), args[1]]).toEqual([SENDER, 0n]);
    } else {
      expect(functionName).toBe('refundETH');
    }
  }
  return { most, least };
}

const pairs: readonly (readonly [Currency, Currency])[] = [
  [LUX, lusd],
  [lusd, LUX],
  [lusd, leth],
  [leth, lbtc],
  [wlux, lbtc],
  [LUX, lbtc],
];

describe('what is shown as the limit is what the calldata enforces', () => {
  const legs = new Set<number>();

  test.each(
    pairs.flatMap(([input, output]) =>
      (['exact-in', 'exact-out'] as const).flatMap((mode) =>
        [50n, 20_000n, 400_000n].map((usd) => ({ input, output, mode, usd })),
      ),
    ),
  )('$input.symbol → $output.symbol, $mode, $usd dollars', (ask) => {
    for (const slippagePpm of [100, 5_000, 50_000]) {
      const plan = planOf({ ...ask, slippagePpm });
      const { route, maximumIn, minimumOut } = plan;
      legs.add(route.legs.length);
      const contracts = { swapRouter02: ROUTER, wlux: wlux.address };
      const terms = { contracts, sender: SENDER, slippagePpm, deadline: 1_900_000_000n };
      const swap = encodeSwap(route, terms);
      const { most, least } = enforced(swap, route);
      expect({ most, least }).toEqual({ most: maximumIn, least: minimumOut });
      expect(swap.value).toBe(route.input.kind === 'native' ? maximumIn : 0n);
      const { limit } = deriveDetails(detailsOf(plan));
      const shown =
        ask.mode === 'exact-in'
          ? `${exactAmount(least, route.output.decimals)} ${route.output.symbol}`
          : `${exactAmount(most, route.input.decimals)} ${route.input.symbol}`;
      expect(limit.exact).toBe(shown);
      if (plan.approval.kind !== 'none') expect(plan.approval.amount).toBe(most);
    }
  });

  test('also for splits', () => {
    expect(Math.max(...legs)).toBeGreaterThan(2);
  });
});

function detailsOf(plan: SwapPlan) {
  const market = {
    quote: { kind: 'quoted', route: plan.route, asOfMs: 0 },
    link: { kind: 'live' },
    gasPrice: 0n,
    prices: new Map(),
    nowMs: 0,
  } as const;
  return { plan, market, settings: DEFAULT_SETTINGS, entries: new Map() };
}
