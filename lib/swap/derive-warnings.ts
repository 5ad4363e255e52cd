import { type Currency, currencyKey } from '#lib/domain/currency.ts';
import { PPM } from '#lib/domain/ppm.ts';
import type { SwapRoute } from '#lib/domain/route/swap-route.ts';
import { formatPpm } from '#lib/format/format-percent.ts';
import { percentText } from './percent-text.ts';
import { impactLevel } from './price-impact.ts';
import type { SlippageLevel } from './slippage.ts';
import type { SwapPlan } from './swap-plan.ts';
import type { SwapMarketState } from './swap-state.ts';
import type { SwapWarning } from './swap-view.ts';
import type { TokenEntry } from './token-entries.ts';
import { usdValue } from './usd-value.ts';

/** A quote worth this much less than it costs at market prices (3 %) is remarked upon. */
const MARKET_DIFFERENCE_PPM = 30_000n;

export type WarningSources = {
  readonly chosen: readonly TokenEntry[];
  readonly plan: SwapPlan | null;
  readonly slippageLevel: SlippageLevel;
  readonly market: SwapMarketState;
  /** Whether a contract approves by a transaction where a key would sign a permit. */
  readonly insteadOfPermit: boolean;
};

/** What should be known before the swap, most serious first. */
export function deriveWarnings(sources: WarningSources): readonly SwapWarning[] {
  const { chosen, plan, slippageLevel, market } = sources;
  const swap = plan !== null && plan.route.kind === 'swap' ? plan : null;
  const warnings = [
    swap && impactWarning(swap.route),
    swap && marketWarning(swap.route, market.prices),
    swap && slippageWarning(swap.slippagePpm, slippageLevel),
    ...chosen.map(unlistedWarning),
    ...chosen.map(sameSymbolWarning),
    swap && sources.insteadOfPermit ? transactionNote(swap) : null,
  ].filter((warning) => warning !== null);
  return warnings.sort((a, b) => RANK[a.level] - RANK[b.level]);
}

const RANK: Readonly<Record<SwapWarning['level'], number>> = { danger: 0, warning: 1, info: 2 };

function impactWarning({ priceImpactPpm, output }: SwapRoute): SwapWarning | null {
  const level = impactLevel(priceImpactPpm);
  if (level === 'none') return null;
  const impact = percentText(priceImpactPpm);
  return {
    code: 'impact',
    level,
    text: `This swap alone moves the price by ${impact}: the pools hold little ${output.symbol}. A smaller amount gets a better price.`,
  };
}

function marketWarning(route: SwapRoute, prices: SwapMarketState['prices']): SwapWarning | null {
  const paid = worthOf(route.input, route.amountIn, prices);
  const received = worthOf(route.output, route.amountOut, prices);
  if (paid === null || received === null || paid === 0n) return null;
  const lossPpm = ((paid - received) * PPM) / paid;
  if (lossPpm < MARKET_DIFFERENCE_PPM || impactLevel(route.priceImpactPpm) === 'danger')
    return null;
  return {
    code: 'market-difference',
    level: 'warning',
    text: `What you receive is worth ${percentText(lossPpm)} less than what you pay, at market prices.`,
  };
}

/** A token without permits is approved by a transaction whoever holds it, so nothing has to be explained. */
function transactionNote({ approval }: SwapPlan): SwapWarning | null {
  if (approval.kind !== 'approve' || !approval.token.permit) return null;
  return {
    code: 'contract-approval',
    level: 'info',
    text: `Your account is a contract, such as a Safe, and ${approval.token.symbol} takes permissions by signature from keys only. So it approves exactly the amount by a transaction first, and swaps by a second one.`,
  };
}

function worthOf(
  currency: Currency,
  amount: bigint,
  prices: SwapMarketState['prices'],
): bigint | null {
  return usdValue(amount, currency.decimals, prices.get(currencyKey(currency)));
}

function slippageWarning(ppm: number, level: SlippageLevel): SwapWarning | null {
  switch (level) {
    case 'high':
      return {
        code: 'slippage-high',
        level: 'danger',
        text: `You allow ${formatPpm(ppm)} slippage: others may trade ahead of you and take up to that much.`,
      };
    case 'low':
      return {
        code: 'slippage-low',
        level: 'warning',
        text: `With ${formatPpm(ppm)} slippage a small price move undoes the swap.`,
      };
    case 'normal':
      return null;
  }
}

function unlistedWarning({ listed, currency }: TokenEntry): SwapWarning | null {
  if (listed) return null;
  return {
    code: 'unlisted-token',
    level: 'warning',
    text: `${currency.symbol} was imported by its address. Anyone can make a token with any name: make sure it is the one you want.`,
  };
}

/** The listed one of two tokens is the one that is meant; its address stands beside it all the same. */
function sameSymbolWarning({ ambiguous, listed, currency }: TokenEntry): SwapWarning | null {
  if (!ambiguous || listed) return null;
  return {
    code: 'same-symbol',
    level: 'warning',
    text: `More than one token is called ${currency.symbol}. Compare the address.`,
  };
}
