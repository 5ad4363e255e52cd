import { describe, expect, it } from 'vitest';
import { markets } from '#lib/domain/market.ts';
import { chartSummary } from './chart-summary.ts';
import { describeCandle } from './describe-candle.ts';

const [market] = markets;
if (market === undefined) throw new Error('there is a first market');

const candle = {
  startMs: Date.UTC(2026, 2, 9),
  openTicks: 6_600_000,
  highTicks: 6_800_050,
  lowTicks: 6_500_000,
  closeTicks: 6_700_010,
  volumeLots: 37_790_000,
};

describe('describeCandle', () => {
  it('writes prices with the decimals of the market, the volume shortened', () => {
    expect(describeCandle(candle, { market, interval: '1d' })).toEqual({
      time: '2026-03-09',
      open: '66,000.00',
      high: '68,000.50',
      low: '65,000.00',
      close: '67,000.10',
      volume: '3.77k',
      change: '+1.52%',
      direction: 'up',
    });
  });

  it('tells a falling candle by sign and direction', () => {
    const falling = describeCandle(
      { ...candle, closeTicks: 6_534_000 },
      { market, interval: '1d' },
    );
    expect(falling).toMatchObject({ change: '\u22121.00%', direction: 'down' });
  });
});

describe('chartSummary', () => {
  it('says in a sentence what the chart shows', () => {
    const summary = chartSummary([candle], { market, interval: '1h' });
    expect(summary).toContain('BTC-USDT, 1 candles of 1h');
    expect(summary).toContain('last 67,000.10 USDT, +1.52% since the first');
    expect(summary).toContain('highest 68,000.50, lowest 65,000.00');
    expect(chartSummary([], { market, interval: '1h' })).toContain('without data');
  });
});
