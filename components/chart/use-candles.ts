import { useStore } from 'zustand';
import {
  type CandleSeries,
  type CandleStore,
  createCandleStore,
} from '#lib/stores/candle-store.ts';

/** Stands in until the chart has a store of its own: it is loading, and stays so. */
const WAITING: CandleStore = createCandleStore(() => new Promise(() => undefined));

/** The candles as they are now. */
export function useCandles(store: CandleStore | null): CandleSeries {
  return useStore(store ?? WAITING);
}
