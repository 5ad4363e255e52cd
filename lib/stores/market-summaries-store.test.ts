import { describe, expect, it } from 'vitest';
import type { Ticker } from '#lib/domain/ticker.ts';
import { createMarketSummariesStore } from './market-summaries-store.ts';

function ticker(lastTicks: number): Ticker {
  const prices = { openTicks: 1, highTicks: 1, lowTicks: 1, lastTicks, sparklineTicks: [] };
  const figures = { changeBps: 0, volumeLots: 0, volumeQuanta: 0, fromMs: 0, timestampMs: 0 };
  return { symbol: 'BTC-USDT', ...prices, ...figures, simulated: true };
}

describe('createMarketSummariesStore', () => {
  it('begins with what the server rendered, and is loading without it', () => {
    const load = () => Promise.resolve([]);
    expect(createMarketSummariesStore(load, [ticker(1)]).getState().phase).toBe('ready');
    expect(createMarketSummariesStore(load, null).getState().phase).toBe('loading');
  });

  it('reads once however often it is asked meanwhile', async () => {
    let reads = 0;
    const store = createMarketSummariesStore(() => {
      reads += 1;
      return Promise.resolve([ticker(2)]);
    }, null);
    await Promise.all([store.refresh(), store.refresh()]);
    expect(reads).toBe(1);
    expect(store.getState()).toMatchObject({
      phase: 'ready',
      tickers: { 'BTC-USDT': { lastTicks: 2 } },
    });
  });

  it('keeps what was read before when a read fails, and recovers', async () => {
    const answers = [Promise.reject(new Error('down')), Promise.resolve([ticker(3)])];
    const store = createMarketSummariesStore(
      () => answers.shift() ?? Promise.resolve([]),
      [ticker(1)],
    );
    await store.refresh();
    expect(store.getState()).toMatchObject({
      phase: 'error',
      error: new Error('down'),
      tickers: { 'BTC-USDT': { lastTicks: 1 } },
    });
    await store.refresh();
    expect(store.getState()).toMatchObject({ phase: 'ready', error: null });
  });
});
