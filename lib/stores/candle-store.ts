import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Candle } from '#lib/domain/candle.ts';

/** How the candles differ from those before, so that a chart redraws no more than it must. */
export type CandleChange =
  | { readonly kind: 'reset' }
  /** Older ones were put before. */
  | { readonly kind: 'older' }
  /** All from this index on are new or changed. */
  | { readonly kind: 'newer'; readonly fromIndex: number };

export type CandleSeries = {
  /** Oldest first. */
  readonly candles: readonly Candle[];
  readonly change: CandleChange;
  readonly phase: 'loading' | 'ready' | 'error';
  /** Why loading failed; `null` unless the phase is `error`. */
  readonly error: Error | null;
  /** Whether history goes on to the left of what is here. */
  readonly older: 'available' | 'loading' | 'none';
};

export type CandlePageResult = {
  /** Oldest first. */
  readonly candles: readonly Candle[];
  /** What to ask for to get the candles before these; `null` when there are none. */
  readonly nextToMs: number | null;
};

/** Loads the newest page, or the one that ends before an instant. */
export type LoadCandles = (
  toMs: number | undefined,
  signal: AbortSignal,
) => Promise<CandlePageResult>;

export type CandleStore = Pick<
  StoreApi<CandleSeries>,
  'getState' | 'subscribe' | 'getInitialState'
> & {
  /** Loads the newest page, in place of everything. */
  load(): Promise<void>;
  /** Loads one page before what is here; does nothing while loading or when there is no more. */
  loadOlder(): Promise<void>;
  /**
   * Takes pushed candles, oldest first; each replaces the one of the same start. A snapshot that
   * begins after what is here leaves a hole between the two, which is closed by loading anew.
   */
  apply(candles: readonly Candle[], isSnapshot: boolean): void;
  /** Ends what is under way. */
  close(): void;
};

const EMPTY: CandleSeries = {
  candles: [],
  change: { kind: 'reset' },
  phase: 'loading',
  error: null,
  older: 'none',
};

/** Keeps one market's candles of one interval: pages of history joined with what is pushed. */
export function createCandleStore(loadCandles: LoadCandles): CandleStore {
  const { getState, getInitialState, setState, subscribe } = createStore<CandleSeries>(() => EMPTY);
  const closing = new AbortController();
  let nextToMs: number | null = null;
  // What is pushed while the first page is on its way is kept for it.
  let early: readonly Candle[] = [];
  // A page of history that was asked for before a reload belongs to a series that is gone.
  let loads = 0;

  const load = async () => {
    loads += 1;
    early = [];
    setState({ phase: 'loading', error: null });
    try {
      const page = await loadCandles(undefined, closing.signal);
      nextToMs = page.nextToMs;
      const { candles } = joinCandles(page.candles, early);
      setState({ candles, change: { kind: 'reset' }, phase: 'ready', older: olderThan(page) });
    } catch (error) {
      if (!closing.signal.aborted) setState({ phase: 'error', error: asError(error) });
    }
  };

  const loadOlder = async () => {
    if (getState().older !== 'available' || nextToMs === null) return;
    const asked = loads;
    setState({ older: 'loading' });
    try {
      const page = await loadCandles(nextToMs, closing.signal);
      if (asked !== loads) return;
      nextToMs = page.nextToMs;
      const candles = [...page.candles, ...getState().candles];
      setState({ candles, change: { kind: 'older' }, older: olderThan(page) });
    } catch {
      // History to the left can be asked for again by scrolling there again.
      if (asked === loads && !closing.signal.aborted) setState({ older: 'available' });
    }
  };

  const apply = (pushed: readonly Candle[], isSnapshot: boolean) => {
    const { phase, candles } = getState();
    if (phase === 'loading') {
      early = joinCandles(early, pushed).candles;
    } else if (isSnapshot && (phase === 'error' || leavesHole(candles, pushed))) {
      void load();
    } else if (phase === 'ready') {
      const joined = joinCandles(candles, pushed);
      const { fromIndex } = joined;
      if (fromIndex === joined.candles.length) return;
      setState({ candles: joined.candles, change: { kind: 'newer', fromIndex } });
    }
  };

  const close = () => closing.abort();
  return { getState, getInitialState, subscribe, load, loadOlder, apply, close };
}

/**
 * Puts newer candles onto older ones, by start. Where the newer ones reach back before the end of the
 * older ones they replace them. `fromIndex` is the first position that changed.
 */
export function joinCandles(
  older: readonly Candle[],
  newer: readonly Candle[],
): { readonly candles: readonly Candle[]; readonly fromIndex: number } {
  const first = newer[0];
  if (first === undefined) return { candles: older, fromIndex: older.length };
  const kept = older.findLastIndex((candle) => candle.startMs < first.startMs) + 1;
  const replaced = new Map(older.slice(kept).map((candle) => [candle.startMs, candle]));
  for (const candle of newer) replaced.set(candle.startMs, candle);
  const tail = [...replaced.values()].sort((a, b) => a.startMs - b.startMs);
  const candles = [...older.slice(0, kept), ...tail];
  return { candles, fromIndex: firstDifference(older, candles) };
}

function firstDifference(before: readonly Candle[], after: readonly Candle[]): number {
  const index = after.findIndex((candle, at) => !sameCandle(candle, before[at]));
  return index === -1 ? after.length : index;
}

function sameCandle(a: Candle, b: Candle | undefined): boolean {
  return (
    a === b ||
    (a.startMs === b?.startMs &&
      a.openTicks === b.openTicks &&
      a.highTicks === b.highTicks &&
      a.lowTicks === b.lowTicks &&
      a.closeTicks === b.closeTicks &&
      a.volumeLots === b.volumeLots)
  );
}

function olderThan({ nextToMs }: CandlePageResult): CandleSeries['older'] {
  return nextToMs === null ? 'none' : 'available';
}

function leavesHole(older: readonly Candle[], newer: readonly Candle[]): boolean {
  const last = older.at(-1);
  const first = newer[0];
  return first !== undefined && (last === undefined || first.startMs > last.startMs);
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}
