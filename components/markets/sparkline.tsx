import { memo } from 'react';
import { classNames } from '#components/ui/class-names.ts';
import type { MarketRow } from './derive-market-row.ts';
import { sparklinePath } from './sparkline-path.ts';

const SIZE = { width: 104, height: 32 };

const COLORS: Readonly<Record<MarketRow['direction'], string>> = {
  up: 'stroke-up',
  down: 'stroke-down',
  flat: 'stroke-secondary',
};

export type SparklineProps = Pick<MarketRow, 'sparklineTicks' | 'direction'>;

/** The last 24 hours as a line. It repeats what the change column says. */
export const Sparkline = memo(function Sparkline({ sparklineTicks, direction }: SparklineProps) {
  return (
    <svg
      aria-hidden="true"
      className={classNames('inline-block h-8 w-full max-w-26', COLORS[direction])}
      fill="none"
      strokeLinejoin="round"
      strokeWidth="1.5"
      preserveAspectRatio="none"
      viewBox={`0 0 ${SIZE.width} ${SIZE.height}`}
    >
      <path vectorEffect="non-scaling-stroke" d={sparklinePath(sparklineTicks, SIZE)} />
    </svg>
  );
});
