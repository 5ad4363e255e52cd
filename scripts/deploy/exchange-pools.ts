import type { Address } from '#lib/domain/address.ts';
import { findMarket } from '#lib/domain/market.ts';
import type { DeployStep } from './deploy-step.ts';
import type { ExchangeTokens } from './exchange-tokens.ts';
import type { InitialPrices } from './initial-prices.ts';
import type { PricedToken } from './pool-prices.ts';
import { v2PoolStep } from './v2-pool-step.ts';
import { type V3Fee, v3PoolStep } from './v3-pool-step.ts';

type TokenKey = keyof ExchangeTokens;

/** A pool to create, and the value of each of its sides in millions of dollars. */
type PoolDesign = {
  readonly pair: readonly [TokenKey, TokenKey];
  readonly sideMillions: bigint;
};

const LUSD_DECIMALS = 6n;
const MILLION_LUSD = 10n ** (6n + LUSD_DECIMALS);

export const V2_POOLS: readonly PoolDesign[] = [
  { pair: ['wlux', 'lusd'], sideMillions: 3n },
  { pair: ['leth', 'lusd'], sideMillions: 4n },
  { pair: ['lbtc', 'lusd'], sideMillions: 5n },
];

/** Low fees where trading is deep, 1 % where it is thin, and crosses that bypass the dollar. */
export const V3_POOLS: readonly (PoolDesign & { readonly fee: V3Fee })[] = [
  { pair: ['wlux', 'lusd'], fee: 3000, sideMillions: 2n },
  { pair: ['wlux', 'lusd'], fee: 10000, sideMillions: 1n },
  { pair: ['leth', 'lusd'], fee: 500, sideMillions: 4n },
  { pair: ['leth', 'lusd'], fee: 3000, sideMillions: 2n },
  { pair: ['lbtc', 'lusd'], fee: 500, sideMillions: 5n },
  { pair: ['lbtc', 'lusd'], fee: 3000, sideMillions: 2n },
  { pair: ['leth', 'wlux'], fee: 3000, sideMillions: 2n },
  { pair: ['lbtc', 'leth'], fee: 500, sideMillions: 3n },
  { pair: ['lbtc', 'wlux'], fee: 10000, sideMillions: 1n },
];

/** The steps that create and fill every pool at the given prices; the deployer owns the liquidity. */
export function poolSteps({
  contracts,
  tokens,
  provider,
  initialPrices,
}: {
  readonly contracts: {
    readonly v2Factory: Address;
    readonly v2Router: Address;
    readonly v3Factory: Address;
    readonly v3PositionManager: Address;
  };
  readonly tokens: ExchangeTokens;
  readonly provider: Address;
  readonly initialPrices: InitialPrices;
}): DeployStep[] {
  const priced = priceTokens(tokens, initialPrices);
  const wlux = tokens.wlux.address;
  const { v2Factory, v2Router, v3Factory, v3PositionManager } = contracts;
  const v2 = { factory: v2Factory, router: v2Router, wlux, provider };
  const v3 = { factory: v3Factory, positionManager: v3PositionManager, wlux, provider };
  return [
    ...V2_POOLS.map(({ pair: [a, b], sideMillions }) =>
      v2PoolStep(v2, { tokens: [priced[a], priced[b]], sideValue: sideMillions * MILLION_LUSD }),
    ),
    ...V3_POOLS.map(({ pair: [a, b], fee, sideMillions }) =>
      v3PoolStep(v3, {
        tokens: [priced[a], priced[b]],
        fee,
        sideValue: sideMillions * MILLION_LUSD,
      }),
    ),
  ];
}

/** Every token with its market's price in base units of LUSD. */
function priceTokens(
  tokens: ExchangeTokens,
  prices: InitialPrices,
): Readonly<Record<TokenKey, PricedToken>> {
  return {
    wlux: { token: tokens.wlux, price: lusdPrice('LUX-USDT', prices) },
    lusd: { token: tokens.lusd, price: 10n ** LUSD_DECIMALS },
    leth: { token: tokens.leth, price: lusdPrice('ETH-USDT', prices) },
    lbtc: { token: tokens.lbtc, price: lusdPrice('BTC-USDT', prices) },
  };
}

function lusdPrice(symbol: string, prices: InitialPrices): bigint {
  const market = findMarket(symbol);
  if (market === undefined) throw new Error(`there is no market ${symbol}`);
  const ticks = prices[symbol];
  if (ticks === undefined || !Number.isSafeInteger(ticks) || ticks <= 0) {
    throw new RangeError(`the initial price of ${symbol} must be a positive number of ticks`);
  }
  return BigInt(ticks) * 10n ** (LUSD_DECIMALS - BigInt(market.priceDecimals));
}
