import { findMarket, type Market } from '#lib/domain/market.ts';
import { legOf, type Order, type OrderStatus, type OrderType } from '#lib/domain/order.ts';
import type { OrderRequest } from '#lib/domain/order-request.ts';
import { DASH, decimalText } from '#lib/format/decimal-text.ts';
import { formatPrice } from '#lib/format/format-price.ts';
import { formatLocalTime } from '#lib/format/format-time.ts';

/** An order as a table writes it. */
export type OrderRow = {
  /** `BTC/USDT`. */
  readonly market: string;
  readonly side: 'Buy' | 'Sell';
  readonly type: string;
  readonly price: string;
  /** What the price means where it is no limit. */
  readonly priceNote: string | null;
  readonly size: string;
  /** What the book shows of an iceberg; `null` = all. */
  readonly sizeNote: string | null;
  readonly filled: string;
  readonly trigger: string;
  /** Time in force and flags: `GTC · Post-only · Iceberg`. */
  readonly terms: string;
  /** When the order ends by its own terms; `null` = never. */
  readonly termsNote: string | null;
  readonly status: string;
};

type Described = Pick<
  Order,
  | 'symbol'
  | 'side'
  | 'type'
  | 'timeInForce'
  | 'postOnly'
  | 'reduceOnly'
  | 'priceTicks'
  | 'quantityLots'
  | 'displayLots'
  | 'triggerTicks'
  | 'expiresMs'
>;

const TYPES: Readonly<Record<OrderType, string>> = {
  limit: 'Limit',
  market: 'Market',
  stop: 'Stop',
  stop_limit: 'Stop limit',
};

const LEGS = { take_profit: 'Take profit', stop_loss: 'Stop loss' } as const;

const STATUSES: Readonly<Record<OrderStatus, string>> = {
  pending: 'Waiting for entry',
  waiting: 'Waiting for trigger',
  open: 'Open',
  partial: 'Partly filled',
  filled: 'Filled',
  canceled: 'Canceled',
  expired: 'Expired',
  rejected: 'Refused',
};

/** An order of the exchange in words and numbers. */
export function deriveOrderRow(order: Order): OrderRow {
  const market = findMarket(order.symbol);
  return {
    ...describe(order, market),
    type: typeOf(order),
    filled: lotsText(order.filledLots, market),
    status: STATUSES[order.status],
  };
}

/** The same of an order that was only asked for. */
export function deriveSentRow(
  request: OrderRequest,
  state: 'sending' | 'unanswered',
): OrderRow & { readonly statusNote: string } {
  return {
    ...describe(request, findMarket(request.symbol)),
    filled: DASH,
    status: state === 'sending' ? 'Sending…' : 'Not confirmed',
    statusNote:
      state === 'sending'
        ? 'On its way to the exchange.'
        : 'The connection was lost before the exchange answered. It will show here whether the order was taken.',
  };
}

/** A size with all decimals of its market; none is a dash. */
export function lotsText(lots: number, market: Market | undefined): string {
  if (lots === 0 || market === undefined) return DASH;
  const { sizeDecimals } = market;
  return decimalText(BigInt(lots), sizeDecimals, { minDecimals: sizeDecimals });
}

function describe(order: Described, market: Market | undefined) {
  const { symbol, side, type, triggerTicks, quantityLots, displayLots = 0 } = order;
  const isMarket = type === 'market' || type === 'stop';
  const protection = priceOf(order.priceTicks, market);
  return {
    market: market === undefined ? symbol : `${market.base}/${market.quote}`,
    side: side === 'buy' ? 'Buy' : 'Sell',
    type: TYPES[type],
    price: isMarket ? 'Market' : protection,
    priceNote:
      isMarket && order.priceTicks !== 0
        ? `At the market, not ${side === 'buy' ? 'above' : 'below'} ${protection}`
        : null,
    size: lotsText(quantityLots, market),
    sizeNote:
      displayLots === 0
        ? null
        : `An iceberg: the book shows ${lotsText(displayLots, market)} at a time`,
    trigger: priceOf(triggerTicks, market),
    terms: termsOf(order),
    termsNote: order.expiresMs === 0 ? null : `Until ${formatLocalTime(order.expiresMs)}`,
  } as const;
}

/** A leg is called by what it is for. */
function typeOf(order: Order): string {
  const leg = legOf(order);
  return leg === null ? TYPES[order.type] : LEGS[leg];
}

function priceOf(ticks: number, market: Market | undefined): string {
  return ticks === 0 || market === undefined ? DASH : formatPrice(ticks, market);
}

function termsOf({ timeInForce, postOnly, reduceOnly, displayLots = 0 }: Described): string {
  const isIceberg = displayLots > 0;
  return [timeInForce, postOnly && 'Post-only', reduceOnly && 'Reduce-only', isIceberg && 'Iceberg']
    .filter(Boolean)
    .join(' · ');
}
