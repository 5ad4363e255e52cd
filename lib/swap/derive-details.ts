import type { Address } from '#lib/domain/address.ts';
import { currencyKey, LUX } from '#lib/domain/currency.ts';
import type { RouteLeg, SwapRoute } from '#lib/domain/route/swap-route.ts';
import { formatAmount } from '#lib/format/format-amount.ts';
import { formatPpm } from '#lib/format/format-percent.ts';
import { formatUsd } from '#lib/format/format-usd.ts';
import { shortenAddress } from '#lib/format/shorten-address.ts';
import { shownAmount, shownPayment } from './derive-pane.ts';
import { percentText } from './percent-text.ts';
import { impactLevel } from './price-impact.ts';
import type { SwapPlan } from './swap-plan.ts';
import type { SwapMarketState, SwapSettings } from './swap-state.ts';
import type { LegView, SwapDetails } from './swap-view.ts';
import type { TokenEntry } from './token-entries.ts';
import { usdValue } from './usd-value.ts';

/** Decimals with which a rate is computed before it is shortened. */
const RATE_DECIMALS = 24;

type Entries = ReadonlyMap<string, TokenEntry>;

export type DetailSources = {
  readonly plan: SwapPlan;
  readonly market: SwapMarketState;
  readonly settings: SwapSettings;
  readonly entries: Entries;
};

/** The figures under the panes: rate, limit, impact, network cost and route of a plan. */
export function deriveDetails({ plan, market, settings, entries }: DetailSources): SwapDetails {
  const { route } = plan;
  const isSwap = route.kind === 'swap';
  return {
    rate: rateText(route, 'input'),
    inverseRate: rateText(route, 'output'),
    ...limitOf(plan),
    impact: {
      text: isSwap ? impactText(route.priceImpactPpm) : 'None',
      level: impactLevel(route.priceImpactPpm),
    },
    slippage: {
      text: isSwap ? formatPpm(plan.slippagePpm) : 'None',
      automatic: settings.slippage.mode === 'auto',
    },
    fee: isSwap ? percentText(route.feePpm) : 'None',
    networkCost: networkCost(route, market),
    route: routeText(route, entries),
    legs: legViews(route.legs, entries),
  };
}

function limitOf({
  route,
  minimumOut,
  maximumIn,
}: SwapPlan): Pick<SwapDetails, 'limit' | 'limitLabel'> {
  return route.mode === 'exact-in'
    ? { limitLabel: 'Minimum received', limit: shownAmount(minimumOut, route.output) }
    : { limitLabel: 'Maximum paid', limit: shownPayment(maximumIn, route.input) };
}

function impactText(ppm: bigint): string {
  return ppm < 100n ? '<0.01%' : percentText(ppm);
}

/** `1 LUX = 24.15 LUSD`, with the input or the output token as the one. */
function rateText(route: SwapRoute, one: 'input' | 'output'): string {
  const input = { currency: route.input, amount: route.amountIn };
  const output = { currency: route.output, amount: route.amountOut };
  const [base, counter] = one === 'input' ? [input, output] : [output, input];
  if (base.amount === 0n) return '';
  const scaled =
    (counter.amount * 10n ** BigInt(RATE_DECIMALS + base.currency.decimals)) /
    (base.amount * 10n ** BigInt(counter.currency.decimals));
  const text = formatAmount(scaled, RATE_DECIMALS, { significantDigits: 6 });
  return `1 ${base.currency.symbol} = ${text} ${counter.currency.symbol}`;
}

function networkCost(
  route: SwapRoute,
  { gasPrice, prices }: SwapMarketState,
): SwapDetails['networkCost'] {
  if (gasPrice === null) return null;
  const cost = route.gasUnits * gasPrice;
  const value = usdValue(cost, LUX.decimals, prices.get(currencyKey(LUX)));
  return {
    lux: {
      ...shownAmount(cost, LUX),
      text: formatAmount(cost, LUX.decimals, { significantDigits: 3 }),
    },
    usd: value === null ? null : formatUsd(value),
  };
}

function routeText({ kind, legs, input, output }: SwapRoute, entries: Entries): string {
  if (kind === 'wrap') return `Wrapped one for one in ${output.symbol}`;
  if (kind === 'unwrap') return `Unwrapped one for one from ${input.symbol}`;
  const [only] = legs;
  if (legs.length !== 1 || only === undefined) {
    return `${input.symbol} → ${output.symbol} over ${legs.length} paths`;
  }
  const between = only.hops.slice(0, -1).map(({ tokenOut }) => symbolOf(tokenOut, entries));
  return [input.symbol, ...between, output.symbol].join(' → ');
}

/** The legs with their shares in tenths of a per cent, which sum to exactly 100 %. */
function legViews(legs: readonly RouteLeg[], entries: Entries): readonly LegView[] {
  let shown = 0;
  let total = 0;
  return legs.map(({ sharePpm, hops }) => {
    total += sharePpm;
    const share = Math.round(total / 1_000) - shown;
    shown += share;
    return {
      share: formatPpm(share * 1_000, { decimals: share % 10 === 0 ? 0 : 1 }),
      hops: hops.map(({ pool, kind, feePpm, tokenIn, tokenOut }) => ({
        pool,
        pair: `${symbolOf(tokenIn, entries)} → ${symbolOf(tokenOut, entries)}`,
        version: kind === 'v2' ? 'V2' : 'V3',
        fee: formatPpm(feePpm),
      })),
    };
  });
}

/** The symbol of a token on the way; tokens that are not known are named by their address. */
function symbolOf(token: Address, entries: Entries): string {
  return entries.get(token.toLowerCase())?.currency.symbol ?? shortenAddress(token);
}
