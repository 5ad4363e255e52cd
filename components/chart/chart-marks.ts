import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Fill } from '#lib/domain/fill.ts';
import { type CandleInterval, intervalStart } from '#lib/domain/interval.ts';
import type { Market } from '#lib/domain/market.ts';
import type { Order, OrderSide } from '#lib/domain/order.ts';
import { MAX_TICKS, type Ticks } from '#lib/domain/quanta.ts';
import { sizeText } from '#lib/order-ticket/ticket-text.ts';

/** An order that was moved on the chart and has not changed yet. */
export type MovedOrder = { readonly orderId: number; readonly ticks: Ticks };

/** What of the account is drawn over the candles of a market. */
export type ChartMarks = {
  /** Live orders of this market. */
  readonly orders: readonly Order[];
  /** Fills of this market, the newest first. */
  readonly fills: readonly Fill[];
  readonly moved: MovedOrder | null;
  /** A line was dropped at another price. */
  readonly onMove: (moved: MovedOrder) => void;
};

export type ChartMarksStore = StoreApi<ChartMarks>;

/** A store of marks without any: it lives outside React, as the canvas does. */
export function createChartMarks(): ChartMarksStore {
  return createStore<ChartMarks>(() => ({
    orders: [],
    fills: [],
    moved: null,
    onMove: () => undefined,
  }));
}

/** An open order as a line. */
export type OrderLine = {
  readonly orderId: number;
  readonly side: OrderSide;
  readonly ticks: Ticks;
  /** `Buy 0.25 BTC`, with what is left of it. */
  readonly title: string;
  /** It waits for its trigger. */
  readonly waiting: boolean;
};

/** The lines of open orders, each where it stands or waits; a moved one where it was put. */
export function orderLines(
  { orders, moved }: Pick<ChartMarks, 'orders' | 'moved'>,
  market: Market,
): readonly OrderLine[] {
  return orders.map((order) => {
    const { orderId, side, quantityLots, filledLots } = order;
    const waiting = waitsForTrigger(order);
    const verb = side === 'buy' ? 'Buy' : 'Sell';
    return {
      orderId,
      side,
      ticks: moved?.orderId === orderId ? moved.ticks : lineTicks(order),
      title: `${waiting ? `Stop ${verb.toLowerCase()}` : verb} ${sizeText(quantityLots - filledLots, market)}`,
      waiting,
    };
  });
}

/** Where the line of an order is: at its trigger while it waits for that, else at its price. */
function lineTicks(order: Pick<Order, 'status' | 'triggerTicks' | 'priceTicks'>): Ticks {
  return waitsForTrigger(order) ? order.triggerTicks : order.priceTicks;
}

/** Whether an order waits for the price to reach its trigger. */
export function waitsForTrigger({
  status,
  triggerTicks,
}: Pick<Order, 'status' | 'triggerTicks'>): boolean {
  return status === 'waiting' && triggerTicks !== 0;
}

/** A price of the chart's axis, which is floating point, as ticks that an order may have. */
export function ticksAt(price: number, { priceDecimals }: Pick<Market, 'priceDecimals'>): Ticks {
  return Math.min(MAX_TICKS, Math.max(1, Math.round(price * 10 ** priceDecimals)));
}

/** Fills of one side at one price within one candle. */
export type FillMark = {
  /** Start of the candle, milliseconds since the epoch. */
  readonly startMs: number;
  readonly side: OrderSide;
  readonly ticks: Ticks;
};

/** Where fills are marked, oldest first; those before the first candle are left out. */
export function fillMarks(
  fills: readonly Fill[],
  { interval, fromMs }: { readonly interval: CandleInterval; readonly fromMs: number },
): readonly FillMark[] {
  const marks = new Map<string, FillMark>();
  for (const { timestampMs, side, priceTicks } of fills) {
    const startMs = intervalStart(timestampMs, interval);
    if (startMs < fromMs) continue;
    marks.set(`${startMs} ${side} ${priceTicks}`, { startMs, side, ticks: priceTicks });
  }
  return [...marks.values()].sort((one, other) => one.startMs - other.startMs);
}
