import { IconButton } from '#components/ui/icon-button.tsx';
import { Segmented } from '#components/ui/segmented.tsx';
import { type CandleInterval, INTERVALS } from '#lib/domain/interval.ts';

export type ChartToolbarProps = {
  readonly interval: CandleInterval;
  readonly onInterval: (interval: CandleInterval) => void;
  readonly asTable: boolean;
  readonly onAsTable: (asTable: boolean) => void;
};

const OPTIONS = INTERVALS.map((value) => ({ value, label: value }));

/** Over the chart: the length of a candle, and chart or table. */
export function ChartToolbar({ interval, onInterval, asTable, onAsTable }: ChartToolbarProps) {
  return (
    <div className="flex h-10 shrink-0 items-center justify-between gap-2 border-line border-b px-1.5 pointer-coarse:h-12">
      <Segmented
        label="Length of a candle"
        options={OPTIONS}
        value={interval}
        onChange={onInterval}
        quiet
      />
      <IconButton
        icon="table"
        size="small"
        label={asTable ? 'Show the chart' : 'Show as a table'}
        aria-pressed={asTable}
        onClick={() => onAsTable(!asTable)}
      />
    </div>
  );
}
