import type { Order } from '#lib/domain/order.ts';
import { DASH } from '#lib/format/decimal-text.ts';
import { errors, isErrorCode } from '#lib/protocol/errors.ts';
import { averagePrice } from './average-price.ts';
import { deriveOrderRow, type OrderRow } from './derive-order-row.ts';

/** An order that has ended, as a table writes it. */
export type HistoryRow = OrderRow & {
  readonly average: string;
  readonly averageNote: string | null;
  /** Why it ended as it did, in a person's words; `null` = as it was asked. */
  readonly reason: string | null;
  /** The code behind the words, to quote. */
  readonly code: string | null;
  readonly orderId: string;
  readonly clientOrderId: string | null;
};

/** What became of an order, and why. */
export function deriveHistoryRow(order: Order): HistoryRow {
  const { text, exact } = averagePrice(order);
  const { reason: code, filledLots, status, triggerTicks } = order;
  const row = deriveOrderRow(order);
  const isPartly = status === 'canceled' && filledLots !== 0;
  return {
    ...row,
    priceNote: triggerTicks === 0 ? row.priceNote : notesOf(row),
    status: isPartly ? 'Partly filled' : row.status,
    average: text,
    averageNote: exact,
    reason: code === null ? null : reasonText(code),
    code,
    orderId: order.orderId === 0 ? DASH : String(order.orderId),
    clientOrderId: order.clientOrderId,
  };
}

/** What its trigger was, and how far it would go at the market. */
function notesOf({ trigger, priceNote }: OrderRow): string {
  return [`Trigger ${trigger}`, priceNote].filter((note) => note !== null).join('. ');
}

/** What a code says to a person; an exchange of another version may send codes that are not known here. */
function reasonText(code: string): string {
  return isErrorCode(code) ? errors[code].message : code;
}
