import { classNames } from '#components/ui/class-names.ts';
import { type ChartRange, chartRanges } from './chart-ranges.ts';

export type ChartFooterProps = {
  readonly range: ChartRange | null;
  readonly onRange: (range: ChartRange) => void;
};

/** Under the chart: stretches of time to look at, and who made the library. */
export function ChartFooter({ range, onRange }: ChartFooterProps) {
  return (
    <div className="flex h-9 items-center justify-between gap-2 border-line border-t px-2 text-12 pointer-coarse:h-11">
      <fieldset className="flex">
        <legend className="sr-only">Range</legend>
        {chartRanges.map((choice) => (
          <button
            key={choice.label}
            type="button"
            title={choice.spoken}
            aria-pressed={choice === range}
            className={classNames(
              'focus-inset h-7 rounded-control px-2 font-medium transition-colors hover:bg-raised hover:text-text pointer-coarse:h-11',
              choice === range ? 'text-text' : 'text-secondary',
            )}
            onClick={() => onRange(choice)}
          >
            {choice.label}
          </button>
        ))}
      </fieldset>
      <a
        href="https://www.tradingview.com/"
        target="_blank"
        rel="noopener noreferrer"
        className="whitespace-nowrap text-11 text-faint hover:text-secondary"
      >
        Charts by TradingView<span className="sr-only"> (opens in a new tab)</span>
      </a>
    </div>
  );
}
