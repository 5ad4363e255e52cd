import type { EngineEvent } from '#server/engine/index.ts';

/** The market whose book an event may have changed; 0 = none. */
export function touchedMarket(event: EngineEvent): number {
  switch (event.kind) {
    case 'accepted':
    case 'activated':
    case 'trade':
    case 'done':
    case 'triggered':
    case 'modified':
    case 'refreshed':
    case 'decremented':
      return event.market;
    default:
      return 0;
  }
}
