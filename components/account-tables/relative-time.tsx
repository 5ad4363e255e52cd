'use client';

import { useSyncExternalStore } from 'react';
import { DASH } from '#lib/format/decimal-text.ts';
import { formatLocalTime } from '#lib/format/format-time.ts';
import { describeTime } from './describe-time.ts';
import { onEverySecond } from './on-every-second.ts';

/** When something was, the instant itself on hover. It renders when its words change, not each second. */
export function RelativeTime({ timestamp }: { readonly timestamp: number }) {
  const text = useSyncExternalStore(
    onEverySecond,
    () => describeTime(timestamp, Date.now()),
    () => DASH,
  );
  return (
    <time
      dateTime={new Date(timestamp).toISOString()}
      title={formatLocalTime(timestamp)}
      className="numeric text-secondary"
    >
      {text}
    </time>
  );
}
