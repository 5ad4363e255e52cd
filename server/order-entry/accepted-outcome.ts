import { type ErrorFacts, ProtocolError } from '#lib/protocol/protocol-error.ts';
import type { CommandOutcome } from '#server/sequencer/index.ts';
import type { AsOf } from './answers.ts';

/** Which command an outcome is of. */
export function asOf({ seq, time }: CommandOutcome): AsOf {
  return { seq, timeMs: time };
}

/**
 * The outcome of a command that the engine took.
 *
 * @throws ProtocolError with the engine's code when it refused.
 */
export function acceptedOutcome(outcome: CommandOutcome, facts?: ErrorFacts): CommandOutcome {
  const [event] = outcome.events;
  if (event?.kind !== 'rejected') return outcome;
  throw new ProtocolError(event.code, facts === undefined ? {} : { facts });
}
