import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Ticker } from '#lib/domain/ticker.ts';

export type MarketSummaries = {
  /** The trailing 24 hours by symbol; a market without a price is absent. */
  readonly tickers: Readonly<Record<string, Ticker>>;
  readonly phase: 'loading' | 'ready' | 'error';
  /** Why the last read failed; `null` otherwise. What was read before stays. */
  readonly error: Error | null;
};

export type MarketSummariesStore = Pick<
  StoreApi<MarketSummaries>,
  'getState' | 'subscribe' | 'getInitialState'
> & {
  /** Reads anew; a read that is under way already is enough. */
  refresh(): Promise<void>;
};

/**
 * Keeps the 24-hour figures of all markets, which are read now and then; prices themselves are pushed.
 *
 * @param initial - what the server rendered with, or `null` when it could not read them
 */
export function createMarketSummariesStore(
  load: () => Promise<readonly Ticker[]>,
  initial: readonly Ticker[] | null,
): MarketSummariesStore {
  const { getState, getInitialState, setState, subscribe } = createStore<MarketSummaries>(() => ({
    tickers: bySymbol(initial ?? []),
    phase: initial === null ? 'loading' : 'ready',
    error: null,
  }));
  let running: Promise<void> | null = null;

  const read = async () => {
    try {
      setState({ tickers: bySymbol(await load()), phase: 'ready', error: null });
    } catch (error) {
      setState({
        phase: 'error',
        error: error instanceof Error ? error : new Error(String(error)),
      });
    } finally {
      running = null;
    }
  };

  const refresh = () => {
    running ??= read();
    return running;
  };
  return { getState, getInitialState, subscribe, refresh };
}

function bySymbol(tickers: readonly Ticker[]): Readonly<Record<string, Ticker>> {
  return Object.fromEntries(tickers.map((ticker) => [ticker.symbol, ticker]));
}
