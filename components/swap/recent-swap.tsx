import { Badge } from '#components/ui/badge.tsx';
import { IconButton } from '#components/ui/icon-button.tsx';
import { formatLocalTime, formatRelativeTime } from '#lib/format/format-time.ts';
import { describeSwap, swapStanding } from '#lib/swap/describe-swap.ts';
import { failureCode } from '#lib/swap/outcome-event.ts';
import { swapErrors } from '#lib/swap/swap-errors.ts';
import type { SwapRecord } from '#lib/swap/swap-record.ts';
import { TransactionLink } from './transaction-link.tsx';

export type RecentSwapProps = {
  readonly record: SwapRecord;
  readonly nowMs: number;
  readonly explorerUrl: string | null;
  readonly onRepeat: () => void;
  readonly onReverse: () => void;
};

/** One swap that was sent: what, how it stands, its transaction, and the same again. */
export function RecentSwap({ record, nowMs, explorerUrl, onRepeat, onReverse }: RecentSwapProps) {
  const { label, tone } = swapStanding(record);
  const { sentAtMs, hash } = record.transaction;
  const failure = failureCode(record.outcome);
  return (
    <li className="flex items-center gap-2 py-2 pr-1.5 pl-3">
      <div className="min-w-0 flex-1">
        <p className="numeric truncate text-13">{describeSwap(record)}</p>
        <p className="flex flex-wrap items-center gap-x-2 gap-y-1 text-12 text-secondary">
          <Badge tone={tone}>{label}</Badge>
          {failure === null ? null : <span>{swapErrors[failure].title}</span>}
          <time dateTime={new Date(sentAtMs).toISOString()} title={formatLocalTime(sentAtMs)}>
            {formatRelativeTime(sentAtMs, nowMs)}
          </time>
          <TransactionLink hash={hash} explorerUrl={explorerUrl} />
        </p>
      </div>
      <IconButton icon="refresh" label="Repeat this swap" size="small" onClick={onRepeat} />
      <IconButton icon="flip" label="Reverse this swap" size="small" onClick={onReverse} />
    </li>
  );
}
