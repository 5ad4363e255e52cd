'use client';

import { usePathname } from 'next/navigation';
import { useEffect, useRef } from 'react';
import { useWebConfig } from '#components/shell/config-provider.tsx';
import { mayHavePendingSwap } from '#lib/swap/may-have-pending-swap.ts';

/** After a reload of another page than /swap, which does so itself: follows what was sent before. */
export function PendingSwaps() {
  const web = useWebConfig();
  const pathname = usePathname();
  const loaded = useRef(false);
  useEffect(() => {
    if (loaded.current || web === null) return;
    loaded.current = true;
    if (pathname === '/swap' || !mayHavePendingSwap(localStorage, web.chainId)) return;
    void import('./follow-pending-swaps.ts').then(
      ({ followPendingSwaps }) => followPendingSwaps(web),
      // Without the network there is nothing to tell; the next page that is loaded looks again.
      () => undefined,
    );
  }, [web, pathname]);
  return null;
}
