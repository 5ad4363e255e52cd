'use client';

import { useNow } from '#hooks/use-now.ts';
import { formatAge, formatLocalTime } from '#lib/format/format-time.ts';

export type AsOfAgeProps = {
  /** Milliseconds since the epoch; `null` before the first reading. */
  readonly readMs: number | null;
  /** Why the last reading failed, in a few words; `null` when it did not. */
  readonly failed: string | null;
};

/** When something was read, and that it is not renewed any more when it is not. */
export function AsOfAge({ readMs, failed }: AsOfAgeProps) {
  const now = useNow();
  if (readMs === null) return failed === null ? 'Reading' : <span>{failed}</span>;
  const age = now === null ? '' : ` ${formatAge(Math.max(0, now - readMs))} ago`;
  return (
    <span role={failed === null ? undefined : 'status'} title={formatLocalTime(readMs)}>
      {failed === null ? null : `${failed} `}
      <span className="tabular-nums">
        {failed === null ? 'Read' : 'Last read'}
        {age}
      </span>
    </span>
  );
}
