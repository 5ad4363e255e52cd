import { describe, expect, it } from 'vitest';
import type { Token } from '#lib/domain/currency.ts';
import { LUX } from '#lib/domain/currency.ts';
import {
  balances,
  E18,
  entriesOf,
  FAKE,
  LETH,
  LUSD,
  market,
  POOL_A,
  POOL_B,
  sampleSwap,
  sellLusd,
  settings,
  WLUX,
  withRoute,
} from '#scripts/testing/sample-swap.ts';
import { deriveSwap, type SwapSources } from './derive-swap.ts';
import type { SwapWarning } from './swap-view.ts';

describe('the panes', () => {
  it('show what was typed on one side and the quote on the other', () => {
    const { pay, receive } = deriveSwap(sampleSwap);
    expect(pay).toMatchObject({
      text: '10',
      estimated: false,
      balance: { text: '100', symbol: 'LUX', exact: '100 LUX' },
      usd: '$241.00',
      problem: null,
    });
    expect(receive).toMatchObject({
      text: '240',
      estimated: true,
      balance: { text: '500' },
      usd: '$240.00',
      shortcuts: null,
    });
  });

  it('keep network cost back from Max of LUX, and nothing of a token', () => {
    const reserve = 800_000n * 10n ** 9n * 2n;
    const max = 100n * E18 - reserve;
    expect(max).toBe(99_998_400_000_000_000_000n);
    expect(deriveSwap(sampleSwap).pay.shortcuts).toEqual({ max: '99.9984', half: '50' });
    expect(deriveSwap(sellLusd).pay.shortcuts).toEqual({ max: '500', half: '250' });
  });

  it('keep nothing back from Max of a contract, for which somebody else pays', () => {
    const safe = { ...balances([LUX, 100n * E18]), isContract: true };
    const { shortcuts } = deriveSwap({ ...sampleSwap, account: safe }).pay;
    expect(shortcuts).toEqual({ max: '100', half: '50' });
  });

  it('offer no Max while the network cost is unknown or nothing is left after it', () => {
    const unknown = { ...sampleSwap, market: { ...market, gasPrice: null } };
    expect(deriveSwap(unknown).pay.shortcuts).toBeNull();
    const dust = { ...sampleSwap, account: balances([LUX, 1n]) };
    expect(deriveSwap(dust).pay.shortcuts).toBeNull();
  });

  it('shorten a computed amount and keep the typed one as typed', () => {
    const precise = withRoute({ amountOut: 123_456_789_123n });
    expect(deriveSwap(precise).receive.text).toBe('123456.78');
    const small: SwapSources = {
      ...withRoute({ output: LETH, amountOut: 1_234_567_891_234n }),
      inputs: { ...sampleSwap.inputs, receive: LETH },
    };
    expect(deriveSwap(small).receive.text).toBe('0.0000012345678');
  });

  it('show the reason next to the field that was typed in', () => {
    const given: SwapSources = {
      ...sampleSwap,
      inputs: { ...sampleSwap.inputs, exact: 'receive', text: '0.0000001' },
    };
    const { pay, receive } = deriveSwap(given);
    expect(receive.problem).toBe('LUSD has 6 decimals; this amount has 7.');
    expect(pay).toMatchObject({ problem: null, text: '' });
  });

  it('show public figures without a wallet', () => {
    const view = deriveSwap({ ...sampleSwap, account: { kind: 'disconnected' } });
    expect(view.receive).toMatchObject({ text: '240', balance: null });
    expect(view.details?.rate).toBe('1 LUX = 24 LUSD');
  });
});

describe('the details', () => {
  it('tell rate, limit, impact, fee, cost and route', () => {
    expect(deriveSwap(sampleSwap).details).toEqual({
      rate: '1 LUX = 24 LUSD',
      inverseRate: '1 LUSD = 0.0416666 LUX',
      limitLabel: 'Minimum received',
      limit: { text: '238.8', symbol: 'LUSD', exact: '238.8 LUSD' },
      impact: { text: '0.42%', level: 'none' },
      slippage: { text: '0.50%', automatic: true },
      fee: '0.30%',
      networkCost: { lux: { text: '0.00015', symbol: 'LUX', exact: '0.00015 LUX' }, usd: '<$0.01' },
      route: 'LUX → LUSD',
      legs: [
        {
          share: '100%',
          hops: [{ pool: POOL_A, pair: 'WLUX → LUSD', version: 'V3', fee: '0.30%' }],
        },
      ],
    });
  });

  it('never show less than what may be paid', () => {
    const amountIn = 10_000_000_000_000_000_001n;
    const given: SwapSources = {
      ...withRoute({ mode: 'exact-out', amount: 240_000_000n, amountIn }),
      inputs: { pay: LUX, receive: LUSD, exact: 'receive', text: '240' },
    };
    const { details, pay } = deriveSwap(given);
    expect(pay.text).toBe('10.000001');
    expect(details?.limit).toEqual({
      text: '10.050001',
      symbol: 'LUX',
      // The contract's limit is rounded up to the last unit as well.
      exact: '10.050000000000000002 LUX',
    });
  });

  it('tell the most that is paid when the received amount is exact', () => {
    const given: SwapSources = {
      ...withRoute({ mode: 'exact-out', amount: 240_000_000n }),
      inputs: { pay: LUX, receive: LUSD, exact: 'receive', text: '240' },
    };
    const { details, plan } = deriveSwap(given);
    expect(details).toMatchObject({ limitLabel: 'Maximum paid', limit: { text: '10.05' } });
    expect(plan).toMatchObject({
      maximumIn: 10_050_000_000_000_000_000n,
      minimumOut: 240_000_000n,
    });
  });

  it('name the tokens on the way and the shares of a split', () => {
    const hop = (tokenIn: Token, tokenOut: Token) => ({
      pool: POOL_B,
      kind: 'v2' as const,
      feePpm: 3_000,
      tokenIn: tokenIn.address,
      tokenOut: tokenOut.address,
      amountIn: 0n,
      amountOut: 0n,
      feeAmount: 0n,
      ticksCrossed: 0,
    });
    const leg = {
      sharePpm: 626_000,
      amount: 0n,
      amountIn: 0n,
      amountOut: 0n,
      hops: [hop(WLUX, LUSD)],
    };
    const twoHops = { ...leg, sharePpm: 374_000, hops: [hop(WLUX, LETH), hop(LETH, LUSD)] };
    const split = deriveSwap(withRoute({ legs: [leg, twoHops] }));
    expect(split.details?.route).toBe('LUX → LUSD over 2 paths');
    expect(split.details?.legs.map(({ share }) => share)).toEqual(['62.6%', '37.4%']);
    expect(split.details?.slippage.text).toBe('0.60%');
    const even = { ...leg, sharePpm: 512_500 };
    const halves = deriveSwap(withRoute({ legs: [even, { ...twoHops, sharePpm: 487_500 }] }));
    expect(halves.details?.legs.map(({ share }) => share)).toEqual(['51.3%', '48.7%']);
    const single = deriveSwap(withRoute({ legs: [{ ...twoHops, sharePpm: 1_000_000 }] }));
    expect(single.details?.route).toBe('LUX → LETH → LUSD');
  });

  it('are told with a wrap, which has neither impact nor slippage', () => {
    const given: SwapSources = {
      ...withRoute({
        kind: 'wrap',
        output: WLUX,
        amountOut: 10n * E18,
        legs: [],
        priceImpactPpm: 0n,
      }),
      inputs: { pay: LUX, receive: WLUX, exact: 'pay', text: '10' },
    };
    expect(deriveSwap(given).details).toMatchObject({
      limit: { text: '10' },
      impact: { text: 'None' },
      slippage: { text: 'None' },
      route: 'Wrapped one for one in WLUX',
    });
  });
});

describe('warnings', () => {
  it.each<[string, SwapSources, [SwapWarning['code'], SwapWarning['level']][]]>([
    ['an ordinary swap', sampleSwap, []],
    ['an impact over 1 %', withRoute({ priceImpactPpm: 10_001n }), [['impact', 'warning']]],
    ['an impact over 5 %', withRoute({ priceImpactPpm: 50_001n }), [['impact', 'danger']]],
    [
      'a price far below the market',
      withRoute({ amountOut: 220_000_000n }),
      [['market-difference', 'warning']],
    ],
    [
      'a tiny slippage',
      { ...sampleSwap, ...settings({ slippage: { mode: 'custom', text: '0.01' } }) },
      [['slippage-low', 'warning']],
    ],
    [
      'a huge slippage',
      { ...sampleSwap, ...settings({ slippage: { mode: 'custom', text: '10' } }) },
      [['slippage-high', 'danger']],
    ],
    [
      'an imported token with a listed one’s symbol',
      {
        ...withRoute({ output: FAKE }),
        inputs: { ...sampleSwap.inputs, receive: FAKE },
        entries: entriesOf([WLUX, LUSD], [FAKE]),
      },
      [
        ['unlisted-token', 'warning'],
        ['same-symbol', 'warning'],
      ],
    ],
  ])('%s', (_, given, expected) => {
    const { warnings } = deriveSwap(given);
    expect(warnings.map(({ code, level }) => [code, level])).toEqual(expected);
  });

  it('come most serious first', () => {
    const given: SwapSources = {
      ...withRoute({ priceImpactPpm: 20_000n }),
      ...settings({ slippage: { mode: 'custom', text: '10' } }),
    };
    expect(deriveSwap(given).warnings.map(({ level }) => level)).toEqual(['danger', 'warning']);
  });
});

describe('freshness', () => {
  it('is current while the chain answers and the price is young', () => {
    expect(deriveSwap(sampleSwap)).toMatchObject({ staleMs: null, notice: null });
  });

  it('tells the age of a price that is old', () => {
    const view = deriveSwap({ ...sampleSwap, market: { ...market, nowMs: 16_000 } });
    expect(view.staleMs).toBe(6_000);
  });

  it('tells at once that the chain is down, and for how long', () => {
    const link = { kind: 'down', lastAnswerMs: 8_000, code: 'chain/unreachable' } as const;
    const view = deriveSwap({ ...sampleSwap, market: { ...market, link, nowMs: 20_000 } });
    expect(view.staleMs).toBe(10_000);
    expect(view.notice).toBe(
      'The chain has not answered for 12s. What you see may be out of date; swapping waits until it answers.',
    );
    expect(view.receive.text).toBe('240');
  });

  it('says why there is no quote, with a wallet or without', () => {
    const quote = { kind: 'refused', code: 'swap/no-route' } as const;
    const given = { ...sampleSwap, market: { ...market, quote } };
    const notice = 'No pool, and no two pools, lead from one of these tokens to the other.';
    expect(deriveSwap(given).notice).toBe(notice);
    expect(deriveSwap({ ...given, account: { kind: 'disconnected' } }).notice).toBe(notice);
  });

  it('says so when the chain never answered', () => {
    const link = { kind: 'down', lastAnswerMs: null, code: 'chain/unreachable' } as const;
    const given = {
      ...sampleSwap,
      market: { ...market, link, quote: { kind: 'loading' } as const },
    };
    expect(deriveSwap(given)).toMatchObject({
      notice: 'The chain does not answer. Prices appear by themselves when it does.',
      quoting: true,
    });
  });
});

describe('a contract account', () => {
  const isContract = true;
  const safe = { ...balances([LUX, 0n], [LUSD, 500_000_000n]), allowance: 0n, isContract };
  const given: SwapSources = { ...sellLusd, account: safe };
  const noteOf = (sources: SwapSources) =>
    deriveSwap(sources).warnings.find(({ code }) => code === 'contract-approval');

  it('approves exactly the amount by a transaction, and is told why', () => {
    const { button, plan } = deriveSwap(given);
    expect(button.label).toBe('Approve LUSD');
    expect(plan?.approval).toEqual({ kind: 'approve', token: LUSD, amount: 240_000_000n });
    expect(noteOf(given)).toMatchObject({
      level: 'info',
      text: expect.stringContaining('LUSD takes permissions by signature from keys only'),
    });
  });

  it.each<[string, SwapSources]>([
    ['is approved already', { ...given, account: { ...safe, allowance: 240_000_000n } }],
    ['chose a transaction itself', { ...given, ...settings({ approval: 'exact' }) }],
    ['chose an approval without limit', { ...given, ...settings({ approval: 'unlimited' }) }],
    ['has a key', { ...given, account: { ...safe, isContract: false } }],
    ['pays with LUX', { ...sampleSwap, account: { ...balances([LUX, 100n * E18]), isContract } }],
  ])('is told nothing when it %s', (_, sources) => {
    expect(noteOf(sources)).toBeUndefined();
  });

  it('keeps an approval without limit that it chose', () => {
    const { plan } = deriveSwap({ ...given, ...settings({ approval: 'unlimited' }) });
    expect(plan?.approval).toMatchObject({ kind: 'approve', amount: 2n ** 256n - 1n });
  });
});
