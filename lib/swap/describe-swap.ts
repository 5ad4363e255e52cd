import { formatAmount } from '#lib/format/format-amount.ts';
import type { SwapRecord } from './swap-record.ts';

/** How a sent swap stands, in a word and in the colour that goes with it. */
export type SwapStanding = {
  readonly label: string;
  readonly tone: 'neutral' | 'info' | 'up' | 'down' | 'warn';
};

const DIGITS = { significantDigits: 6 } as const;

/** `10 LUX → 240.1 LUSD`: what was really paid and received, or what was quoted until that is known. */
export function describeSwap({
  pay,
  receive,
  payAmount,
  receiveAmount,
  outcome,
}: SwapRecord): string {
  const done = outcome.kind === 'confirmed' || outcome.kind === 'final' ? outcome.receipt : null;
  const paid = formatAmount(done?.paid ?? payAmount, pay.decimals, DIGITS);
  const received = formatAmount(done?.received ?? receiveAmount, receive.decimals, DIGITS);
  return `${paid} ${pay.symbol} → ${received} ${receive.symbol}`;
}

/** How a sent swap stands. Pending, in a block and final are three different things. */
export function swapStanding({ outcome }: SwapRecord): SwapStanding {
  switch (outcome.kind) {
    case 'pending':
      return { label: 'Pending', tone: 'info' };
    case 'confirmed':
      return { label: 'Confirmed', tone: 'up' };
    case 'final':
      return { label: 'Final', tone: 'up' };
    case 'reverted':
      return { label: 'Undone', tone: 'down' };
    case 'replaced':
      return { label: 'Replaced', tone: 'warn' };
    case 'canceled':
      return { label: 'Cancelled', tone: 'neutral' };
    case 'dropped':
      return { label: 'Not found', tone: 'warn' };
  }
}
