import { currencyKey } from '#lib/domain/currency.ts';
import type { SwapRoute } from '#lib/domain/route/swap-route.ts';
import { formatAge } from '#lib/format/format-time.ts';
import { deriveButton } from './derive-button.ts';
import { deriveDetails } from './derive-details.ts';
import { derivePane, type PaneSources } from './derive-pane.ts';
import { deriveWarnings } from './derive-warnings.ts';
import { acknowledges, impactLevel } from './price-impact.ts';
import { readSlippage, type Slippage } from './slippage.ts';
import { swapErrors } from './swap-errors.ts';
import { type SwapInputs, swapRequest } from './swap-inputs.ts';
import { approvalModeOf, planSwap, type SwapPlan } from './swap-plan.ts';
import { answers, pathFeesPpm } from './swap-request.ts';
import {
  type SwapAccount,
  type SwapMarketState,
  type SwapSettings,
  staleAgeMs,
} from './swap-state.ts';
import type { SwapView } from './swap-view.ts';
import type { TokenEntry } from './token-entries.ts';

export type SwapSources = {
  readonly inputs: SwapInputs;
  readonly settings: SwapSettings;
  readonly market: SwapMarketState;
  readonly account: SwapAccount;
  /** Every token that can be chosen, by currency key. */
  readonly entries: ReadonlyMap<string, TokenEntry>;
  readonly networkTitle: string;
  /** What was typed to acknowledge a dangerous price impact. */
  readonly acknowledgement: string;
};

/** Everything that the swap card shows, from everything that it depends on. Pure. */
export function deriveSwap(sources: SwapSources): SwapView {
  const { inputs, settings, market, account, entries } = sources;
  const route = currentRoute(inputs, market);
  const slippage = readSlippage(settings.slippage, route && pathFeesPpm(route));
  const plan = derivePlan({ route, slippage, settings, account });
  const panes: PaneSources = { inputs, market, account, entries, route };
  const dangerous = route !== null && impactLevel(route.priceImpactPpm) === 'danger';
  const needsAcknowledgement = dangerous && !acknowledges(sources.acknowledgement);
  const button = deriveButton({
    ...panes,
    networkTitle: sources.networkTitle,
    plan,
    slippage,
    highSlippageAccepted: settings.highSlippageAccepted,
    needsAcknowledgement,
  });
  return {
    pay: derivePane('pay', panes),
    receive: derivePane('receive', panes),
    details: plan && deriveDetails({ plan, market, settings, entries }),
    warnings: deriveWarnings({
      chosen: chosenEntries(inputs, entries),
      plan,
      slippageLevel: slippage.kind === 'slippage' ? slippage.level : 'normal',
      market,
      insteadOfPermit: settings.approval === 'permit' && isContractAccount(account),
    }),
    asksAcknowledgement: dangerous,
    staleMs: staleAgeMs(market),
    notice: noticeOf(market),
    quoting: market.quote.kind === 'loading' && swapRequest(inputs) !== null,
    button,
    plan: button.action === 'approve' || button.action === 'review' ? plan : null,
  };
}

/** The route, when it answers what is asked now. */
function currentRoute(inputs: SwapInputs, { quote }: SwapMarketState): SwapRoute | null {
  const request = swapRequest(inputs);
  if (request === null || quote.kind !== 'quoted') return null;
  return answers(quote.route, request) ? quote.route : null;
}

function derivePlan({
  route,
  slippage,
  settings,
  account,
}: {
  readonly route: SwapRoute | null;
  readonly slippage: Slippage;
  readonly settings: SwapSettings;
  readonly account: SwapAccount;
}): SwapPlan | null {
  if (route === null || slippage.kind === 'problem') return null;
  const allowance = account.kind === 'connected' ? (account.allowance ?? 0n) : 0n;
  return planSwap({
    route,
    slippagePpm: slippage.bps * 100,
    deadlineMinutes: settings.deadlineMinutes,
    approval: approvalModeOf(settings.approval, { isContract: isContractAccount(account) }),
    allowance,
  });
}

function chosenEntries(
  { pay, receive }: SwapInputs,
  entries: ReadonlyMap<string, TokenEntry>,
): readonly TokenEntry[] {
  return [pay, receive].flatMap((currency) => {
    const entry = currency === null ? undefined : entries.get(currencyKey(currency));
    return entry === undefined ? [] : [entry];
  });
}

function isContractAccount(account: SwapAccount): boolean {
  return account.kind === 'connected' && account.isContract;
}

function noticeOf(market: SwapMarketState): string | null {
  if (market.link.kind !== 'down') return refusal(market);
  const { lastAnswerMs, code } = market.link;
  if (code !== 'chain/unreachable') return `${swapErrors[code].happened} (${code})`;
  return lastAnswerMs === null
    ? 'The chain does not answer. Prices appear by themselves when it does.'
    : `The chain has not answered for ${formatAge(market.nowMs - lastAnswerMs)}. What you see may be out of date; swapping waits until it answers.`;
}

/** Why there is no quote: said to whoever looks, with a wallet or without. */
function refusal({ quote }: SwapMarketState): string | null {
  return quote.kind === 'refused' ? swapErrors[quote.code].happened : null;
}
