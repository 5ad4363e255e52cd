import type { Address } from '#lib/domain/address.ts';
import { type Currency, currencyKey, LUX, type Token } from '#lib/domain/currency.ts';
import type { SwapRoute } from '#lib/domain/route/swap-route.ts';
import type { SwapSources } from '#lib/swap/derive-swap.ts';
import type { SwapRecord } from '#lib/swap/swap-record.ts';
import {
  DEFAULT_SETTINGS,
  type SwapAccount,
  type SwapMarketState,
  type SwapSettings,
} from '#lib/swap/swap-state.ts';
import { tokenEntries } from '#lib/swap/token-entries.ts';

export const E18 = 10n ** 18n;
export const POOL_A: Address = '0x00000000000000000000000000000000000000A1';
export const POOL_B: Address = '0x00000000000000000000000000000000000000B2';
export const WLUX = token('1', { symbol: 'WLUX', decimals: 18, permit: false });
export const LUSD = token('2', { symbol: 'LUSD', decimals: 6, permit: true });
export const LETH = token('3', { symbol: 'LETH', decimals: 18, permit: true });
export const FAKE = token('4', { symbol: 'LUSD', decimals: 6, permit: false });

function token(digit: string, of: Pick<Token, 'symbol' | 'decimals' | 'permit'>): Token {
  const address = `0x${digit.repeat(40)}` as const;
  return { kind: 'token', address, name: of.symbol, ...of };
}

/** 10 LUX for 240 LUSD over one 0.3 % pool. */
export const sampleRoute: SwapRoute = {
  kind: 'swap',
  mode: 'exact-in',
  input: LUX,
  output: LUSD,
  amount: 10n * E18,
  amountIn: 10n * E18,
  amountOut: 240_000_000n,
  legs: [
    {
      sharePpm: 1_000_000,
      amount: 10n * E18,
      amountIn: 10n * E18,
      amountOut: 240_000_000n,
      hops: [
        {
          pool: POOL_A,
          kind: 'v3',
          feePpm: 3_000,
          tokenIn: WLUX.address,
          tokenOut: LUSD.address,
          amountIn: 10n * E18,
          amountOut: 240_000_000n,
          feeAmount: 3n * 10n ** 16n,
          ticksCrossed: 0,
        },
      ],
    },
  ],
  gasUnits: 150_000n,
  gasCostWei: 0n,
  gasCostInOutput: null,
  gasCostInInput: null,
  priceImpactPpm: 4_200n,
  feesPaid: [],
  feePpm: 3_000n,
};

export const market: SwapMarketState = {
  link: { kind: 'live' },
  quote: { kind: 'quoted', route: sampleRoute, asOfMs: 10_000 },
  prices: new Map([
    ['native', { units: 241_000n, decimals: 4 }],
    [currencyKey(LUSD), { units: 1n, decimals: 0 }],
  ]),
  gasPrice: 10n ** 9n,
  nowMs: 10_500,
};

type Connected = Extract<SwapAccount, { kind: 'connected' }>;

export const account: Connected = {
  kind: 'connected',
  address: '0x00000000000000000000000000000000000000Aa',
  onRightNetwork: true,
  isContract: false,
  balances: new Map([
    ['native', 100n * E18],
    [currencyKey(LUSD), 500_000_000n],
    [currencyKey(WLUX), 3n * E18],
  ]),
  allowance: 0n,
};

/** Ten LUX to be swapped for LUSD by a connected account, all well. */
export const sampleSwap: SwapSources = {
  inputs: { pay: LUX, receive: LUSD, exact: 'pay', text: '10' },
  settings: DEFAULT_SETTINGS,
  market,
  account,
  entries: entriesOf([WLUX, LUSD, LETH], []),
  networkTitle: 'Local development chain',
  acknowledgement: '',
};

/** The tokens that can be chosen, by key. */
export function entriesOf(listed: Token[], imported: Token[]): SwapSources['entries'] {
  return new Map(tokenEntries(listed, imported).map((entry) => [entry.key, entry]));
}

/** The sample with its route changed. */
export function withRoute(change: Partial<SwapRoute>): SwapSources {
  const changed = { ...sampleRoute, ...change };
  return {
    ...sampleSwap,
    market: { ...market, quote: { kind: 'quoted', route: changed, asOfMs: 10_000 } },
  };
}

/** The same swap the other way round: 240 LUSD for 10 LUX. */
export const sellLusd: SwapSources = {
  ...withRoute({
    input: LUSD,
    output: LUX,
    amount: 240_000_000n,
    amountIn: 240_000_000n,
    amountOut: 10n * E18,
  }),
  inputs: { pay: LUSD, receive: LUX, exact: 'pay', text: '240' },
};

/** Settings changed from the default ones. */
export function settings(change: Partial<SwapSettings>): Pick<SwapSources, 'settings'> {
  return { settings: { ...DEFAULT_SETTINGS, ...change } };
}

/** The sample account with these balances and no others known. */
export function balances(...known: [Currency, bigint][]): Connected {
  return {
    ...account,
    balances: new Map(known.map(([currency, amount]) => [currencyKey(currency), amount])),
  };
}

/** The sample's swap, sent and waiting for its block. */
export const sampleRecord: SwapRecord = {
  id: `0x${'a'.repeat(64)}`,
  chainId: 1337,
  account: account.address,
  kind: 'swap',
  pay: LUX,
  receive: LUSD,
  exact: 'pay',
  payAmount: 10n * E18,
  receiveAmount: 240_000_000n,
  transaction: {
    hash: `0x${'a'.repeat(64)}`,
    nonce: 4,
    to: '0x00000000000000000000000000000000000000Bb',
    value: 10n * E18,
    input: '0x12ab',
    sentBlock: 100n,
    sentAtMs: 1_700_000_000_000,
    deadline: 5_000,
  },
  outcome: { kind: 'pending' },
};
