import type { RejectCode } from '#server/engine/index.ts';
import type { CommandOutcome } from '#server/sequencer/index.ts';

/** Why the engine refused a command; `null` when it did not. */
export function rejectionOf({ events }: Pick<CommandOutcome, 'events'>): RejectCode | null {
  const [event] = events;
  return event?.kind === 'rejected' ? event.code : null;
}
