import { classNames } from '#components/ui/class-names.ts';
import { BAR_UNITS, type BookRow, barsPath } from './derive-rows.ts';

export type DepthBarsProps = {
  /** Best first. */
  readonly asks: readonly BookRow[];
  readonly bids: readonly BookRow[];
  /** Rows a side, how high one is, and what stands between the sides: pixels. */
  readonly count: number;
  readonly rowPx: number;
  readonly middlePx: number;
  readonly stale: boolean;
};

/**
 * The depth bars of both sides behind the rows. All bars of a side are one outline: as boxes of their
 * own, each would be styled, laid out and put into layers with every change.
 */
export function DepthBars({ asks, bids, count, rowPx, middlePx, stale }: DepthBarsProps) {
  const longestLots = Math.max(asks.at(-1)?.cumulativeLots ?? 0, bids.at(-1)?.cumulativeLots ?? 0);
  const askEnd = count * rowPx;
  const height = 2 * askEnd + middlePx;
  return (
    <svg
      aria-hidden="true"
      viewBox={`0 0 ${BAR_UNITS} ${height}`}
      preserveAspectRatio="none"
      height={height}
      shapeRendering="crispEdges"
      className={classNames(
        'pointer-events-none absolute inset-x-0 top-6 -z-10 w-full contain-strict',
        stale && 'grayscale',
      )}
    >
      <path
        d={barsPath(asks, { longestLots, startPx: askEnd, stepPx: -rowPx })}
        className="fill-down/12"
      />
      <path
        d={barsPath(bids, { longestLots, startPx: askEnd + middlePx, stepPx: rowPx })}
        className="fill-up/12"
      />
    </svg>
  );
}
