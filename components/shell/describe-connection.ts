import type { StatusDotTone } from '#components/ui/status-dot.tsx';
import { formatAge } from '#lib/format/format-time.ts';
import type { Connection } from '#lib/stores/market-data-store.ts';

/** What is said about a connection, at an instant; `null` while the page is not alive yet. */
export function describeConnection(
  { phase, latencyMs, lastMessageMs }: Connection,
  now: number | null,
): { readonly tone: StatusDotTone; readonly text: string; readonly title: string } {
  const age =
    lastMessageMs === null || now === null ? '' : ` ${formatAge(Math.max(0, now - lastMessageMs))}`;
  switch (phase) {
    case 'connecting':
      return { tone: 'neutral', text: 'Connecting', title: 'Connecting to market data' };
    case 'live':
      return {
        tone: 'up',
        text: latencyMs === null ? 'Live' : `${Math.round(latencyMs)} ms`,
        title: 'Connected to market data; the round trip of the last ping',
      };
    case 'stale':
      return { tone: 'warn', text: `Stale${age}`, title: 'Connected, but no data arrives' };
    case 'reconnecting':
      return { tone: 'down', text: `Reconnecting${age}`, title: 'Market data is not reachable' };
    case 'offline':
      return { tone: 'down', text: 'Offline', title: 'This device has no network' };
  }
}
