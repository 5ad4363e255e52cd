import type { ReactNode } from 'react';
import { IconButton } from '#components/ui/icon-button.tsx';
import { Segmented } from '#components/ui/segmented.tsx';
import { type CandleInterval, INTERVALS } from '#lib/domain/interval.ts';

export type ChartToolbarProps = {
  readonly interval: CandleInterval;
  readonly onInterval: (interval: CandleInterval) => void;
  readonly asTable: boolean;
  readonly onAsTable: (asTable: boolean) => void;
  /** More choices, at the right. */
  readonly tools?: ReactNode;
};

const OPTIONS = INTERVALS.map((value) => ({ value, label: value }));

/** Over the chart: the length of a candle, and chart or table. */
export function ChartToolbar(props: ChartToolbarProps) {
  const { interval, onInterval, asTable, onAsTable, tools } = props;
  return (
    <div className="flex h-10 shrink-0 items-center justify-between gap-2 border-line border-b px-1.5 pointer-coarse:h-12">
      <Segmented
        className="min-w-0 overflow-x-auto overscroll-contain [scrollbar-width:none]"
        label="Length of a candle"
        options={OPTIONS}
        value={interval}
        onChange={onInterval}
        quiet
      />
      <div className="flex shrink-0 items-center">
        {tools}
        <IconButton
          icon="table"
          size="small"
          label={asTable ? 'Show the chart' : 'Show as a table'}
          aria-pressed={asTable}
          onClick={() => onAsTable(!asTable)}
        />
      </div>
    </div>
  );
}
