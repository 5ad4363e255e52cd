import { currencyKey, LUX } from '#lib/domain/currency.ts';
import { formatAmount } from '#lib/format/format-amount.ts';
import { derivePane, type PaneSources, paneAmount } from './derive-pane.ts';
import type { Slippage } from './slippage.ts';
import { swapErrors } from './swap-errors.ts';
import type { SwapPlan } from './swap-plan.ts';
import { type SwapMarketState, staleAgeMs } from './swap-state.ts';
import type { SwapButton } from './swap-view.ts';

export type ButtonSources = PaneSources & {
  readonly networkTitle: string;
  readonly plan: SwapPlan | null;
  readonly slippage: Slippage;
  readonly highSlippageAccepted: boolean;
  readonly needsAcknowledgement: boolean;
};

/** The button's walk: each step says what is next, or why it cannot be done yet. */
export function deriveButton(sources: ButtonSources): SwapButton {
  return (
    walletStep(sources) ??
    inputStep(sources) ??
    marketStep(sources) ??
    fundsStep(sources) ??
    cautionStep(sources) ??
    signingStep(sources)
  );
}

function disabled(label: string, reason: string | null = null): SwapButton {
  return { label, action: null, reason };
}

function walletStep({ account, networkTitle }: ButtonSources): SwapButton | null {
  switch (account.kind) {
    case 'disconnected':
      return { label: 'Connect wallet', action: 'connect', reason: null };
    case 'connecting':
      return account.restoring
        ? disabled('Restoring the wallet…')
        : disabled('Connecting…', 'Answer the request in your wallet.');
    case 'connected':
      return account.onRightNetwork
        ? null
        : { label: `Switch to ${networkTitle}`, action: 'switch-network', reason: null };
  }
}

function inputStep(sources: ButtonSources): SwapButton | null {
  const { inputs } = sources;
  if (inputs.pay === null) {
    return { label: 'Choose a token to pay', action: 'choose-pay', reason: null };
  }
  if (inputs.receive === null) {
    return { label: 'Choose a token to receive', action: 'choose-receive', reason: null };
  }
  const { problem } = derivePane(inputs.exact, sources);
  if (problem !== null) return disabled('Check the amount', problem);
  const amount = paneAmount(inputs.exact, sources);
  return amount === null || amount === 0n ? disabled('Enter an amount') : null;
}

function marketStep({ market, plan, slippage }: ButtonSources): SwapButton | null {
  if (market.quote.kind === 'refused') {
    const { title, remedy } = swapErrors[market.quote.code];
    return disabled(title, remedy);
  }
  if (market.link.kind === 'down') {
    const { code } = market.link;
    if (code === 'swap/internal') return disabled(swapErrors[code].title, swapErrors[code].remedy);
    return disabled('Waiting for the chain', 'Prices may have changed since it last answered.');
  }
  if (slippage.kind === 'problem') return disabled('Check the slippage', slippage.message);
  if (plan === null) return disabled('Finding the best price…');
  return staleAgeMs(market) === null
    ? null
    : disabled('Refreshing the price…', 'The price on screen is not current.');
}

function fundsStep({ account, plan, inputs, market }: ButtonSources): SwapButton | null {
  if (account.kind !== 'connected' || plan === null || inputs.pay === null) return null;
  const { pay } = inputs;
  const balance = account.balances.get(currencyKey(pay));
  const lux = account.balances.get(currencyKey(LUX));
  if (balance === undefined || lux === undefined || account.allowance === null) {
    return disabled('Reading your balance…');
  }
  if (balance < plan.route.amountIn) {
    const have = formatAmount(balance, pay.decimals, { significantDigits: 8 });
    return disabled(`Insufficient ${pay.symbol}`, `You have ${have} ${pay.symbol}.`);
  }
  if (balance < plan.maximumIn) {
    return disabled(
      `Insufficient ${pay.symbol}`,
      'Enough at this price, but not for the maximum that your slippage allows.',
    );
  }
  // Somebody with a key pays for what a contract executes.
  return account.isContract ? null : luxForCost(plan, lux, market);
}

function luxForCost(plan: SwapPlan, lux: bigint, { gasPrice }: SwapMarketState): SwapButton | null {
  const cost = plan.route.gasUnits * (gasPrice ?? 0n);
  const paid = plan.route.input.kind === 'native' ? plan.maximumIn : 0n;
  if (lux >= paid + cost) return null;
  const needed = formatAmount(cost, LUX.decimals, { significantDigits: 3 });
  return disabled('Insufficient LUX', `The network cost needs about ${needed} LUX more.`);
}

function cautionStep(sources: ButtonSources): SwapButton | null {
  const { slippage, highSlippageAccepted, needsAcknowledgement } = sources;
  if (slippage.kind === 'slippage' && slippage.level === 'high' && !highSlippageAccepted) {
    return disabled('Slippage over 5%', 'Allow it in the settings, or choose less.');
  }
  return needsAcknowledgement
    ? disabled('Price impact over 5%', 'Type the words above to go on.')
    : null;
}

function signingStep({ plan }: ButtonSources): SwapButton {
  if (plan?.approval.kind === 'approve') {
    return { label: `Approve ${plan.approval.token.symbol}`, action: 'approve', reason: null };
  }
  return { label: reviewLabel(plan), action: 'review', reason: null };
}

function reviewLabel(plan: SwapPlan | null): string {
  switch (plan?.route.kind) {
    case 'wrap':
      return 'Review wrap';
    case 'unwrap':
      return 'Review unwrap';
    case 'swap':
    case undefined:
      return 'Review';
  }
}
