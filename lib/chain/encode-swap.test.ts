import { decodeFunctionData, type Hex } from 'viem';
import { describe, expect, test } from 'vitest';
import { type Address, sameAddress } from '#lib/domain/address.ts';
import { LUX } from '#lib/domain/currency.ts';
import { findRoute, type RouteQuery } from '#lib/domain/route/find-route.ts';
import { maximumPaid, minimumReceived } from '#lib/domain/route/slippage.ts';
import type { SwapRoute } from '#lib/domain/route/swap-route.ts';
import { samplePools, sampleTokens, worth } from '#scripts/testing/sample-pools.ts';
import { type EncodeSwapOptions, encodeApproval, encodeSwap } from './encode-swap.ts';
import { swapRouterAbi } from './router-abis.ts';

const { lusd, wlux, leth } = sampleTokens;
const pools = samplePools();
const ROUTER: Address = '0x00000000000000000000000000000000000000e1';
const SENDER: Address = '0x00000000000000000000000000000000000000b0';

const MISTYPED: Address = '0x52c84043CD9c865236f11d9Fc9F56aa003c1f922';

const options: EncodeSwapOptions = {
  contracts: { swapRouter02: ROUTER, wlux: wlux.address },
  sender: SENDER,
  slippagePpm: 5_000,
  deadline: 1_900_000_000n,
};

function routeOf(query: Partial<RouteQuery> & Pick<RouteQuery, 'input' | 'output' | 'amount'>) {
  const result = findRoute({ pools, wlux, mode: 'exact-in', gasPriceWei: 0n, ...query });
  if (result.status === 'failed') throw new Error(result.code);
  return result.route;
}

function callsOf(data: Hex) {
  const { functionName, args } = decodeFunctionData({ abi: swapRouterAbi, data });
  if (functionName !== 'multicall') throw new Error('a swap is a multicall');
  const [deadline, calls] = args;
  return {
    deadline,
    calls: calls.map((call) => decodeFunctionData({ abi: swapRouterAbi, data: call })),
  };
}

const namesOf = (data: Hex) => callsOf(data).calls.map(({ functionName }) => functionName);

const plain = routeOf({ input: lusd, output: leth, amount: worth(lusd, 500n), maxLegs: 1 });

describe('the calls of a swap', () => {
  test('carry the deadline, the recipient and the least output', () => {
    const swap = encodeSwap(plain, options);
    expect(swap).toMatchObject({ to: ROUTER, value: 0n, legAnswers: [0] });
    const { deadline, calls } = callsOf(swap.data);
    expect(deadline).toBe(options.deadline);
    expect(calls).toHaveLength(1);
    expect(calls[0]?.args?.[0]).toMatchObject({
      amountIn: plain.amountIn,
      amountOutMinimum: minimumReceived(plain.amountOut, 5_000),
      sqrtPriceLimitX96: 0n,
    });
    expect(JSON.stringify(calls[0]?.args, bigintText).toLowerCase()).toContain(SENDER.slice(2));
  });

  test('of a split check the sum, so that one leg may make up for another', () => {
    const split = routeOf({ input: lusd, output: leth, amount: worth(lusd, 400_000n) });
    expect(split.legs.length).toBeGreaterThan(1);
    const { calls } = callsOf(encodeSwap(split, options).data);
    const sweep = calls.find(
      ({ functionName, args }) =>
        functionName === 'sweepToken' && sameAddress(args[0], leth.address),
    );
    expect(sweep?.args?.[1]).toBe(minimumReceived(split.amountOut, 5_000));
  });

  test('of an exact output in parts never ask more together than the maximum', () => {
    const split = routeOf({
      input: lusd,
      output: leth,
      amount: worth(leth, 400_000n),
      mode: 'exact-out',
    });
    expect(split.legs.length).toBeGreaterThan(1);
    const { calls } = callsOf(encodeSwap(split, options).data);
    const maxima = calls.map(({ functionName, args }) => {
      if (functionName === 'swapTokensForExactTokens') return args[1];
      if (functionName === 'exactOutput' || functionName === 'exactOutputSingle') {
        return args[0].amountInMaximum;
      }
      throw new Error(`unexpected ${functionName}`);
    });
    expect(maxima.reduce((sum, part) => sum + part, 0n)).toBe(maximumPaid(split.amountIn, 5_000));
    for (const [index, leg] of split.legs.entries()) {
      expect((maxima[index] ?? 0n) >= leg.amountIn).toBe(true);
    }
  });

  test('send coins back that a pool might not take, and nothing where all is taken', () => {
    const v3In = routeOf({ input: LUX, output: lusd, amount: worth(wlux, 100n), maxLegs: 1 });
    expect(namesOf(encodeSwap(v3In, options).data)).toEqual([
      'wrapETH',
      'exactInputSingle',
      'unwrapWETH9',
    ]);
    const { calls } = callsOf(encodeSwap(v3In, options).data);
    expect(calls.at(0)?.args).toEqual([v3In.amountIn]);
    expect(calls.at(1)?.args?.[0]).toMatchObject({ amountIn: 0n });
    expect(calls.at(-1)?.args).toEqual([0n, checksum({ address: SENDER })]);
    const v2 = pools.filter(({ kind }) => kind === 'v2');
    const v2In = routeOf({ input: LUX, output: lusd, amount: worth(wlux, 100n), pools: v2 });
    expect(namesOf(encodeSwap(v2In, options).data)).toEqual([
      'wrapETH',
      'swapExactTokensForTokens',
    ]);
    const split = routeOf({ input: LUX, output: lusd, amount: worth(wlux, 500_000n) });
    expect(split.legs.length).toBeGreaterThan(1);
    expect(namesOf(encodeSwap(split, options).data)).not.toContain('wrapETH');
    expect(namesOf(encodeSwap(split, options).data)).toContain('refundETH');
    const out = routeOf({ input: lusd, output: LUX, amount: worth(lusd, 100n), maxLegs: 1 });
    expect(namesOf(encodeSwap(out, options).data)).toEqual(['exactInputSingle', 'unwrapWETH9']);
  });

  test('sweep what a second V3 pool might leave in the router', () => {
    const overUsd = pools.filter(({ token0, token1 }) => [token0, token1].includes(lusd.address));
    const route = routeOf({
      input: wlux,
      output: leth,
      amount: worth(wlux, 100n),
      pools: overUsd,
      maxLegs: 1,
    });
    expect(route.legs[0]?.hops.map(({ kind }) => kind)).toEqual(['v3', 'v3']);
    const { calls } = callsOf(encodeSwap(route, options).data);
    expect(calls.map(({ functionName }) => functionName)).toEqual(['exactInput', 'sweepToken']);
    expect(calls[1]?.args).toEqual([checksum(lusd), 0n, checksum({ address: SENDER })]);
  });
});

test('wrapping and unwrapping call WLUX itself', () => {
  const wrap = encodeSwap(routeOf({ input: LUX, output: wlux, amount: 5n }), options);
  expect(wrap).toEqual({ to: wlux.address, data: '0xd0e30db0', value: 5n, legAnswers: [] });
  const unwrap = encodeSwap(routeOf({ input: wlux, output: LUX, amount: 6n }), options);
  expect(unwrap.value).toBe(0n);
  expect(unwrap.data).toBe(`0x2e1a7d4d${'6'.padStart(64, '0')}`);
});

test('an approval is for the exact amount', () => {
  const approval = encodeApproval({ token: lusd.address, spender: ROUTER, amount: 255n });
  expect(approval.to).toBe(lusd.address);
  expect(approval.data.endsWith('ff'.padStart(64, '0'))).toBe(true);
});

describe('what would lose money is refused', () => {
  const wrap = routeOf({ input: LUX, output: wlux, amount: 5n });
  const native = routeOf({ input: LUX, output: lusd, amount: worth(wlux, 1n) });
  const permit = { value: 1n, deadline: 1n, v: 27, r: '0x01', s: '0x02' } as const;

  test.each([
    ['the zero address', plain, { recipient: word(0) }, 'swap/invalid-recipient'],
    ["the router's word for the sender", plain, { recipient: word(1) }, 'swap/invalid-recipient'],
    ["the router's word for itself", plain, { recipient: word(2) }, 'swap/invalid-recipient'],
    ['a mistyped address', plain, { recipient: MISTYPED }, 'swap/invalid-recipient'],
    ['the router', plain, { recipient: ROUTER }, 'swap/invalid-recipient'],
    ['wrapping for somebody else', wrap, { recipient: ROUTER }, 'swap/invalid-recipient'],
    ['no deadline', plain, { deadline: 0n }, 'swap/invalid-deadline'],
    ['a deadline beyond 256 bits', plain, { deadline: 1n << 256n }, 'swap/invalid-deadline'],
    ['a permit for the coin', native, { permit }, 'swap/invalid-permit'],
    ['a permit for too little', plain, { permit }, 'swap/invalid-permit'],
  ] satisfies readonly (readonly [string, SwapRoute, Partial<EncodeSwapOptions>, string])[])(
    '%s',
    (_, route, change, code) => {
      expect(() => encodeSwap(route, { ...options, ...change })).toThrowError(
        expect.objectContaining({ code }),
      );
    },
  );
});

function word(value: number): Address {
  return `0x${value.toString(16).padStart(40, '0')}`;
}

function bigintText(_key: string, value: unknown): unknown {
  return typeof value === 'bigint' ? `${value}` : value;
}

function checksum({ address }: { readonly address: Address }): unknown {
  return expect.stringMatching(new RegExp(`^${address}$`, 'i'));
}
