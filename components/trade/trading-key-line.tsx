'use client';

import { useNow } from '#hooks/use-now.ts';
import { useTrading, useTradingSession } from './trading-provider.tsx';

const DAY_MS = 86_400_000;

/** How long this browser may trade for the account, and the way to end that. */
export function TradingKeyLine() {
  const session = useTradingSession();
  const isReady = useTrading((state) => state.phase === 'ready');
  const expiresMs = useTrading((state) => state.keyExpiresMs);
  const now = useNow();
  if (!isReady || expiresMs === null || now === null) return null;
  const days = Math.ceil((expiresMs - now) / DAY_MS);
  return (
    <p className="flex min-h-7 items-center justify-between gap-2 text-12 text-secondary">
      <span title="A key of this browser signs your orders; it cannot withdraw">
        Trading is enabled for {days === 1 ? '1 day' : `${days} days`}
      </span>
      <button
        type="button"
        className="touch-target rounded-control text-secondary hover:text-text"
        onClick={() => session?.disable()}
      >
        Forget the key
      </button>
    </p>
  );
}
