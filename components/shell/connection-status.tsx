'use client';

import { usePathname } from 'next/navigation';
import { StatusDot } from '#components/ui/status-dot.tsx';
import { useNow } from '#hooks/use-now.ts';
import { isChainOnly } from '#lib/exit/chain-only.ts';
import { describeConnection } from './describe-connection.ts';
import { useMarketData } from './market-data-provider.tsx';

const CHAIN_ONLY = {
  tone: 'neutral',
  text: 'Chain only',
  title: 'This page is not connected to the exchange, on purpose',
} as const;

/** How the page is connected: a dot and a few words that say the same. */
export function ConnectionStatus() {
  const connection = useMarketData((data) => data.connection);
  const now = useNow();
  const { tone, text, title } = isChainOnly(usePathname())
    ? CHAIN_ONLY
    : describeConnection(connection, now);
  return (
    <span className="inline-flex items-center gap-1.5 whitespace-nowrap" title={title}>
      <StatusDot tone={tone} />
      <span className="numeric">{text}</span>
    </span>
  );
}
