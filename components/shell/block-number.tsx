'use client';

import { decimalText } from '#lib/format/decimal-text.ts';
import { formatLocalTime } from '#lib/format/format-time.ts';
import { useMarketData } from './market-data-provider.tsx';

/** The newest block of the chain that the sidecar has seen. */
export function BlockNumber() {
  const block = useMarketData((data) => data.block);
  if (block === null) return null;
  return (
    <span className="whitespace-nowrap" title={`Block of ${formatLocalTime(block.timestampMs)}`}>
      Block <span className="numeric">{decimalText(BigInt(block.number), 0)}</span>
    </span>
  );
}
