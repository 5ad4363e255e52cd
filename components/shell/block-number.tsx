'use client';

import { usePathname } from 'next/navigation';
import { isChainOnly } from '#lib/exit/chain-only.ts';
import { decimalText } from '#lib/format/decimal-text.ts';
import { formatLocalTime } from '#lib/format/format-time.ts';
import { useMarketData } from './market-data-provider.tsx';

/** The newest block of the chain that the sidecar has seen. */
export function BlockNumber() {
  const block = useMarketData((data) => data.block);
  const chainOnly = isChainOnly(usePathname());
  if (block === null || chainOnly) return null;
  return (
    <span className="whitespace-nowrap" title={`Block of ${formatLocalTime(block.timestampMs)}`}>
      Block <span className="numeric">{decimalText(BigInt(block.number), 0)}</span>
    </span>
  );
}
