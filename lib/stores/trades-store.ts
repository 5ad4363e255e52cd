import { createStore, type StoreApi } from 'zustand/vanilla';
import type { PublicTrade } from '#lib/domain/public-trade.ts';

export type TradesState = {
  readonly phase: 'loading' | 'live';
  /** The newest first; a trade is the same object as long as it is here. */
  readonly trades: readonly PublicTrade[];
};

export type TradesStoreOptions = {
  readonly symbol: string;
  /** Trades that are kept. */
  readonly limit: number;
  /** Calls back before the next frame is painted. */
  readonly schedule: (flush: () => void) => void;
};

export type TradesStore = Pick<
  StoreApi<TradesState>,
  'getState' | 'subscribe' | 'getInitialState'
> & {
  /**
   * Takes trades, the oldest first; a snapshot replaces what is here. Those of other markets and those
   * that are here already are passed over. What changes shows with the next paint.
   */
  apply(trades: readonly PublicTrade[], isSnapshot: boolean): void;
};

/** Keeps one market's newest trades outside React, shown at most once a paint. */
export function createTradesStore({ symbol, limit, schedule }: TradesStoreOptions): TradesStore {
  const { getState, getInitialState, setState, subscribe } = createStore<TradesState>(() => ({
    phase: 'loading',
    trades: [],
  }));
  let newest: readonly PublicTrade[] = [];
  let live = false;
  let scheduled = false;

  const flush = () => {
    scheduled = false;
    setState({ phase: live ? 'live' : 'loading', trades: newest });
  };

  const apply = (arrived: readonly PublicTrade[], isSnapshot: boolean) => {
    const before = new Map(newest.map((trade) => [trade.tradeId, trade]));
    const kept = isSnapshot ? [] : newest;
    const lastId = kept[0]?.tradeId ?? 0;
    const added = arrived
      .filter((trade) => trade.symbol === symbol && trade.tradeId > lastId)
      .map((trade) => before.get(trade.tradeId) ?? trade)
      .sort((a, b) => b.tradeId - a.tradeId);
    live ||= isSnapshot;
    if (added.length === 0 && !isSnapshot) return;
    newest = [...added, ...kept].slice(0, limit);
    if (scheduled) return;
    scheduled = true;
    schedule(flush);
  };

  return { getState, getInitialState, subscribe, apply };
}
