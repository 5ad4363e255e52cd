import type { LegRequest, OrderRequest } from '#lib/domain/order-request.ts';
import type { Lots, Ticks } from '#lib/domain/quanta.ts';
import { countOf, protectionTicks, type ReadTicket } from './read-ticket.ts';
import type { TicketContext } from './ticket-context.ts';
import {
  type GoodFor,
  isStop,
  mayStand,
  type TicketInputs,
  timeInForceOf,
} from './ticket-inputs.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

const SPANS_MS: Readonly<Record<GoodFor, number>> = {
  hour: HOUR_MS,
  day: DAY_MS,
  week: 7 * DAY_MS,
  month: 30 * DAY_MS,
};

/**
 * The order that the ticket asks for, with a given size; `null` while a field that it needs is empty
 * or wrong. Market orders carry their protection price, since that is what is signed.
 */
export function buildRequest(
  inputs: TicketInputs,
  {
    context,
    read,
    lots,
  }: { readonly context: TicketContext; readonly read: ReadTicket; readonly lots: Lots },
): OrderRequest | null {
  const { priceTicks } = read;
  const triggerTicks = isStop(inputs) ? countOf(read.prices.trigger) : 0;
  if (priceTicks === null || triggerTicks === null) return null;
  if (isWrong(read)) return null;
  const timeInForce = timeInForceOf(inputs);
  return {
    symbol: context.market.symbol,
    side: inputs.side,
    type: inputs.type,
    timeInForce,
    priceTicks,
    quantityLots: lots,
    triggerTicks,
    displayLots: countOf(read.display) ?? 0,
    postOnly: inputs.postOnly && mayStand(inputs),
    reduceOnly: false,
    expiresMs: timeInForce === 'GTD' ? context.nowMs + SPANS_MS[inputs.goodFor] : 0,
    clientOrderId: null,
    takeProfit: takeProfitLeg(countOf(read.prices.takeProfit)),
    stopLoss: stopLossLeg(inputs, context, countOf(read.prices.stopLoss)),
    signed: null,
  };
}

function isWrong({ prices }: ReadTicket): boolean {
  return Object.values(prices).some(({ kind }) => kind === 'problem');
}

function takeProfitLeg(priceTicks: Ticks | null): LegRequest | null {
  if (priceTicks === null) return null;
  return { type: 'limit', priceTicks, triggerTicks: 0, signed: null };
}

/** A stop at market, of the other side, protected from its trigger. */
function stopLossLeg(
  { side }: TicketInputs,
  context: TicketContext,
  triggerTicks: Ticks | null,
): LegRequest | null {
  if (triggerTicks === null) return null;
  const leg = { side: side === 'buy' ? 'sell' : 'buy', type: 'stop', triggerTicks } as const;
  const priceTicks = protectionTicks(leg, context) ?? 0;
  return { type: 'stop', priceTicks, triggerTicks, signed: null };
}
