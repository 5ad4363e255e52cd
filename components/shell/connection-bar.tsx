'use client';

import { usePathname } from 'next/navigation';
import { isChainOnly } from '#lib/exit/chain-only.ts';
import { useMarketData } from './market-data-provider.tsx';

/** A quiet bar over the page while the data on it cannot be renewed. It moves nothing. */
export function ConnectionBar() {
  const phase = useMarketData((data) => data.connection.phase);
  const text = isChainOnly(usePathname()) ? null : barText(phase);
  return (
    <div
      role="status"
      className="pointer-events-none fixed inset-x-0 top-12 z-10 flex justify-center"
    >
      {text === null ? null : (
        <p className="overlay-surface mt-1 animate-rise px-3 py-1 text-12 text-secondary">{text}</p>
      )}
    </div>
  );
}

function barText(phase: string): string | null {
  if (phase === 'offline') return 'You are offline. What is shown is the last that arrived.';
  if (phase === 'reconnecting') return 'Market data is not reachable. Trying again.';
  return null;
}
