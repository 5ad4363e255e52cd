'use client';

import { useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import type { SwapRecord } from '#lib/swap/swap-record.ts';
import { RecentSwap } from './recent-swap.tsx';

export type RecentSwapsProps = {
  readonly records: readonly SwapRecord[];
  readonly nowMs: number;
  readonly explorerUrl: string | null;
  readonly onRepeat: (record: SwapRecord) => void;
  readonly onReverse: (record: SwapRecord) => void;
};

const SHOWN_FIRST = 5;

/** The swaps sent from this browser, newest first. */
export function RecentSwaps(props: RecentSwapsProps) {
  const { records, nowMs, explorerUrl, onRepeat, onReverse } = props;
  const [all, setAll] = useState(false);
  if (records.length === 0) return null;
  const shown = all ? records : records.slice(0, SHOWN_FIRST);
  return (
    <section aria-labelledby="recent-swaps" className="w-full max-w-115">
      <h2 id="recent-swaps" className="px-1 pb-1 font-semibold text-13">
        Recent swaps
      </h2>
      <ul className="divide-y divide-line rounded-dialog border border-line bg-panel">
        {shown.map((record) => (
          <RecentSwap
            key={record.id}
            record={record}
            nowMs={nowMs}
            explorerUrl={explorerUrl}
            onRepeat={() => onRepeat(record)}
            onReverse={() => onReverse(record)}
          />
        ))}
      </ul>
      {records.length <= SHOWN_FIRST ? null : (
        <Button variant="quiet" size="small" className="mt-1" onClick={() => setAll(!all)}>
          {all ? 'Show fewer' : `Show all ${records.length}`}
        </Button>
      )}
    </section>
  );
}
