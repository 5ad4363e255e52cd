import type { MarketStatus } from '#lib/domain/market-status.ts';
import type { TicketContext } from './ticket-context.ts';
import { isStop, mayStand, type TicketInputs } from './ticket-inputs.ts';
import type { TicketButton } from './ticket-view.ts';

/**
 * Why the market does not take this order as it stands; `null` when it does. The rules are those of
 * docs/matching.md, step 4.
 */
export function marketStep(
  inputs: TicketInputs,
  { trading, book }: Pick<TicketContext, 'trading' | 'book'>,
): TicketButton | null {
  if (trading === null) return disabled('Reading the market…', null);
  if (trading === 'pre-open') return told('Market opens soon', beforeOpening(inputs));
  if (trading === 'post-only') return told('Post-only for now', withoutLiquidity(inputs));
  if (trading !== 'open') return CLOSED[trading];
  const needsBook = inputs.type === 'market' && book === null;
  return needsBook ? disabled('Reading the book…', null) : null;
}

function disabled(label: string, reason: string | null): TicketButton {
  return { label, action: null, reason };
}

function told(label: string, reason: string | null): TicketButton | null {
  return reason === null ? null : disabled(label, reason);
}

const CLOSED: Readonly<
  Record<Exclude<MarketStatus, 'open' | 'pre-open' | 'post-only'>, TicketButton>
> = {
  'cancel-only': disabled(
    'Cancels only for now',
    'No new order is taken. Open orders can be canceled, or made smaller.',
  ),
  halted: disabled('Trading is halted', 'No order is taken. Open orders can be canceled.'),
  delisted: disabled(
    'Market is delisted',
    'Nothing is traded here any more. Choose another market.',
  ),
};

/** Until the auction a market takes plain limit orders that stand. */
function beforeOpening(inputs: TicketInputs): string | null {
  if (inputs.type === 'market') {
    return 'Nothing is matched before the auction. Use a limit order: it takes part in it.';
  }
  if (isStop(inputs)) return 'A stop can be placed when the market is open. Use a limit order.';
  if (!mayStand(inputs)) {
    return 'Nothing is matched before the auction, so an order that does not wait would do nothing. Choose “Until canceled” or “For a time”.';
  }
  if (inputs.postOnly) return 'An auction has no makers and takers. Leave post-only off.';
  if (inputs.iceberg) return 'Before the auction an order is shown whole. Leave iceberg off.';
  if (inputs.legs) return 'Take-profit and stop-loss can be attached when the market is open.';
  return null;
}

/** A market that is post-only takes what adds liquidity, and nothing else. */
function withoutLiquidity(inputs: TicketInputs): string | null {
  if (!mayStand(inputs)) {
    return 'Only orders that add liquidity are taken. Choose a limit order and mark it post-only.';
  }
  return inputs.postOnly
    ? null
    : 'Only orders that add liquidity are taken. Mark the order post-only.';
}
