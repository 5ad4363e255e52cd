import type { ConnectionPhase } from '#lib/stores/market-data-store.ts';
import type { TradingPhase } from '#lib/trading/trading-state.ts';

/** Whether what is shown is current, and why nothing can be changed if it is not. */
export type Acting = {
  /** Values are kept, dimmed. */
  readonly isStale: boolean;
  /** Why orders cannot be changed now, as a sentence; `null` = they can. */
  readonly obstacle: string | null;
};

const CURRENT: Acting = { isStale: false, obstacle: null };

/** What the connection lets an account do. */
export function deriveActing(connection: ConnectionPhase, trading: TradingPhase): Acting {
  switch (connection) {
    case 'offline':
      return {
        isStale: true,
        obstacle: 'This device is offline. Orders stay as they are; change them once it is back.',
      };
    case 'reconnecting':
      return {
        isStale: true,
        obstacle: 'Reconnecting to the exchange. Orders stay as they are; change them in a moment.',
      };
    case 'connecting':
      return { isStale: false, obstacle: 'Connecting to the exchange.' };
    case 'stale':
      // The connection stands: what is asked may well be answered.
      return { isStale: true, obstacle: null };
    case 'live':
      return trading === 'ready' ? CURRENT : { isStale: true, obstacle: notReady(trading) };
    default:
      return connection satisfies never;
  }
}

function notReady(phase: TradingPhase): string {
  return phase === 'connecting'
    ? 'The exchange is being shown your trading key.'
    : 'Enable trading to change orders.';
}
