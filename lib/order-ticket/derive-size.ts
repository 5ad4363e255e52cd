import { notionalOf } from '#lib/domain/notional.ts';
import { percentageOf } from '#lib/domain/order-size.ts';
import { type Lots, MAX_QUANTA } from '#lib/domain/quanta.ts';
import type { TicketProblem } from './find-problem.ts';
import type { LookedAt } from './look-at-order.ts';
import { typedText } from './read-decimal.ts';
import { availableOf, countOf, type ReadTicket } from './read-ticket.ts';
import type { TicketContext } from './ticket-context.ts';
import type { TicketInputs } from './ticket-inputs.ts';
import { amountText, quantaDecimals, sizeText } from './ticket-text.ts';
import type { SizeFieldView } from './ticket-view.ts';

/** Decimals of a computed amount of quote. */
const CENT_DECIMALS = 2;

/** The size field: what was typed or follows from a percentage, and what it comes to. */
export function deriveSize({
  inputs,
  context,
  read,
  problem,
  looked,
}: {
  readonly inputs: TicketInputs;
  readonly context: TicketContext;
  readonly read: ReadTicket;
  readonly problem: TicketProblem | null;
  readonly looked: LookedAt | null;
}): SizeFieldView {
  const { market } = context;
  const { size, unit } = inputs;
  const lots = countOf(read.lots);
  const value = lots === null ? null : worthOf({ lots, read, looked, k: market.k });
  const computed = lots === null ? '' : computedSize({ lots, value, unit, context });
  const base = lots === null ? '' : sizeText(lots, market);
  const quote = value === null ? '' : amountText(value, market.quote).text;
  const other = unit === 'base' ? quote : base;
  const own = problem?.field === 'size' ? problem.text : null;
  return {
    text: size.kind === 'text' ? size.text : computed,
    problem: read.lots.kind === 'problem' ? read.lots.text : own,
    other: other === '' ? '' : `≈ ${other}`,
    symbol: unit === 'base' ? market.base : market.quote,
    percent: percentShown(inputs, context, looked),
  };
}

/** What lots are worth: what they fill at now, and the rest at the order's price. */
function worthOf({
  lots,
  read,
  looked,
  k,
}: {
  readonly lots: Lots;
  readonly read: ReadTicket;
  readonly looked: LookedAt | null;
  readonly k: number;
}): number | null {
  if (read.priceTicks === null) return null;
  const filled = looked?.preview.fill.lots ?? 0;
  const notional = looked?.preview.fill.notionalQuanta ?? 0;
  const value = notional + notionalOf(read.priceTicks, lots - filled, k);
  return value > MAX_QUANTA ? null : value;
}

function computedSize({
  lots,
  value,
  unit,
  context: { market },
}: {
  readonly lots: Lots;
  readonly value: number | null;
  readonly unit: TicketInputs['unit'];
  readonly context: TicketContext;
}): string {
  if (unit === 'base') return typedText(lots, market.sizeDecimals);
  if (value === null) return '';
  // Up to the cent, so that reading it again gives the same lots.
  const decimals = quantaDecimals(market.quote);
  const cents = Math.ceil(value / 10 ** (decimals - CENT_DECIMALS));
  return typedText(cents, CENT_DECIMALS);
}

function percentShown(
  inputs: TicketInputs,
  context: TicketContext,
  looked: LookedAt | null,
): number | null {
  const available = availableOf(inputs, context);
  if (available === null) return null;
  if (inputs.size.kind === 'percent') return inputs.size.percent;
  return looked === null ? 0 : percentageOf(looked.preview.lock.quanta, available);
}
