import type { OrderSide, TimeInForce } from '#lib/domain/order.ts';
import type { OrderRequest } from '#lib/domain/order-request.ts';
import type { PriceField } from './ticket-inputs.ts';

/** A field as it is shown. */
export type FieldView = {
  readonly text: string;
  /** Why it cannot be so, in a sentence; `null` when it can, or while it is empty. */
  readonly problem: string | null;
};

export type SizeFieldView = FieldView & {
  /** The size in the other unit, `≈ 16,855.40 USDT`; empty while there is none. */
  readonly other: string;
  /** Symbol of the unit that is typed. */
  readonly symbol: string;
  /** How much of what is available the order locks, whole per cent; `null` while unknown. */
  readonly percent: number | null;
};

/** What may be done with an order, and if not, why. */
export type OptionView = {
  readonly checked: boolean;
  readonly disabled: boolean;
  readonly reason: string | null;
};

/** One figure of the preview. The same lines are always there, so that nothing moves. */
export type PreviewLine = {
  readonly id: string;
  readonly name: string;
  readonly value: string;
  /** The exact value, or more about it, on hover. */
  readonly title?: string;
  readonly tone?: 'warn' | 'down';
};

export type TicketNotice = { readonly id: string; readonly text: string };

/** What a press of the main button does. */
export type TicketAction = 'connect' | 'switch-network' | 'deposit' | 'enable-trading' | 'submit';

export type TicketButton = {
  readonly label: string;
  /** `null` = disabled; `reason` then says why. */
  readonly action: TicketAction | null;
  readonly reason: string | null;
};

/** Everything that the ticket shows, ready to be drawn. */
export type TicketView = {
  readonly side: OrderSide;
  /** `null` where the order type has no such field. */
  readonly prices: Readonly<Record<PriceField, FieldView | null>>;
  readonly size: SizeFieldView;
  /** How much of an iceberg is shown; `null` for an order that is shown whole. */
  readonly display: FieldView | null;
  /** `12,345.67 USDT`; `null` while nobody is connected or it is being read. */
  readonly available: string | null;
  readonly timeInForce: TimeInForce;
  readonly timesInForce: readonly TimeInForce[];
  readonly postOnly: OptionView;
  readonly iceberg: OptionView;
  readonly reduceOnly: OptionView;
  readonly legs: OptionView;
  readonly lines: readonly PreviewLine[];
  readonly notices: readonly TicketNotice[];
  readonly button: TicketButton;
  /** What the button submits; `null` unless its action is `submit`. */
  readonly request: OrderRequest | null;
};
