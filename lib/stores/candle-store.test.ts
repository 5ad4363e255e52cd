import { describe, expect, it } from 'vitest';
import type { Candle } from '#lib/domain/candle.ts';
import { type CandlePageResult, createCandleStore, joinCandles } from './candle-store.ts';

const MINUTE = 60_000;

function candle(minute: number, closeTicks = 100): Candle {
  const ticks = { openTicks: 100, highTicks: 110, lowTicks: 90, closeTicks };
  return { startMs: minute * MINUTE, ...ticks, volumeLots: 1 };
}

const candles = (...minutes: readonly number[]) => minutes.map((minute) => candle(minute));
const minutesOf = (list: readonly Candle[]) => list.map(({ startMs }) => startMs / MINUTE);

let lateAnswer: (page: CandlePageResult) => void = () => undefined;

/** A store over a history that is served in pages, and the requests it made. */
function storeOver(pages: readonly (CandlePageResult | Error)[]) {
  const requests: (number | undefined)[] = [];
  const store = createCandleStore((toMs) => {
    requests.push(toMs);
    const page = pages[requests.length - 1];
    if (page === undefined) throw new Error('no further page was expected');
    return page instanceof Error ? Promise.reject(page) : Promise.resolve(page);
  });
  return { store, requests };
}

describe('joinCandles', () => {
  it('replaces candles of the same start and appends later ones', () => {
    const joined = joinCandles(candles(1, 2, 3), [candle(3, 105), candle(4)]);
    expect(minutesOf(joined.candles)).toEqual([1, 2, 3, 4]);
    expect(joined.candles[2]?.closeTicks).toBe(105);
    expect(joined.fromIndex).toBe(2);
  });

  it('keeps older candles that a newer list does not repeat', () => {
    const joined = joinCandles(candles(1, 2, 3), candles(2, 4));
    expect(minutesOf(joined.candles)).toEqual([1, 2, 3, 4]);
  });

  it('tells the first candle that changed, past those that were only repeated', () => {
    expect(joinCandles(candles(1, 2, 3), candles(2, 3, 4)).fromIndex).toBe(3);
    expect(joinCandles(candles(1, 2, 3), [candle(2, 101), candle(3)]).fromIndex).toBe(1);
    expect(joinCandles(candles(1, 2, 3), candles(2, 3)).fromIndex).toBe(3);
  });

  it('changes nothing for an empty list', () => {
    expect(joinCandles(candles(1, 2), [])).toEqual({ candles: candles(1, 2), fromIndex: 2 });
  });
});

describe('createCandleStore', () => {
  it('loads the newest page, then pages to the left until history ends', async () => {
    const { store, requests } = storeOver([
      { candles: candles(5, 6), nextToMs: 5 * MINUTE },
      { candles: candles(3, 4), nextToMs: null },
    ]);
    await store.load();
    expect(store.getState()).toMatchObject({ phase: 'ready', older: 'available' });
    await store.loadOlder();
    expect(minutesOf(store.getState().candles)).toEqual([3, 4, 5, 6]);
    expect(store.getState()).toMatchObject({ older: 'none', change: { kind: 'older' } });
    await store.loadOlder();
    expect(requests).toEqual([undefined, 5 * MINUTE]);
  });

  it('asks once for older candles however often the edge is reached', async () => {
    const { store, requests } = storeOver([
      { candles: candles(5), nextToMs: 5 * MINUTE },
      { candles: candles(4), nextToMs: null },
    ]);
    await store.load();
    await Promise.all([store.loadOlder(), store.loadOlder(), store.loadOlder()]);
    expect(requests).toHaveLength(2);
  });

  it('says from which index on pushed candles changed the series', async () => {
    const { store } = storeOver([{ candles: candles(1, 2), nextToMs: null }]);
    await store.load();
    store.apply([candle(2, 101)], false);
    expect(store.getState().change).toEqual({ kind: 'newer', fromIndex: 1 });
    store.apply(candles(3), false);
    expect(store.getState().change).toEqual({ kind: 'newer', fromIndex: 2 });
    expect(minutesOf(store.getState().candles)).toEqual([1, 2, 3]);
  });

  it('keeps what is pushed while the page is on its way', async () => {
    const { store } = storeOver([{ candles: candles(1, 2), nextToMs: null }]);
    const loading = store.load();
    store.apply([candle(2, 102), candle(3)], true);
    await loading;
    expect(store.getState().candles.map(({ closeTicks }) => closeTicks)).toEqual([100, 102, 100]);
  });

  it('loads anew when a snapshot leaves a hole', async () => {
    const { store, requests } = storeOver([
      { candles: candles(1, 2), nextToMs: null },
      { candles: candles(1, 2, 7, 8), nextToMs: null },
    ]);
    await store.load();
    store.apply(candles(8), true);
    await expect.poll(() => store.getState().phase).toBe('ready');
    expect(minutesOf(store.getState().candles)).toEqual([1, 2, 7, 8]);
    expect(requests).toHaveLength(2);
  });

  it('tells a failed load, and recovers by what is pushed later', async () => {
    const { store } = storeOver([
      new Error('unreachable'),
      { candles: candles(1), nextToMs: null },
    ]);
    await store.load();
    expect(store.getState()).toMatchObject({ phase: 'error', error: new Error('unreachable') });
    store.apply(candles(1), true);
    await expect.poll(() => store.getState().phase).toBe('ready');
  });

  it('lets older candles be asked for again after a failure', async () => {
    const { store } = storeOver([
      { candles: candles(5), nextToMs: 5 * MINUTE },
      new Error('unreachable'),
      { candles: candles(4), nextToMs: null },
    ]);
    await store.load();
    await store.loadOlder();
    expect(store.getState().older).toBe('available');
    await store.loadOlder();
    expect(minutesOf(store.getState().candles)).toEqual([4, 5]);
  });

  it('drops a page of history that a reload has overtaken', async () => {
    const answers = [
      Promise.resolve({ candles: candles(5, 6), nextToMs: 5 * MINUTE }),
      new Promise<CandlePageResult>((resolve) => {
        lateAnswer = resolve;
      }),
      Promise.resolve({ candles: candles(8, 9), nextToMs: 8 * MINUTE }),
    ];
    const store = createCandleStore(() => answers.shift() ?? Promise.reject(new Error('no more')));
    await store.load();
    const older = store.loadOlder();
    await store.load();
    lateAnswer({ candles: candles(3, 4), nextToMs: null });
    await older;
    expect(minutesOf(store.getState().candles)).toEqual([8, 9]);
    expect(store.getState().older).toBe('available');
  });
});
