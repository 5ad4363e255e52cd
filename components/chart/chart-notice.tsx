import { Button } from '#components/ui/button.tsx';
import { RequestError } from '#lib/queries/request-error.ts';
import type { CandleSeries } from '#lib/stores/candle-store.ts';
import { ChartSkeleton } from './chart-skeleton.tsx';

export type ChartNoticeProps = {
  readonly series: Pick<CandleSeries, 'phase' | 'error' | 'candles'>;
  readonly onRetry: () => void;
};

/** What stands in the place of candles while there are none. */
export function ChartNotice({ series, onRetry }: ChartNoticeProps) {
  if (series.candles.length > 0) return null;
  if (series.phase === 'loading') return <ChartSkeleton />;
  return (
    <div
      role="status"
      className="absolute inset-0 z-[4] flex flex-col items-center justify-center gap-2 bg-panel p-4 text-center text-13 text-secondary"
    >
      {series.phase === 'ready' ? (
        <p>There is no trade in this market yet.</p>
      ) : (
        <>
          <p>The chart’s data is not reachable. The rest of the page does not need it.</p>
          <p className="numeric text-11 text-faint">{errorCode(series.error)}</p>
          <Button size="small" onClick={onRetry}>
            Try again
          </Button>
        </>
      )}
    </div>
  );
}

function errorCode(error: Error | null): string {
  return error instanceof RequestError ? error.code : 'client/unexpected';
}
