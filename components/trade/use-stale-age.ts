import { useMarketData } from '#components/shell/market-data-provider.tsx';
import { useNow } from '#hooks/use-now.ts';
import type { Connection } from '#lib/stores/market-data-store.ts';

/** Age of what is shown once it is not current any more, milliseconds; `null` while it is. */
export function useStaleAge(): number | null {
  const lastMs = useMarketData((data) => stoppedAt(data.connection));
  const now = useNow();
  return lastMs === null || now === null ? null : Math.max(0, now - lastMs);
}

/** When the last message came; `null` while more are expected: then nothing renders for each. */
function stoppedAt({ phase, lastMessageMs }: Connection): number | null {
  return phase === 'live' || phase === 'connecting' ? null : lastMessageMs;
}
