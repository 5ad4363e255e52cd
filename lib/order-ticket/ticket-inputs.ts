import type { OrderSide, OrderType, TimeInForce } from '#lib/domain/order.ts';

/** A size as it was given: typed, or as a part of what is available, which then follows prices. */
export type SizeInput =
  | { readonly kind: 'text'; readonly text: string }
  /** Whole per cent, 0 … 100. */
  | { readonly kind: 'percent'; readonly percent: number };

/** How long a good-till-date order stands. */
export type GoodFor = 'hour' | 'day' | 'week' | 'month';

/** What a person has chosen and typed in the ticket; nothing here is computed. */
export type TicketInputs = {
  readonly side: OrderSide;
  readonly type: OrderType;
  readonly price: string;
  readonly trigger: string;
  readonly size: SizeInput;
  /** What a typed size is counted in. */
  readonly unit: 'base' | 'quote';
  readonly timeInForce: TimeInForce;
  readonly goodFor: GoodFor;
  readonly postOnly: boolean;
  /** Whether only a part of the order is shown at a time. */
  readonly iceberg: boolean;
  /** How much of an iceberg is shown, in base. */
  readonly display: string;
  /** Whether take-profit and stop-loss are attached. */
  readonly legs: boolean;
  readonly takeProfit: string;
  readonly stopLoss: string;
};

/** The fields in which a price is typed. */
export type PriceField = 'price' | 'trigger' | 'takeProfit' | 'stopLoss';

/** An empty ticket: a limit buy that stands until it is canceled. */
export const emptyTicket: TicketInputs = {
  side: 'buy',
  type: 'limit',
  price: '',
  trigger: '',
  size: { kind: 'text', text: '' },
  unit: 'base',
  timeInForce: 'GTC',
  goodFor: 'day',
  postOnly: false,
  iceberg: false,
  display: '',
  legs: false,
  takeProfit: '',
  stopLoss: '',
};

const LIMIT_TIMES: readonly TimeInForce[] = ['GTC', 'GTD', 'IOC', 'FOK'];
const MARKET_TIMES: readonly TimeInForce[] = ['IOC', 'FOK'];
const STOP_TIMES: readonly TimeInForce[] = ['IOC'];
const STOP_LIMIT_TIMES: readonly TimeInForce[] = ['GTC', 'GTD'];

/** The times in force that an order type may have, the usual one first. */
export function timesInForce(type: OrderType): readonly TimeInForce[] {
  switch (type) {
    case 'limit':
      return LIMIT_TIMES;
    case 'market':
      return MARKET_TIMES;
    case 'stop':
      return STOP_TIMES;
    case 'stop_limit':
      return STOP_LIMIT_TIMES;
  }
}

/** The chosen time in force, or the usual one where the order type does not have it. */
export function timeInForceOf({ type, timeInForce }: TicketInputs): TimeInForce {
  const times = timesInForce(type);
  return times.includes(timeInForce) ? timeInForce : (times[0] ?? 'GTC');
}

/** Whether the order may be post-only or an iceberg: a limit order that stands. */
export function mayStand(inputs: TicketInputs): boolean {
  const timeInForce = timeInForceOf(inputs);
  return inputs.type === 'limit' && (timeInForce === 'GTC' || timeInForce === 'GTD');
}

/** Whether take-profit and stop-loss may be attached: not to an order that itself waits. */
export function mayHaveLegs({ type }: TicketInputs): boolean {
  return type === 'limit' || type === 'market';
}

/** Whether the order waits for a trigger. */
export function isStop({ type }: Pick<TicketInputs, 'type'>): boolean {
  return type === 'stop' || type === 'stop_limit';
}

/** Whether the order names its price; the others take the market's. */
export function isPriced({ type }: Pick<TicketInputs, 'type'>): boolean {
  return type === 'limit' || type === 'stop_limit';
}
