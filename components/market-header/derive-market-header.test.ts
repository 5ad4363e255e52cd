import { describe, expect, it } from 'vitest';
import { type Market, markets } from '#lib/domain/market.ts';
import type { PriceUpdate } from '#lib/domain/price-update.ts';
import type { Ticker } from '#lib/domain/ticker.ts';
import { connectionNote, deriveMarketHeader, type HeaderSources } from './derive-market-header.ts';

const [bitcoin] = markets;
if (bitcoin === undefined) throw new Error('there is no market');
const market: Market = bitcoin;

const ticker: Ticker = {
  symbol: 'BTC-USDT',
  fromMs: 0,
  openTicks: 6_600_000,
  highTicks: 6_800_000,
  lowTicks: 6_500_000,
  lastTicks: 6_742_150,
  changeBps: 215,
  volumeLots: 10,
  volumeQuanta: 182_400_000_000_000,
  timestampMs: 1,
  sparklineTicks: [],
  simulated: false,
};

const pushed = {
  symbol: 'BTC-USDT',
  priceTicks: 6_810_000,
  bidTicks: 6_809_900,
  askTicks: 6_810_100,
  volumeLots24h: 10,
  changeBps24h: -10,
  timestampMs: 2,
  simulated: false,
} as PriceUpdate;

const show = (sources: Partial<HeaderSources>) => {
  const view = deriveMarketHeader(market, {
    ticker: null,
    pushed: null,
    indexTicks: null,
    markTicks: null,
    ...sources,
  });
  const figures = Object.fromEntries(view.figures.map(({ id, value }) => [id, value]));
  return { ...view, figures };
};

describe('deriveMarketHeader', () => {
  it('shows the day as it was read, and the index beside it', () => {
    const view = show({ ticker, indexTicks: 6_741_910 });
    expect(view).toMatchObject({ last: '67,421.50', direction: 'up' });
    expect(view.figures).toEqual({
      index: '67,419.10',
      change: '+2.15%',
      high: '68,000.00',
      low: '65,000.00',
      volume: '182.40M',
    });
  });

  it('lets a pushed price count, which may be a new high', () => {
    const view = show({ ticker, pushed });
    expect(view).toMatchObject({ last: '68,100.00', direction: 'down' });
    expect(view.figures).toMatchObject({ high: '68,100.00', low: '65,000.00', change: '−0.10%' });
  });

  it('shows the mark where there is one, and dashes where nothing is known', () => {
    expect(show({ markTicks: 100 }).figures).toEqual({
      mark: '1.00',
      index: '–',
      change: '–',
      high: '–',
      low: '–',
      volume: '–',
    });
  });
});

describe('connectionNote', () => {
  it.each([
    ['live', 10, null],
    ['connecting', null, 'Connecting'],
    ['stale', 8_000, 'Stale, 8s old'],
    ['reconnecting', null, 'Reconnecting'],
    ['offline', 61_000, 'Offline, 1m old'],
  ] as const)('of %s at %s ms is %s', (phase, ageMs, note) => {
    expect(connectionNote(phase, ageMs)).toBe(note);
  });
});
