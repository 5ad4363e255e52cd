import { bandLimit, bandReference } from '#lib/domain/order-preview-checks.ts';
import { lotsForQuote, lotsWithin, percentOf } from '#lib/domain/order-size.ts';
import { type Lots, MAX_QUANTA, type Quanta, type Ticks } from '#lib/domain/quanta.ts';
import { MAX_MAKERS, sweepBook } from '#lib/domain/sweep-book.ts';
import { type ReadDecimal, readAmount, readPrice, readSize } from './read-decimal.ts';
import type { TicketContext } from './ticket-context.ts';
import {
  isPriced,
  isStop,
  mayHaveLegs,
  mayStand,
  type PriceField,
  type TicketInputs,
} from './ticket-inputs.ts';
import { quantaDecimals } from './ticket-text.ts';

/** What the ticket's fields say, in the market's own units. */
export type ReadTicket = {
  readonly prices: Readonly<Record<PriceField, ReadDecimal>>;
  readonly lots: ReadDecimal;
  /** Lots of an iceberg that are shown; empty for an order that is shown whole. */
  readonly display: ReadDecimal;
  /** Limit, or the protection price of a market order; `null` while it is not known. */
  readonly priceTicks: Ticks | null;
};

const EMPTY: ReadDecimal = { kind: 'empty' };

/** Reads every field that the order type has. */
export function readTicket(inputs: TicketInputs, context: TicketContext): ReadTicket {
  const { priceDecimals, sizeDecimals } = context.market;
  const read = (field: PriceField, shown: boolean) =>
    shown ? readPrice(inputs[field], priceDecimals) : EMPTY;
  const legs = inputs.legs && mayHaveLegs(inputs);
  const prices = {
    price: read('price', isPriced(inputs)),
    trigger: read('trigger', isStop(inputs)),
    takeProfit: read('takeProfit', legs),
    stopLoss: read('stopLoss', legs),
  };
  const priceTicks = isPriced(inputs)
    ? countOf(prices.price)
    : protectionTicks({ ...inputs, triggerTicks: countOf(prices.trigger) }, context);
  const isIceberg = inputs.iceberg && mayStand(inputs);
  const display = isIceberg ? readSize(inputs.display, sizeDecimals) : EMPTY;
  return { prices, priceTicks, lots: readLots(inputs, context, priceTicks), display };
}

/** The whole number that was read; `null` when none was. */
export function countOf(read: ReadDecimal): number | null {
  return read.kind === 'count' ? read.count : null;
}

/**
 * The worst price that a market order takes: half the market's band from the reference. The whole
 * band would lock more, and the order would be refused whenever the reference moves before it arrives.
 */
export function protectionTicks(
  {
    side,
    type,
    triggerTicks,
  }: Pick<TicketInputs, 'side' | 'type'> & { readonly triggerTicks: Ticks | null },
  { market, indexTicks, lastTicks }: TicketContext,
): Ticks | null {
  if (type === 'stop' && triggerTicks === null) return null;
  const reference = bandReference(triggerTicks ?? 0, {
    indexTicks: indexTicks ?? 0,
    lastTicks: lastTicks ?? 0,
  });
  if (reference === 0) return null;
  return bandLimit(side, reference, Math.floor(market.bandPpm / 2));
}

/** What the account has available of what the order pays with; `null` while that is not known. */
export function availableOf(
  { side }: Pick<TicketInputs, 'side'>,
  { market, account }: TicketContext,
): Quanta | null {
  if (account.kind !== 'connected' || account.balances === null) return null;
  const asset = side === 'buy' ? market.quote : market.base;
  return account.balances.find((balance) => balance.asset === asset)?.available ?? 0;
}

function readLots(
  inputs: TicketInputs,
  context: TicketContext,
  priceTicks: Ticks | null,
): ReadDecimal {
  const { size, unit } = inputs;
  const { market } = context;
  if (size.kind === 'percent') return percentLots(inputs, context, priceTicks);
  if (unit === 'base') return readSize(size.text, market.sizeDecimals);
  const amount = readAmount(size.text, quantaDecimals(market.quote));
  if (amount.kind !== 'count') return amount;
  if (priceTicks === null) return EMPTY;
  const lots = quoteLots(inputs, context, { quoteQuanta: amount.count, priceTicks });
  if (lots > 0) return { kind: 'count', count: Math.min(lots, market.maxQuantity) };
  return { kind: 'problem', text: `This is less than the smallest step of ${market.base}.` };
}

function percentLots(
  { side, size }: TicketInputs,
  context: TicketContext,
  priceTicks: Ticks | null,
): ReadDecimal {
  const available = availableOf({ side }, context);
  if (size.kind !== 'percent' || size.percent === 0 || available === null) return EMPTY;
  if (side === 'buy' && priceTicks === null) return EMPTY;
  const budget = percentOf(available, size.percent);
  const lots = lotsWithin(context.market, { side, priceTicks: priceTicks ?? 1, budget });
  if (lots > 0) return { kind: 'count', count: lots };
  const asset = side === 'buy' ? context.market.quote : context.market.base;
  const text =
    available === 0
      ? `There is no ${asset} available.`
      : `${size.percent}% of the ${asset} available is less than the smallest size.`;
  return { kind: 'problem', text };
}

/**
 * Lots for an amount of quote: at the limit; of a market order at the prices that the book shows, and
 * at the protection price for what the book does not.
 */
function quoteLots(
  { side, type }: TicketInputs,
  { market, book }: TicketContext,
  { quoteQuanta, priceTicks }: { readonly quoteQuanta: Quanta; readonly priceTicks: Ticks },
): Lots {
  if (type !== 'market' || book === null) return lotsForQuote(quoteQuanta, priceTicks, market.k);
  const swept = sweepBook({
    side,
    levels: side === 'buy' ? book.asks : book.bids,
    want: { quoteQuanta: Math.min(quoteQuanta, MAX_QUANTA) },
    limitTicks: priceTicks,
    k: market.k,
    maxMakers: MAX_MAKERS,
    ownLots: new Map(),
  });
  if (swept.end === 'filled') return swept.lots;
  return swept.lots + lotsForQuote(quoteQuanta - swept.notionalQuanta, priceTicks, market.k);
}
