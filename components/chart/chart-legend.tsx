import type { ReactNode } from 'react';
import type { CandleTexts } from './describe-candle.ts';

export type ChartLegendProps = {
  /** The candle under the crosshair, or the newest; `null` while there is none. */
  readonly candle: CandleTexts | null;
  /** What must be known about the data: that it is simulated, how old it is. */
  readonly labels: ReactNode;
};

/**
 * Over the candles: open, high, low, close, volume and change of one of them. It takes no space, and
 * each figure has the room of the longest, so that nothing moves while prices stream.
 */
export function ChartLegend({ candle, labels }: ChartLegendProps) {
  return (
    <div className="pointer-events-none absolute top-1.5 right-20 left-2 z-[3] flex flex-col items-start gap-1">
      {candle === null ? null : <Figures {...candle} />}
      <span className="flex gap-1">{labels}</span>
    </div>
  );
}

function Figures({ time, open, high, low, close, volume, change, direction }: CandleTexts) {
  const color = direction === 'up' ? 'text-up' : 'text-down';
  const figures = [
    ['O', open],
    ['H', high],
    ['L', low],
    ['C', close],
  ] as const;
  return (
    <p className="numeric flex flex-wrap gap-x-2.5 text-11 text-secondary">
      <span>{time}</span>
      {figures.map(([name, text]) => (
        <span key={name}>
          {name} <span className={`inline-block min-w-[9ch] ${color}`}>{text}</span>
        </span>
      ))}
      <span className={`inline-block min-w-[7ch] ${color}`}>{change}</span>
      <span>
        V <span className="inline-block min-w-[6ch] text-text">{volume}</span>
      </span>
    </p>
  );
}
