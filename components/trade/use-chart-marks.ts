import { useEffect, useState } from 'react';
import { type ChartMarksStore, createChartMarks } from '#components/chart/chart-marks.ts';
import type { TradingSession } from '#lib/trading/trading-session.ts';
import { ordersOf } from './orders-of.ts';
import { useTradingSession } from './trading-provider.tsx';

/** Own orders and fills of a market, for the chart; they change without a render. */
export function useChartMarks(symbol: string): ChartMarksStore {
  const session = useTradingSession();
  const [marks] = useState(createChartMarks);
  useEffect(() => follow(session, symbol, marks), [session, symbol, marks]);
  return marks;
}

function follow(
  session: TradingSession | null,
  symbol: string,
  marks: ChartMarksStore,
): (() => void) | undefined {
  if (session === null) return;
  const { store } = session;
  const show = (state = store.getState()) => {
    const orders = ordersOf(state.orders, symbol);
    const fills = (state.fills ?? []).filter((fill) => fill.symbol === symbol);
    marks.setState({ orders, fills });
  };
  show();
  const end = store.subscribe((state, before) => {
    if (state.orders !== before.orders || state.fills !== before.fills) show(state);
  });
  return () => {
    end();
    marks.setState({ orders: [], fills: [], moved: null });
  };
}
