import { bookSummary } from '#lib/domain/book-summary.ts';
import type { Market } from '#lib/domain/market.ts';
import type { OrderSide, OrderType } from '#lib/domain/order.ts';
import { type Lots, MAX_TICKS, type Ticks } from '#lib/domain/quanta.ts';
import { readPrice, typedText } from './read-decimal.ts';
import type { TicketContext } from './ticket-context.ts';
import { isPriced, isStop, type PriceField, type TicketInputs } from './ticket-inputs.ts';

/** What is known when a key is pressed on the trading page. */
export type TicketKeyPress = {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
  /** The key goes into a text field. */
  readonly typing: boolean;
  /** The focus is on a button, a choice or a table, whose own keys these are. */
  readonly onControl: boolean;
  readonly inDialog: boolean;
};

export type TicketKeyAction =
  | { readonly kind: 'side'; readonly side: OrderSide }
  | { readonly kind: 'type'; readonly type: OrderType }
  /** Ticks up or down. */
  | { readonly kind: 'step'; readonly ticks: number }
  | { readonly kind: 'percent'; readonly percent: number }
  /** `atOnce`: without asking again, where one-click trading is on. */
  | { readonly kind: 'submit'; readonly atOnce: boolean };

const LETTERS: Readonly<Record<string, TicketKeyAction>> = {
  b: { kind: 'side', side: 'buy' },
  s: { kind: 'side', side: 'sell' },
  l: { kind: 'type', type: 'limit' },
  m: { kind: 'type', type: 'market' },
  x: { kind: 'type', type: 'stop' },
  1: { kind: 'percent', percent: 25 },
  2: { kind: 'percent', percent: 50 },
  3: { kind: 'percent', percent: 75 },
  4: { kind: 'percent', percent: 100 },
};

const LARGE_STEP = 10;

/** What a key does to the ticket; `null` for keys that are not the ticket's, or not now. */
export function resolveTicketKey(press: TicketKeyPress): TicketKeyAction | null {
  const { key, shiftKey, typing, onControl } = press;
  if (press.inDialog || press.ctrlKey || press.metaKey || press.altKey) return null;
  if (typing || onControl) return null;
  if (key === 'Enter') return { kind: 'submit', atOnce: shiftKey };
  const step = stepOfKey(key, shiftKey);
  if (step !== null) return { kind: 'step', ticks: step };
  if (shiftKey) return null;
  const letter = key.toLowerCase();
  return Object.hasOwn(LETTERS, letter) ? (LETTERS[letter] ?? null) : null;
}

/** Ticks that an arrow key steps a price by; `null` for other keys. With shift ten at once. */
export function stepOfKey(key: string, shiftKey: boolean): number | null {
  const size = shiftKey ? LARGE_STEP : 1;
  if (key === 'ArrowUp') return size;
  return key === 'ArrowDown' ? -size : null;
}

/** The inputs after a key; a submit changes none. */
export function applyTicketKey(
  inputs: TicketInputs,
  { action, context }: { readonly action: TicketKeyAction; readonly context: TicketContext },
): TicketInputs {
  switch (action.kind) {
    case 'side':
      return { ...inputs, side: action.side };
    case 'type':
      return { ...inputs, type: action.type };
    case 'percent':
      return { ...inputs, size: { kind: 'percent', percent: action.percent } };
    case 'step':
      return stepPrice(inputs, { field: mainPriceField(inputs), ticks: action.ticks, context });
    case 'submit':
      return inputs;
  }
}

/** The field that arrows and clicks in the book change; `null` for an order that names no price. */
function mainPriceField(inputs: TicketInputs): PriceField | null {
  if (isPriced(inputs)) return 'price';
  return isStop(inputs) ? 'trigger' : null;
}

/**
 * A price stepped by ticks. An empty field starts at the middle of the book, rounded to the side's
 * own; one that cannot be read is left as it is.
 */
export function stepPrice(
  inputs: TicketInputs,
  {
    field,
    ticks,
    context,
  }: {
    readonly field: PriceField | null;
    readonly ticks: number;
    readonly context: TicketContext;
  },
): TicketInputs {
  if (field === null) return inputs;
  const { priceDecimals } = context.market;
  const read = readPrice(inputs[field], priceDecimals);
  const from =
    read.kind === 'count' ? read.count : helperTicks('mid', { side: inputs.side, context });
  if (from === null || read.kind === 'problem') return inputs;
  const stepped = read.kind === 'empty' ? from : from + ticks;
  const price = Math.min(MAX_TICKS, Math.max(1, stepped));
  return { ...inputs, [field]: typedText(price, priceDecimals) };
}

/** Where a price may be taken from with one press. */
export type PriceHelper = 'bid' | 'mid' | 'ask';

/** The price of a helper; `null` while the book does not tell it. */
export function helperTicks(
  helper: PriceHelper,
  { side, context }: { readonly side: OrderSide; readonly context: TicketContext },
): Ticks | null {
  const { book, lastTicks, indexTicks } = context;
  const { bidTicks, askTicks, doubledMidTicks } = bookSummary(book ?? { bids: [], asks: [] });
  if (helper === 'bid') return bidTicks;
  if (helper === 'ask') return askTicks;
  if (doubledMidTicks === null) return bidTicks ?? askTicks ?? lastTicks ?? indexTicks;
  // Half a tick goes to the side's own: a buy lower, a sell higher.
  return side === 'buy' ? Math.floor(doubledMidTicks / 2) : Math.ceil(doubledMidTicks / 2);
}

/** A price put into the field that names the order's price; a market order becomes a limit order. */
export function withBookPrice(
  inputs: TicketInputs,
  { ticks, market }: { readonly ticks: Ticks; readonly market: Market },
): TicketInputs {
  const text = typedText(ticks, market.priceDecimals);
  const field = mainPriceField(inputs);
  return field === null ? { ...inputs, type: 'limit', price: text } : { ...inputs, [field]: text };
}

/** A size taken from the book, in base units. */
export function withBookSize(
  inputs: TicketInputs,
  { lots, market }: { readonly lots: Lots; readonly market: Market },
): TicketInputs {
  const text = typedText(Math.min(lots, market.maxQuantity), market.sizeDecimals);
  return { ...inputs, unit: 'base', size: { kind: 'text', text } };
}
