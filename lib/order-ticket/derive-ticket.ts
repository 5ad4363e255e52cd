import { deriveButton } from './derive-button.ts';
import { deriveLines } from './derive-lines.ts';
import { deriveNotices } from './derive-notices.ts';
import { deriveSize } from './derive-size.ts';
import type { TicketProblem } from './find-problem.ts';
import { lookAtOrder } from './look-at-order.ts';
import { availableOf, countOf, type ReadTicket, readTicket } from './read-ticket.ts';
import type { TicketContext } from './ticket-context.ts';
import {
  isPriced,
  isStop,
  mayHaveLegs,
  mayStand,
  type PriceField,
  type TicketInputs,
  timeInForceOf,
  timesInForce,
} from './ticket-inputs.ts';
import { amountText } from './ticket-text.ts';
import type { FieldView, OptionView, TicketView } from './ticket-view.ts';

/** Everything that the ticket shows and may send, from what was typed and what is known. */
export function deriveTicket(inputs: TicketInputs, context: TicketContext): TicketView {
  const read = readTicket(inputs, context);
  const lots = countOf(read.lots);
  const looked = lots === null ? null : lookAtOrder(inputs, { context, read, lots });
  const problem = looked === null ? earlyProblem(inputs, context, read) : looked.problem;
  const available = availableOf(inputs, context);
  const asset = inputs.side === 'buy' ? context.market.quote : context.market.base;
  const sources = looked === null ? null : { ...looked, context };
  const button = deriveButton({ inputs, context, read, problem, request: looked?.request ?? null });
  return {
    side: inputs.side,
    prices: priceFields(inputs, read, problem),
    size: deriveSize({ inputs, context, read, problem, looked }),
    display: displayField(inputs, read, problem),
    available: available === null ? null : amountText(available, asset).text,
    timeInForce: timeInForceOf(inputs),
    timesInForce: timesInForce(inputs.type),
    postOnly: standingOption(inputs, 'postOnly'),
    iceberg: standingOption(inputs, 'iceberg'),
    reduceOnly: REDUCE_ONLY,
    legs: legsOption(inputs),
    lines: deriveLines(sources),
    notices: deriveNotices(sources, context),
    button,
    request: button.action === 'submit' ? (looked?.request ?? null) : null,
  };
}

/** Problems of prices are told before there is a size: those of the smallest order. */
function earlyProblem(
  inputs: TicketInputs,
  context: TicketContext,
  read: ReadTicket,
): TicketProblem | null {
  const { market } = context;
  if (read.priceTicks === null) return null;
  const least = Math.ceil(market.minNotional / (read.priceTicks * market.k));
  const lots = Math.min(market.maxQuantity, Math.max(1, least));
  const problem = lookAtOrder(inputs, { context, read, lots })?.problem ?? null;
  return problem === null || LATE.has(problem.field) ? null : problem;
}

/** What is told when there is a size. */
const LATE: ReadonlySet<TicketProblem['field']> = new Set(['size', 'display', 'form']);

function displayField(
  inputs: TicketInputs,
  { display }: ReadTicket,
  problem: TicketProblem | null,
): FieldView | null {
  if (!inputs.iceberg || !mayStand(inputs)) return null;
  const own = problem?.field === 'display' ? problem.text : null;
  return { text: inputs.display, problem: display.kind === 'problem' ? display.text : own };
}

function priceFields(
  inputs: TicketInputs,
  { prices }: ReadTicket,
  problem: TicketProblem | null,
): TicketView['prices'] {
  const legs = inputs.legs && mayHaveLegs(inputs);
  const field = (name: PriceField, shown: boolean): FieldView | null => {
    if (!shown) return null;
    const read = prices[name];
    const own = problem?.field === name ? problem.text : null;
    return { text: inputs[name], problem: read.kind === 'problem' ? read.text : own };
  };
  return {
    price: field('price', isPriced(inputs)),
    trigger: field('trigger', isStop(inputs)),
    takeProfit: field('takeProfit', legs),
    stopLoss: field('stopLoss', legs),
  };
}

const ONLY_STANDING = {
  postOnly: 'Only a limit order that stands can be post-only.',
  iceberg: 'Only a limit order that stands can hide a part of itself.',
} as const;

function standingOption(inputs: TicketInputs, option: keyof typeof ONLY_STANDING): OptionView {
  const may = mayStand(inputs);
  return {
    checked: may && inputs[option],
    disabled: !may,
    reason: may ? null : ONLY_STANDING[option],
  };
}

const REDUCE_ONLY: OptionView = {
  checked: false,
  disabled: true,
  reason: 'Reduce-only is for positions; spot markets have none.',
};

function legsOption(inputs: TicketInputs): OptionView {
  const may = mayHaveLegs(inputs);
  return {
    checked: may && inputs.legs,
    disabled: !may,
    reason: may ? null : 'A stop order carries no take-profit or stop-loss of its own.',
  };
}
